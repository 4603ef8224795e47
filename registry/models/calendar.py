"""Days worked or not against the official calendar."""

from __future__ import annotations

from django.db import models


class DayCorrection(models.Model):
    """A day the government or the region moved after the calendar was printed (R-311).

    The common calendar comes with the portal's library; a correction wins over it. Reference
    data of the whole portal, kept in the administration.
    """

    day = models.DateField("день", unique=True)
    is_working = models.BooleanField("рабочий", default=False)
    basis = models.CharField(
        "основание",
        max_length=200,
        blank=True,
        help_text="Постановление, закон региона",
    )

    class Meta:
        ordering = ["-day"]
        verbose_name = "перенос рабочего дня"
        verbose_name_plural = "переносы рабочих дней"

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}: {'рабочий' if self.is_working else 'нерабочий'}"

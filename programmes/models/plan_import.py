"""A plan that came as a file or as pasted text, and what was understood of it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import TenantRow, User
from programmes.enums import PlanImportStatus
from programmes.models.roadmap import Roadmap
from registry.models import Cycle


class PlanImport(TenantRow):
    """A plan on its way into the cycle; nothing of the roadmap is stored before «Принять».

    `table` is what was read, cell by cell; `guess` is what was understood of it and
    corrected by the curator since (programmes.plan_reading).
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="plan_imports")
    status = models.CharField(
        "состояние",
        max_length=12,
        choices=PlanImportStatus,
        default=PlanImportStatus.REVIEW,
    )
    file_name = models.CharField("файл", max_length=255, blank=True)
    table = models.JSONField(default=dict)
    guess = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    roadmap = models.ForeignKey(
        Roadmap, models.SET_NULL, null=True, blank=True, related_name="imports"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name or "вставленная таблица"

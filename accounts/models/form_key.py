"""Forms that were taken, so that the same one sent again acts no second time."""

from __future__ import annotations

from django.db import models

from accounts.models.user import User


class FormKey(models.Model):
    """A form taken from a user, and the page that shows what came of it.

    `digest` is of the form's random key and content; unique, so that of two that come
    at once one waits for the other (invariant 39). Kept for some days.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    place = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"],
                name="form_key_once",
                violation_error_message="Эта форма уже отправлена.",
            )
        ]

    def __str__(self) -> str:
        return self.place

"""One-time codes for those who have no e-mail: shown once, kept as a hash."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from accounts.models.organisation import Organisation
from accounts.models.user import User


class ResetCode(models.Model):
    """A code by which a pupil sets his own password, once (invariant 57).

    `digest` is the hash of the code; the code itself is shown to the issuer once and
    stands nowhere. `tries` counts wrong entries.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="reset_codes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField("действует до")
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, revoked_at=None),
                name="reset_code_one_open_per_user",
            ),
            models.CheckConstraint(
                name="reset_code_is_used_in_time",
                condition=Q(used_at=None) | Q(used_at__lte=F("expires_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.issued_at:%d.%m.%Y %H:%M}"

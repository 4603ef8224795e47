"""Two rows that became one person, with all that is needed to part them again."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from registry.models.person import Person


class JoiningQuerySet(models.QuerySet["Joining"]):
    """Joinings by eye."""

    def visible_to(self, user: User) -> JoiningQuerySet:
        """Keep them all for who keeps the bases, none for anybody else."""
        return self.filter(
            organisation_id__in=user.organisations_with(Permission.PERSON_CHANGE)
        )

    def standing(self) -> JoiningQuerySet:
        """Keep those not undone."""
        return self.filter(undone_at=None)


JoiningManager = TenantManager.from_queryset(JoiningQuerySet)


class Joining(TenantRow):
    """One joining (ADR 0004): `kept` took over all that was of the row `gone`.

    `before` is the gone row and what the kept one held; `moved` are the rows that changed
    hands, by table and column; `dropped` are the rows that went, whole. They tell of the
    person and go with him (152-ФЗ ст. 21).
    """

    kept = models.ForeignKey(Person, models.CASCADE, related_name="joinings")
    gone = models.BigIntegerField()
    gone_name = models.CharField(max_length=250)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    moved = models.JSONField(default=dict)
    dropped = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    expired = models.JSONField(default=dict)
    admitted = models.JSONField(default=list)
    joined_at = models.DateTimeField(auto_now_add=True)
    joined_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[JoiningManager[Self]] = JoiningManager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="joining_undone_at_and_by_together",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_name} → {self.kept_id}"

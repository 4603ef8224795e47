"""Erasing a person's data: asked for, decided, carried out, proven by an act."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import TenantRow, User
from documents.models import Document
from registry.enums import ErasureGround, ErasureStatus
from registry.models.person import Person


class Erasure(TenantRow):
    """One erasure: exactly one act and one extract of the log (invariant 23).

    `kept` names what the law makes the organisation keep: [{"what": "Приказ № 41-ОД",
    "until": "…", "ground": "…"}]; `erased` counts rows and files by sort. Neither holds
    a value that tells who it was.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="erasures")
    ground = models.CharField("основание", max_length=12, choices=ErasureGround)
    status = models.CharField(
        "состояние",
        max_length=10,
        choices=ErasureStatus,
        default=ErasureStatus.REQUESTED,
    )
    requested_on = models.DateField("дата обращения")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField("срок исполнения")
    remark = models.TextField("пояснение", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    kept = models.JSONField(default=list)
    erased = models.JSONField(default=dict)
    act = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="erasure"
    )

    class Meta:
        ordering = ["-requested_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=["requested", "approved"]),
                name="erasure_one_open_per_person",
                violation_error_message="Обращение об удалении уже рассматривается.",
            ),
            models.CheckConstraint(
                name="erasure_done_has_moment_and_act",
                condition=~Q(status="done")
                | Q(done_at__isnull=False, done_by__isnull=False, act__isnull=False),
            ),
            models.CheckConstraint(
                name="erasure_decided_at_and_by_together",
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.requested_on:%d.%m.%Y}"

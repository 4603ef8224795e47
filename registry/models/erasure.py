"""Erasing a person's data: asked for, decided, carried out, proven by an act."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.errands import ErrandRow, ErrandState
from common.tenancy import TenantManager
from documents.models import Document
from registry.enums import ErasureGround, ErasureStatus
from registry.models.person import Person


class ErasureTerm(models.Model):
    """How soon data are destroyed, by the ground (152-ФЗ ст. 20, 21); reference data.

    The portal brings the terms in; whoever answers for personal data corrects them in the
    administration, and requests that come later are due by the new ones.
    """

    ground = models.CharField(
        "основание", max_length=12, choices=ErasureGround, unique=True
    )
    days = models.PositiveSmallIntegerField("дней")
    is_working = models.BooleanField("рабочих", default=True)
    basis = models.CharField("норма закона", max_length=200, blank=True)

    class Meta:
        ordering = ["ground"]
        verbose_name = "срок уничтожения данных"
        verbose_name_plural = "сроки уничтожения данных"
        constraints = [
            models.CheckConstraint(
                name="erasure_term_is_a_term",
                condition=Q(days__gte=1),
                violation_error_message="Укажите, сколько дней даётся: хотя бы один.",
            )
        ]

    def __str__(self) -> str:
        return self.get_ground_display()


class ErasureQuerySet(models.QuerySet["Erasure"]):
    """Requests to destroy data by eye."""

    def visible_to(self, user: User) -> ErasureQuerySet:
        """Keep all for who prepares, decides or carries out, else one's own requests."""
        everything = {
            pk
            for right in (
                Permission.ERASURE_PREPARE,
                Permission.ERASURE_DECIDE,
                Permission.ERASURE_CARRY_OUT,
            )
            for pk in user.organisations_with(right)
        }
        return self.filter(
            Q(organisation_id__in=everything)
            | Q(person__in=Person.objects.in_care_of(user))
        )

    def waiting(self) -> ErasureQuerySet:
        """Keep those not answered yet."""
        return self.filter(status__in=[ErasureStatus.REQUESTED, ErasureStatus.APPROVED])

    def for_list(self) -> ErasureQuerySet:
        """Carry what a list shows."""
        return self.select_related("person", "act", "organisation")


ErasureManager = TenantManager.from_queryset(ErasureQuerySet)


class Erasure(TenantRow, ErrandRow):
    """One erasure: exactly one act and one extract of the log (invariant 23).

    Its errand is the carrying out, once it is decided and `done_by` has started it.

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

    objects: ClassVar[ErasureManager[Self]] = ErasureManager()

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

    @property
    def is_open(self) -> bool:
        """Whether it is still to be answered or carried out."""
        return self.status in {ErasureStatus.REQUESTED, ErasureStatus.APPROVED}

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.errand_state in {ErrandState.WAITING, ErrandState.RUNNING}

    @property
    def has_stopped(self) -> bool:
        """Whether the worker gave it up; `errand_failure` says why."""
        return self.errand_state == ErrandState.FAILED

    def days_left(self, today: date) -> int:
        """How many days are left until it is due; negative when overdue."""
        return (self.due_on - today).days

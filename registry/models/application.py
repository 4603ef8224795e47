"""Applications from outside: what somebody wrote on the public page, until decided."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from registry.enums import ApplicationStatus, BaseKind
from registry.models.consent import ConsentText
from registry.models.cycle import Cycle
from registry.models.person import Person


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications by eye and state."""

    def visible_to(self, user: User) -> ApplicationQuerySet:
        """Keep them all for who decides on them, none for anybody else."""
        deciding = user.organisations_with(Permission.APPLICATION_DECIDE)
        return self.filter(organisation_id__in=deciding)

    def waiting(self) -> ApplicationQuerySet:
        """Keep those not decided yet, the oldest first."""
        return self.filter(status=ApplicationStatus.SUBMITTED).order_by(
            "created_at", "pk"
        )


ApplicationManager = TenantManager.from_queryset(ApplicationQuerySet)


class Application(TenantRow):
    """Somebody's wish to take part, with the consent given beside it (R-318, R-319).

    It stays outside the registry until the curator decides: nobody can write into the
    bases or learn from the public page who is in them.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="applications")
    base = models.CharField("кем хочет быть", max_length=8, choices=BaseKind)
    status = models.CharField(
        "состояние",
        max_length=10,
        choices=ApplicationStatus,
        default=ApplicationStatus.SUBMITTED,
    )
    name = models.CharField("фамилия, имя, отчество", max_length=200)
    birth_on = models.DateField("дата рождения")
    email = models.EmailField("электронная почта", blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    place = models.CharField("класс, группа или место работы", max_length=300)
    wish = models.TextField("запрос или чем может помочь")
    representative_name = models.CharField("представитель", max_length=200, blank=True)
    relation = models.CharField("кем приходится", max_length=100, blank=True)
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    signature = models.CharField("подпись", max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark = models.TextField("причина", blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="applications"
    )

    objects: ClassVar[ApplicationManager[Self]] = ApplicationManager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="application_decided_at_and_by_together",
                condition=Q(status="submitted", decided_at=None, decided_by=None)
                | (
                    ~Q(status="submitted")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="application_accepted_has_a_person",
                condition=~Q(status="accepted") | Q(person__isnull=False),
            ),
            models.CheckConstraint(
                name="application_rejected_says_why",
                condition=~Q(status="rejected") | ~Q(remark=""),
                violation_error_message="Напишите причину отказа.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_a_minor(self) -> bool:
        """Whether a representative filled it in."""
        return self.representative_name != ""

    @property
    def waiting_days(self) -> int:
        """How many days it has lain here."""
        return (timezone.localdate() - self.sent_on).days

    @property
    def sent_on(self) -> date:
        return timezone.localdate(self.created_at)

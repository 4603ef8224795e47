"""A measure of the roadmap, its items, who answers for it, what was said about it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.enums import Role
from accounts.models import TenantRow, User
from common.tenancy import TenantManager
from documents.models import Attachment, Document
from programmes.enums import MeasureStatus
from programmes.models.roadmap import PrintedRow, Section
from programmes.models.team import Team
from registry.models import Person


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Measures by state and day."""

    def open(self) -> MeasureQuerySet:
        """Keep what is still to be done."""
        return self.filter(
            status__in=[
                MeasureStatus.PLANNED,
                MeasureStatus.IN_PROGRESS,
                MeasureStatus.POSTPONED,
            ],
            is_heading=False,
        )

    def answered_by(self, user: User, organisation_id: int) -> MeasureQuerySet:
        """Keep what the user answers for: by name, in a team, or by role (R-104).

        A role answers only while nobody is named; «ответственный за мероприятия» is no
        answer to who, so it never does.
        """
        named = Responsible.objects.filter(measure=OuterRef("pk")).exclude(
            person=None, team=None
        )
        roles = user.roles_in(organisation_id) - {Role.RESPONSIBLE}
        own = Responsible.objects.filter(measure=OuterRef("pk")).filter(
            Q(person__user=user) | Q(team__members__person__user=user)
        )
        by_role = Responsible.objects.filter(measure=OuterRef("pk"), role__in=roles)
        return self.filter(Exists(own) | (Exists(by_role) & ~Exists(named)))

    def reported(self) -> MeasureQuerySet:
        """Keep what a responsible reported done and the curator has not confirmed."""
        return self.filter(status=MeasureStatus.DONE, confirmed_at=None).exclude(
            reported_by=None
        )

    def overdue(self, day: date) -> MeasureQuerySet:
        """Keep what should have been done before the day."""
        return self.open().filter(due_on__lt=day)

    def due_between(self, first: date, last: date) -> MeasureQuerySet:
        """Keep what is due from the first day to the last."""
        return self.open().filter(due_on__range=(first, last))


MeasureManager = TenantManager.from_queryset(MeasureQuerySet)


class Measure(PrintedRow):
    """One measure (R-124): its own mapping, deadline, responsibles, result, evidence.

    `planned_on` is the day its deadline gives in the cycle; `due_on` is the same day until
    somebody postpones the measure (R-322). `confirmed_at` is the curator's word that what
    a responsible reported done is done. `version` grows with every edit of the row.
    `code` names the measure in a plan's file; `suggested_deadline` = {"deadline", "basis"}
    is the file's proposal of another deadline, never applied by itself.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="measures")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="parts"
    )
    code = models.CharField(max_length=80, blank=True)
    is_heading = models.BooleanField(default=False)
    suggested_deadline = models.JSONField(default=dict)
    planned_on = models.DateField("срок по плану", null=True, blank=True)
    result = models.TextField("ожидаемый результат", blank=True)
    status = models.CharField(
        "состояние",
        max_length=12,
        choices=MeasureStatus,
        default=MeasureStatus.PLANNED,
    )
    done_on = models.DateField("выполнено", null=True, blank=True)
    reason = models.TextField("причина", blank=True)
    evidence = models.TextField("чем подтверждается", blank=True)
    evidence_link = models.URLField("ссылка", max_length=500, blank=True)
    evidence_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    evidence_file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("подтверждено", null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[MeasureManager[Self]] = MeasureManager()

    class Meta:
        ordering = ["section__ordinal", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "ordinal"], name="measure_place_once"
            ),
            models.CheckConstraint(
                name="measure_done_has_day",
                condition=~Q(status="done") | Q(done_on__isnull=False),
                violation_error_message="Укажите день выполнения.",
            ),
            models.CheckConstraint(
                name="measure_put_off_says_why",
                condition=~Q(status__in=["postponed", "cancelled"]) | ~Q(reason=""),
                violation_error_message="Напишите причину.",
            ),
            models.CheckConstraint(
                name="measure_confirmed_when_done",
                condition=Q(confirmed_at=None)
                | Q(status="done", confirmed_by__isnull=False),
                violation_error_message="Подтверждают то, что отмечено выполненным.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "status", "due_on"], name="measure_due"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status not in {MeasureStatus.DONE, MeasureStatus.CANCELLED}

    def is_overdue_on(self, day: date) -> bool:
        """Tell whether the measure should have been done before the day."""
        return self.is_open and self.due_on is not None and self.due_on < day


class MeasureItem(TenantRow):
    """A sub-item of a measure with its own state, deadline and responsible (R-125)."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="items")
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField("пункт")
    deadline_raw = models.CharField("срок, как напечатан", max_length=300, blank=True)
    deadline = models.JSONField(default=dict)
    due_on = models.DateField("срок", null=True, blank=True)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="measure_items"
    )
    done_on = models.DateField("выполнено", null=True, blank=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "ordinal"], name="measure_item_place_once"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Responsible(TenantRow):
    """Who answers for a measure: as printed, and whom that means here (R-126).

    `label` is the printed word, empty where the curator added somebody; `role` is the
    portal's role the word means: everybody who holds it answers while no person or team
    is named.
    """

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="responsibles")
    ordinal = models.PositiveSmallIntegerField()
    label = models.CharField("как напечатан", max_length=200, blank=True)
    role = models.CharField("роль", max_length=32, choices=Role, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="responsibilities"
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="responsibilities"
    )
    is_inferred = models.BooleanField("предположено", default=False)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "ordinal"], name="responsible_place_once"
            ),
            models.UniqueConstraint(
                fields=["measure", "person"],
                name="responsible_person_once",
                violation_error_message="Этот человек уже отвечает за мероприятие.",
            ),
            models.CheckConstraint(
                name="responsible_is_somebody",
                condition=~Q(label="", role="", person=None, team=None),
                violation_error_message="Укажите человека, роль или группу.",
            ),
            models.CheckConstraint(
                name="responsible_person_or_team",
                condition=Q(person=None) | Q(team=None),
                violation_error_message="Укажите человека или группу, не обоих.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.team or self.label or self.get_role_display())


class MeasureComment(TenantRow):
    """What somebody wrote about a measure; nothing is edited afterwards."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="comments")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField("комментарий", max_length=2000)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text

"""The personalised programme of a pair: every field of the template, and its plan."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.tenancy import TenantManager
from documents.models import Document
from programmes.enums import (
    Basis,
    MeetingFormat,
    PlanRowStatus,
    ProgrammePart,
    ProgrammeStatus,
)
from programmes.models.pair import Pair
from registry.enums import Medium
from registry.models import MentoringKind, Person


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Programmes by eye."""

    def visible_to(self, user: User) -> ProgrammeQuerySet:
        """Keep those of the pairs the user sees."""
        return self.filter(
            pair__in=Pair.objects.visible_to(user, Permission.PROGRAMME_VIEW)
        )

    def for_list(self) -> ProgrammeQuerySet:
        """Carry what a list shows."""
        return self.select_related("pair__mentor_card__person").prefetch_related(
            "pair__members__mentee_card__person"
        )


ProgrammeManager = TenantManager.from_queryset(ProgrammeQuerySet)


class Programme(TenantRow):
    """The personalised programme (R-184…R-203): 3 months to 1 year (R-260).

    `version` grows with each edit: an edit that began from an older one is told so
    instead of overwriting.
    """

    pair = models.OneToOneField(Pair, models.PROTECT, related_name="programme")
    status = models.CharField(
        "состояние",
        max_length=12,
        choices=ProgrammeStatus,
        default=ProgrammeStatus.DRAFT,
    )
    version = models.PositiveIntegerField(default=1)
    problem = models.TextField("описание проблемы", blank=True)
    request = models.TextField("запрос (цель) наставляемого", blank=True)
    tasks = models.JSONField("задачи", default=list)
    kinds = models.ManyToManyField(
        MentoringKind, blank=True, related_name="+", verbose_name="виды наставничества"
    )
    basis = models.CharField(
        "параметры взаимодействия",
        max_length=10,
        choices=Basis,
        default=Basis.INDIVIDUAL,
    )
    interaction_forms = models.JSONField("формы взаимодействия", default=list)
    interaction_other = models.CharField(
        "другие формы взаимодействия", max_length=200, blank=True
    )
    directions = models.TextField("направления наставнической деятельности", blank=True)
    mentor_activity = models.TextField("содержание деятельности наставника", blank=True)
    mentee_activity = models.TextField(
        "содержание деятельности наставляемого", blank=True
    )
    starts_on = models.DateField("начало реализации")
    ends_on = models.DateField("окончание реализации")
    schedule_format = models.CharField(
        "расписание встреч", max_length=8, choices=MeetingFormat, blank=True
    )
    schedule = models.TextField("дни и время встреч", blank=True)
    regime = models.TextField("режим работ", blank=True)
    conditions = models.TextField("условия обучения", blank=True)
    interim_results = models.TextField("промежуточные результаты", blank=True)
    interim_check_on = models.DateField(
        "проверка промежуточных результатов", null=True, blank=True
    )
    planned_results = models.TextField("планируемые результаты", blank=True)
    planned_check_on = models.DateField(
        "проверка планируемых результатов", null=True, blank=True
    )
    remark = models.TextField("замечание куратора", blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, related_name="programmes"
    )

    objects: ClassVar[ProgrammeManager[Self]] = ProgrammeManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_starts",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="Окончание раньше начала.",
            ),
            models.CheckConstraint(
                name="programme_approved_at_and_by_together",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Персонализированная программа {self.pk}"


class ProgrammeAgreement(TenantRow):
    """One party's agreement to a version of the programme; `given_by` signed it."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    medium = models.CharField(
        "как дано", max_length=12, choices=Medium, default=Medium.CABINET
    )
    given_by = models.CharField("кто согласовал", max_length=200, blank=True)
    agreed_at = models.DateTimeField(auto_now_add=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "version"],
                name="programme_agreed_once_per_version",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.version}"


class ProgrammeRevision(TenantRow):
    """What a version of the programme said, and who made it.

    An edit that began from an older version is compared with it, field by field.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    part = models.CharField(max_length=8, choices=ProgrammePart)
    values = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="programme_revision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: {self.version}"


class PlanRowQuerySet(models.QuerySet["PlanRow"]):
    """Plan rows by state and day."""

    def open(self) -> PlanRowQuerySet:
        """Keep what is still to be done."""
        return self.filter(status=PlanRowStatus.PLANNED)

    def overdue(self, day: date) -> PlanRowQuerySet:
        """Keep what should have been done before the day."""
        return self.open().filter(due_on__lt=day)


PlanRowManager = TenantManager.from_queryset(PlanRowQuerySet)


class PlanRow(TenantRow):
    """A row of the plan appendix (R-200): measure, term, mark of completion."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="rows")
    ordinal = models.PositiveSmallIntegerField()
    title = models.TextField("мероприятие")
    due_on = models.DateField("срок")
    status = models.CharField(
        "состояние",
        max_length=10,
        choices=PlanRowStatus,
        default=PlanRowStatus.PLANNED,
    )
    done_on = models.DateField("отметка о выполнении", null=True, blank=True)

    objects: ClassVar[PlanRowManager[Self]] = PlanRowManager()

    class Meta:
        ordering = ["ordinal", "pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_row_done_has_day",
                condition=~Q(status="done") | Q(done_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

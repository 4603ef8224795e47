"""The roadmap as printed: sections, measures, deadlines in the plan's own words."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import TenantRow
from common.tenancy import TenantManager
from documents.models import Attachment, Document, DocumentKind
from programmes.enums import MeasureStatus
from registry.models import Cycle, Person, Stage


class Roadmap(TenantRow):
    """A cycle's plan of measures (R-119…R-120).

    `columns` = [{"key": …, "title": …}] of the printed form, in order; `level_of` says
    whether deadlines, documents, responsibles and results stand at stages or measures.
    """

    cycle = models.OneToOneField(Cycle, models.PROTECT, related_name="roadmap")
    template_code = models.CharField(max_length=40, blank=True)
    title = models.CharField("название", max_length=400)
    period_raw = models.CharField("период, как напечатан", max_length=200, blank=True)
    columns = models.JSONField(default=list)
    level_of = models.JSONField(default=dict)
    flags = models.JSONField(default=list)
    is_public = models.BooleanField("показывать на странице", default=True)

    def __str__(self) -> str:
        return self.title


class PrintedRow(TenantRow):
    """What a section and a measure share: an own place, number and deadline as printed.

    `deadline` is what was understood of `deadline_raw` (programmes.deadlines); `due_on`
    is computed from it for the cycle, and is empty while the deadline waits.
    """

    ordinal = models.PositiveSmallIntegerField()
    number_printed = models.CharField("№", max_length=20, blank=True)
    title = models.TextField("название")
    deadline_raw = models.CharField("срок, как напечатан", max_length=300, blank=True)
    deadline = models.JSONField(default=dict)
    due_on = models.DateField("срок", null=True, blank=True)
    stages = models.ManyToManyField(Stage, blank=True, related_name="+")
    document_kinds = models.ManyToManyField(DocumentKind, blank=True, related_name="+")
    documents_printed = models.JSONField("документы, как напечатаны", default=list)
    flags = models.JSONField(default=list)

    class Meta:
        abstract = True


class Section(PrintedRow):
    """A stage or section as printed, mapped to canonical stages (R-121)."""

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="sections")
    inner_work = models.JSONField("работа внутри организации", default=list)
    outer_work = models.JSONField("работа с внешней средой", default=list)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "ordinal"], name="section_place_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


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

    def overdue(self, day: date) -> MeasureQuerySet:
        """Keep what should have been done before the day."""
        return self.open().filter(due_on__lt=day)

    def due_between(self, first: date, last: date) -> MeasureQuerySet:
        """Keep what is due from the first day to the last."""
        return self.open().filter(due_on__range=(first, last))


MeasureManager = TenantManager.from_queryset(MeasureQuerySet)


class Measure(PrintedRow):
    """One measure (R-124): its own mapping, deadline, responsibles, result, evidence."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="measures")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="parts"
    )
    is_heading = models.BooleanField(default=False)
    items = models.JSONField("пункты", default=list)
    responsibles_printed = models.JSONField(
        "ответственные, как напечатаны", default=list
    )
    responsibles = models.ManyToManyField(
        Person, blank=True, related_name="measures", verbose_name="ответственные"
    )
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
    evidence_document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="measures"
    )
    evidence_file = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="measures"
    )

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
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue_on(self, day: date) -> bool:
        """Tell whether the measure should have been done before the day."""
        is_open = self.status not in {MeasureStatus.DONE, MeasureStatus.CANCELLED}
        return is_open and self.due_on is not None and self.due_on < day

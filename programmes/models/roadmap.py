"""The roadmap as printed: its columns, approval and sections; what was edited in it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import TenantRow, User
from documents.models import Document, DocumentKind
from registry.models import Cycle, Stage


class Roadmap(TenantRow):
    """A cycle's plan of measures (R-119…R-120).

    `columns` = [{"key": …, "title": …}] of the printed form, in order; `level_of` says
    whether deadlines, documents, responsibles and results stand at stages or measures;
    `work_columns` are the captions of the table of inside and outside work (R-122), empty
    where the plan has none; `approval` holds what the approval block prints (R-352):
    {"order_number", "order_on", "body", "protocol_number", "protocol_on", "appendix"}.
    `accepted_hints` are the keys of hints the curator has read and let stand.
    `period` is what was understood of `period_raw`: {"kind", "starts_on", "ends_on",
    "is_inferred", "note"}; `roles` = [{"code", "label", "role", "is_inferred", "basis"}] are
    the responsibles as the plan names them; all of it as in docs/roadmap-format.md (R-335).
    `approving_document` is the signed order, or the signed plan itself, that approves it;
    `approval_draft` is the next such paper until the director signs it (R-295).
    """

    cycle = models.OneToOneField(Cycle, models.PROTECT, related_name="roadmap")
    template_code = models.CharField(max_length=40, blank=True)
    title = models.CharField("название", max_length=400)
    period_raw = models.CharField("период, как напечатан", max_length=200, blank=True)
    columns = models.JSONField(default=list)
    work_columns = models.JSONField(default=list)
    level_of = models.JSONField(default=dict)
    approval = models.JSONField(default=dict)
    flags = models.JSONField(default=list)
    accepted_hints = models.JSONField(default=list)
    approving_document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_roadmaps",
    )
    approval_draft = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roadmaps_to_approve",
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies"
    )
    organisation_type = models.CharField(max_length=30, default="any")
    structure = models.CharField(max_length=10, default="sections")
    printed_section_count = models.PositiveSmallIntegerField(default=0)
    mentee_audiences = models.JSONField(default=list)
    period = models.JSONField(default=dict)
    is_result_in_document_column = models.BooleanField(default=False)
    roles = models.JSONField(default=list)
    notes = models.JSONField(default=list)
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
    title_printed = models.TextField("название, как напечатано", blank=True)
    deadline_raw = models.CharField("срок, как напечатан", max_length=300, blank=True)
    deadline = models.JSONField(default=dict)
    due_on = models.DateField("срок", null=True, blank=True)
    stages = models.ManyToManyField(Stage, blank=True, related_name="+")
    document_kinds = models.ManyToManyField(DocumentKind, blank=True, related_name="+")
    documents_printed = models.JSONField("документы, как напечатаны", default=list)
    flags = models.JSONField(default=list)
    source = models.CharField("место в источнике", max_length=200, blank=True)

    class Meta:
        abstract = True


class Section(PrintedRow):
    """A stage or section as printed, mapped to canonical stages (R-121).

    `kind` is a value of `roadmap_templates.SectionKind`; `result` is printed once for all its
    measures (R-120); `work_number` and `work_source`
    belong to the section's row in the table of inside and outside work (R-122).
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=10, default="section")
    result = models.TextField("ожидаемый результат", blank=True)
    deviation = models.TextField("отличие от семи этапов", blank=True)
    work_number = models.CharField(max_length=20, blank=True)
    work_source = models.CharField(max_length=200, blank=True)
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


class RoadmapEdit(TenantRow):
    """One step of editing the table, with what is needed to undo it.

    `before` and `after` = {"<model>:<pk>": {field: value} | null}; null is a row that was
    not there. A step is undone only while its rows still hold `after`.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="edits")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField("что сделано", max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what

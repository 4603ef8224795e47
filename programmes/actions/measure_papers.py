"""A signed paper marks the measure that asked for it, and an annulled one takes it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from documents.enums import RegisterCode
from documents.models import Document
from programmes.actions.row_cells import OTHER_PAPER
from programmes.enums import MEASURE_TRANSITIONS, MeasureStatus
from programmes.models import Measure
from programmes.permissions.roadmap import may_confirm_measure
from programmes.queries.order_days import cycles_of
from registry.enums import CycleStatus

# Papers of these journals are one of a kind; protocols, programmes, questionnaires of a
# cycle are many, and none of them alone is what a measure asks for.
PROVING = (RegisterCode.ORDERS, RegisterCode.ACTS)


@transaction.atomic
def mark_measure(*, document: Document, by: User) -> Measure | None:
    """Attach a paper just come into force to the one measure that names its kind (R-322).

    Where the row asks for nothing else, it is done: who prepared the paper reported it,
    and when he may confirm measures, it is confirmed. Several rows that name the kind,
    or a row with a paper already attached, are left to the curator. The right was that
    of signing or entering the paper.
    """
    measure = _asking(document)
    if measure is None or not measure.is_open or measure.evidence_document_id:
        return None
    before = {"status": measure.status}
    measure.evidence_document = document
    if _asks_for_nothing_else(measure):
        MEASURE_TRANSITIONS.check(measure.status, MeasureStatus.DONE)
        reporter = document.created_by or by
        measure.status = MeasureStatus.DONE
        measure.done_on = document.signed_on
        measure.reported_by = reporter
        if may_confirm_measure(reporter, measure):
            measure.confirmed_by, measure.confirmed_at = reporter, timezone.now()
    _save(measure)
    audit.record(
        by=by,
        what="measure.paper_in_force",
        on=measure,
        before=before,
        after={
            "status": measure.status,
            "done_on": measure.done_on,
            "evidence_document": str(document),
        },
    )
    return measure


def _asking(document: Document) -> Measure | None:
    """Lock and return the measure whose row names the paper's kind, if it is one alone."""
    kind = document.kind
    if kind.register not in PROVING or kind.code == OTHER_PAPER:
        return None
    cycles = cycles_of(document).exclude(status=CycleStatus.CLOSED)
    asking = (
        Measure.objects.filter(
            section__roadmap__cycle__in=cycles, document_kinds=kind, is_heading=False
        )
        .exclude(status=MeasureStatus.CANCELLED)
        .order_by()
    )
    keys = list(asking.values_list("pk", flat=True)[:2])
    if len(keys) != 1:
        return None
    return Measure.objects.select_for_update(of=("self",)).get(pk=keys[0])


def _asks_for_nothing_else(measure: Measure) -> bool:
    return len(measure.documents_printed) <= 1 and measure.document_kinds.count() == 1


@transaction.atomic
def take_mark_back(*, document: Document, by: User) -> None:
    """Open again what an annulled paper alone proved; another in force may prove it.

    What somebody proved by a file, a link or a word as well stays as he reported it, and
    so does an archive.
    """
    proved = (
        Measure.objects.filter(evidence_document=document)
        .exclude(status=MeasureStatus.CANCELLED)
        .exclude(section__roadmap__cycle__status=CycleStatus.CLOSED)
    )
    taken = [
        _taken_back(measure, document, by)
        for measure in proved.select_for_update(of=("self",)).order_by("pk")
        if measure.is_open or not _is_proved_otherwise(measure)
    ]
    if taken:
        others = Document.objects.in_force().filter(
            organisation_id=document.organisation_id, kind=document.kind
        )
        for other in others.select_related("kind").order_by("signed_on", "pk"):
            mark_measure(document=other, by=by)


def _is_proved_otherwise(measure: Measure) -> bool:
    others = (measure.evidence, measure.evidence_link, measure.evidence_file_id)
    return any(others)


def _taken_back(measure: Measure, document: Document, by: User) -> Measure:
    before = {"status": measure.status, "evidence_document": str(document)}
    measure.evidence_document = None
    if measure.status == MeasureStatus.DONE:
        MEASURE_TRANSITIONS.check(measure.status, MeasureStatus.IN_PROGRESS)
        measure.status = MeasureStatus.IN_PROGRESS
        measure.done_on = None
        measure.confirmed_by = measure.confirmed_at = None
    _save(measure)
    audit.record(
        by=by,
        what="measure.paper_annulled",
        on=measure,
        before=before,
        after={"status": measure.status, "evidence_document": ""},
    )
    return measure


def _save(measure: Measure) -> None:
    measure.version += 1
    measure.save()

"""What becomes of a measure: under way, done, put off, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from documents.models import Attachment, Document
from programmes.enums import MEASURE_TRANSITIONS, MeasureStatus
from programmes.models import Measure, Responsible
from programmes.permissions.roadmap import may_change_roadmap, may_report_measure
from registry.models import Person


@transaction.atomic
def report_done(
    *,
    measure: Measure,
    done_on: date,
    by: User,
    evidence: str = "",
    document: Document | None = None,
    attachment: Attachment | None = None,
) -> Measure:
    """Mark a measure done with its evidence: a mark, a paper of the portal or a file."""
    measure = _locked(measure, by)
    MEASURE_TRANSITIONS.check(measure.status, MeasureStatus.DONE)
    if measure.is_heading:
        raise Refused("Это заголовок: отмечайте мероприятия под ним.")
    if done_on > timezone.localdate():
        raise Refused(
            "День выполнения ещё не наступил. Укажите сегодняшний или раньше."
        )
    before = {"status": measure.status}
    measure.status = MeasureStatus.DONE
    measure.done_on = done_on
    measure.evidence = evidence
    measure.evidence_document = document
    measure.evidence_file = attachment
    measure.save(
        update_fields=[
            "status",
            "done_on",
            "evidence",
            "evidence_document",
            "evidence_file",
        ]
    )
    audit.record(
        by=by,
        what="measure.done",
        on=measure,
        before=before,
        after={"status": measure.status, "done_on": done_on},
    )
    return measure


@transaction.atomic
def move(*, measure: Measure, to: MeasureStatus, by: User, reason: str = "") -> Measure:
    """Start, reopen or cancel a measure; cancelling says why."""
    measure = _locked(measure, by)
    MEASURE_TRANSITIONS.check(measure.status, to)
    if to == MeasureStatus.CANCELLED and not reason:
        raise Refused("Напишите, почему мероприятие отменяется.")
    return _moved(measure, to, by, reason)


@transaction.atomic
def postpone(*, measure: Measure, due_on: date, reason: str, by: User) -> Measure:
    """Give a measure another day; the printed deadline stays as it was (R-322)."""
    measure = _locked(measure, by)
    MEASURE_TRANSITIONS.check(measure.status, MeasureStatus.POSTPONED)
    if not reason:
        raise Refused("Напишите, почему срок переносится.")
    measure.due_on = due_on
    measure.save(update_fields=["due_on"])
    return _moved(measure, MeasureStatus.POSTPONED, by, reason)


@transaction.atomic
def assign(*, measure: Measure, responsibles: Sequence[Person], by: User) -> Measure:
    """Name the people who answer for a measure; the printed roles stay as printed."""
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    may_change_roadmap(by, measure.section.roadmap.cycle).require()
    named = measure.responsibles.exclude(person=None)
    before = sorted(named.values_list("person_id", flat=True))
    named.filter(label="").delete()
    named.exclude(person__in=responsibles).update(person=None)
    kept = set(named.values_list("person_id", flat=True))
    last = measure.responsibles.aggregate(last=Max("ordinal"))["last"] or 0
    Responsible.objects.bulk_create(
        Responsible(
            organisation_id=measure.organisation_id,
            measure=measure,
            ordinal=ordinal,
            person=person,
        )
        for ordinal, person in enumerate(responsibles, start=last + 1)
        if person.pk not in kept
    )
    audit.record(
        by=by,
        what="measure.assigned",
        on=measure,
        before={"responsibles": before},
        after={"responsibles": sorted(person.pk for person in responsibles)},
    )
    return measure


def _locked(measure: Measure, by: User) -> Measure:
    fresh = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    may_report_measure(by, fresh).require()
    return fresh


def _moved(measure: Measure, to: MeasureStatus, by: User, reason: str) -> Measure:
    before = {"status": measure.status}
    measure.status = to
    measure.reason = reason
    if to != MeasureStatus.DONE:
        measure.done_on = None
    measure.save(update_fields=["status", "reason", "done_on"])
    audit.record(
        by=by,
        what=f"measure.{to}",
        on=measure,
        before=before,
        after={"status": to, "due_on": measure.due_on},
        remark=reason,
    )
    return measure

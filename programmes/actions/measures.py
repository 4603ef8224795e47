"""What becomes of a measure: under way, done, confirmed, put off, cancelled."""

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
from programmes.actions.measure_letters import (
    answerers,
    tell_assigned,
    tell_returned,
)
from programmes.enums import MEASURE_TRANSITIONS, MeasureStatus
from programmes.models import Measure, MeasureComment, Responsible
from programmes.permissions.roadmap import (
    may_change_roadmap,
    may_confirm_measure,
    may_report_measure,
)
from programmes.queries.printed_names import is_name_of
from registry.models import Person

LIES_AHEAD = "День выполнения ещё не наступил. Укажите сегодняшний или раньше."


@transaction.atomic
def report_done(  # noqa: PLR0913 -- evidence has this many kinds
    *,
    measure: Measure,
    done_on: date,
    by: User,
    evidence: str = "",
    evidence_link: str = "",
    document: Document | None = None,
    attachment: Attachment | None = None,
) -> Measure:
    """Mark a measure done: by a mark, a paper of the portal, a file or a link (R-322).

    What the curator marks is confirmed at once; what a responsible reports waits for the
    curator's word.
    """
    measure = _locked(measure, by)
    if measure.is_heading:
        raise Refused("Это заголовок: отмечайте мероприятия под ним.")
    MEASURE_TRANSITIONS.check(measure.status, MeasureStatus.DONE)
    if done_on > timezone.localdate():
        raise Refused(LIES_AHEAD)
    before = {"status": measure.status}
    measure.status = MeasureStatus.DONE
    measure.done_on = done_on
    measure.evidence = evidence
    measure.evidence_link = evidence_link
    measure.evidence_document = document
    measure.evidence_file = attachment
    measure.reported_by = by
    if may_confirm_measure(by, measure):
        measure.confirmed_by, measure.confirmed_at = by, timezone.now()
    _save(measure)
    audit.record(
        by=by,
        what="measure.done",
        on=measure,
        before=before,
        after={
            "status": measure.status,
            "done_on": done_on,
            **({"evidence": evidence} if evidence else {}),
            **({"evidence_link": evidence_link} if evidence_link else {}),
            **({"evidence_document": str(document)} if document else {}),
            **({"evidence_file": attachment.name} if attachment else {}),
        },
    )
    return measure


@transaction.atomic
def confirm(*, measure: Measure, by: User) -> Measure:
    """Say that what a responsible reported done is done (R-322); once is enough."""
    measure = _fresh(measure)
    may_confirm_measure(by, measure).require()
    if measure.status != MeasureStatus.DONE:
        raise Refused("Подтверждают то, что отмечено выполненным. Обновите страницу.")
    if measure.confirmed_at is not None:
        return measure
    measure.confirmed_by, measure.confirmed_at = by, timezone.now()
    _save(measure)
    audit.record(by=by, what="measure.confirmed", on=measure)
    return measure


@transaction.atomic
def send_back(*, measure: Measure, remark: str, by: User) -> Measure:
    """Return a reported measure to its responsible with a remark he will read."""
    measure = _fresh(measure)
    may_confirm_measure(by, measure).require()
    if measure.status != MeasureStatus.DONE or measure.confirmed_at is not None:
        raise Refused("Это мероприятие не ждёт подтверждения. Обновите страницу.")
    if not remark:
        raise Refused("Напишите, что доделать.")
    measure = _moved(measure, MeasureStatus.IN_PROGRESS, by, remark, verb="returned")
    MeasureComment.objects.create(
        organisation_id=measure.organisation_id,
        measure=measure,
        by=by,
        text=f"Возвращено: {remark}",
    )
    tell_returned(measure=measure, remark=remark, by=by)
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
    """Give a measure another day; what is printed and planned stays as it was (R-322).

    A measure put off before may be put off again: the history keeps each day.
    """
    measure = _locked(measure, by)
    if measure.is_heading:
        raise Refused("Это заголовок: переносите мероприятия под ним.")
    if measure.status != MeasureStatus.POSTPONED:
        MEASURE_TRANSITIONS.check(measure.status, MeasureStatus.POSTPONED)
    if not reason:
        raise Refused("Напишите, почему срок переносится.")
    if (measure.status, measure.due_on, measure.reason) == (
        MeasureStatus.POSTPONED,
        due_on,
        reason,
    ):
        return measure
    before = measure.due_on
    measure.due_on = due_on
    return _moved(measure, MeasureStatus.POSTPONED, by, reason, due_before=before)


@transaction.atomic
def assign(*, measure: Measure, responsibles: Sequence[Person], by: User) -> Measure:
    """Name the people who answer for a measure; the printed roles stay as printed."""
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    may_change_roadmap(by, measure.section.roadmap.cycle).require()
    named = measure.responsibles.exclude(person=None)
    before = sorted(named.values_list("person_id", flat=True))
    if before == sorted(person.pk for person in responsibles):
        return measure
    answered = answerers([measure.pk])
    named.filter(label="").exclude(person__in=responsibles).delete()
    named.exclude(person__in=responsibles).update(person=None)
    link_printed(measure, responsibles)
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
    _save(measure)
    audit.record(
        by=by,
        what="measure.assigned",
        on=measure,
        before={"people": before},
        after={"people": sorted(person.pk for person in responsibles)},
    )
    tell_assigned(before=answered, by=by)
    return measure


def link_printed(measure: Measure, people: Sequence[Person]) -> None:
    """Put people on the printed words that are their names, so that each stands once."""
    printed = list(measure.responsibles.filter(person=None, team=None).order_by())
    for person in people:
        if measure.responsibles.filter(person=person).exists():
            continue
        row = next((row for row in printed if is_name_of(row.label, person)), None)
        if row is not None:
            printed.remove(row)
            row.person = person
            row.save(update_fields=["person"])


def _fresh(measure: Measure) -> Measure:
    return Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)


def _locked(measure: Measure, by: User) -> Measure:
    fresh = _fresh(measure)
    may_report_measure(by, fresh).require()
    return fresh


def _save(measure: Measure) -> None:
    measure.version += 1
    measure.save()


def _moved(
    measure: Measure,
    to: MeasureStatus,
    by: User,
    reason: str,
    *,
    verb: str = "",
    due_before: date | None = None,
) -> Measure:
    before: dict[str, object] = {"status": measure.status}
    after: dict[str, object] = {"status": to}
    if to == MeasureStatus.POSTPONED:
        before["due_on"], after["due_on"] = due_before, measure.due_on
    measure.status = to
    measure.reason = reason
    measure.done_on = None
    measure.confirmed_by = measure.confirmed_at = None
    _save(measure)
    audit.record(
        by=by,
        what=f"measure.{verb or to}",
        on=measure,
        before=before,
        after=after,
        remark=reason,
    )
    return measure

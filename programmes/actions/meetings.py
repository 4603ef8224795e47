"""Meetings of a pair: planned ahead, logged in three fields, called off (R-176)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.links import link
from notifications.actions import notify
from notifications.letters import Letter
from programmes.actions.drafting import hold_consents, lock_pair
from programmes.actions.plan import mark_done
from programmes.enums import (
    MEETING_TRANSITIONS,
    MeetingFormat,
    MeetingKind,
    MeetingStatus,
)
from programmes.letters.programmes import (
    MeetingCancelled,
    MeetingHeld,
    MeetingPlanned,
)
from programmes.models import Meeting, Pair, PlanRow, Programme
from programmes.permissions.meetings import may_log_meeting
from programmes.queries.meetings import next_kind, usual_format
from programmes.queries.people import participants
from registry.queries.consents import local_day


@dataclass(frozen=True, slots=True)
class Appointment:
    """When, how and where a meeting is to be."""

    planned_at: datetime
    kind: MeetingKind = MeetingKind.JOINT_WORK
    format: MeetingFormat = MeetingFormat.OFFLINE
    place: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """What a mentor writes of a meeting: the three fields, and what is rarely changed.

    Without `kind` the canonical sequence decides (R-228).
    """

    held_on: date
    summary: str
    rows: Sequence[PlanRow] = ()
    kind: MeetingKind | None = None
    format: MeetingFormat | None = None


@transaction.atomic
def plan(*, pair: Pair, appointment: Appointment, by: User) -> Meeting:
    """Appoint a meeting; both sides are told."""
    hold_consents(pair)
    pair = lock_pair(pair)
    may_log_meeting(by, pair).require()
    if appointment.planned_at <= timezone.now():
        raise Refused(
            "Это время уже прошло. Укажите будущее или запишите встречу как"
            " состоявшуюся."
        )
    same = Meeting.objects.filter(
        pair=pair,
        planned_at=appointment.planned_at,
        status=MeetingStatus.PLANNED,
    ).first()
    if same is not None:
        return same
    meeting = Meeting.objects.create(
        organisation_id=pair.organisation_id,
        pair=pair,
        planned_at=appointment.planned_at,
        kind=appointment.kind,
        format=appointment.format,
        place=appointment.place,
        created_by=by,
    )
    audit.record(by=by, what="meeting.planned", on=meeting)
    _tell(MeetingPlanned, meeting, by)
    return meeting


@transaction.atomic
def log(*, pair: Pair, entry: Log, by: User) -> Meeting:
    """Write down a meeting that was not planned; its plan rows are marked in the same act.

    The same day with the same words is the same meeting: a second click adds nothing.
    """
    hold_consents(pair)
    pair = lock_pair(pair)
    may_log_meeting(by, pair).require()
    summary = _checked(pair, entry)
    same = Meeting.objects.held().filter(
        pair=pair, held_on=entry.held_on, summary=summary
    )
    if found := same.first():
        return found
    meeting = Meeting.objects.create(
        organisation_id=pair.organisation_id,
        pair=pair,
        held_on=entry.held_on,
        summary=summary,
        kind=entry.kind or next_kind(pair),
        format=entry.format or usual_format(pair),
        status=MeetingStatus.HELD,
        created_by=by,
    )
    _follow_log(meeting, entry, by)
    return meeting


@transaction.atomic
def hold(*, meeting: Meeting, entry: Log, by: User) -> Meeting:
    """Write down that a planned meeting took place."""
    hold_consents(meeting.pair)
    pair, meeting = _locked(meeting)
    may_log_meeting(by, pair).require()
    MEETING_TRANSITIONS.check(meeting.status, MeetingStatus.HELD)
    meeting.summary = _checked(pair, entry)
    meeting.held_on = entry.held_on
    meeting.kind = entry.kind or meeting.kind
    meeting.format = entry.format or meeting.format
    meeting.status = MeetingStatus.HELD
    meeting.save(update_fields=["summary", "held_on", "kind", "format", "status"])
    _follow_log(meeting, entry, by)
    return meeting


@transaction.atomic
def cancel(*, meeting: Meeting, by: User, reason: str = "") -> Meeting:
    """Call a planned meeting off; both sides are told."""
    pair, meeting = _locked(meeting)
    may_log_meeting(by, pair).require()
    _cancel(meeting, by, reason)
    _tell(MeetingCancelled, meeting, by)
    return meeting


@transaction.atomic
def call_off(*, pair: Pair, by: User | None) -> None:
    """Cancel everything planned because the pair ends; its own letter tells why."""
    ahead = Meeting.objects.select_for_update(of=("self",)).filter(
        pair=pair, status=MeetingStatus.PLANNED
    )
    for meeting in ahead.order_by("pk"):
        _cancel(meeting, by, "Пара завершила работу")


def _cancel(meeting: Meeting, by: User | None, reason: str) -> None:
    MEETING_TRANSITIONS.check(meeting.status, MeetingStatus.CANCELLED)
    meeting.status = MeetingStatus.CANCELLED
    meeting.save(update_fields=["status"])
    audit.record(by=by, what="meeting.cancelled", on=meeting, remark=reason.strip())


def _locked(meeting: Meeting) -> tuple[Pair, Meeting]:
    pair = lock_pair(meeting.pair)
    fresh = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    fresh.pair = pair
    return pair, fresh


def _checked(pair: Pair, entry: Log) -> str:
    if entry.held_on > local_day(pair.organisation):
        raise Refused("Этот день ещё не наступил. Запланируйте встречу на него.")
    if entry.held_on < pair.cycle.starts_on:
        raise Refused(
            f"Цикл начался {pair.cycle.starts_on:%d.%m.%Y}. Проверьте дату встречи."
        )
    if not entry.summary.strip():
        raise Refused("Напишите, что сделали: достаточно одной строки.")
    return entry.summary.strip()


def _follow_log(meeting: Meeting, entry: Log, by: User) -> None:
    if entry.rows:
        programme = Programme.objects.filter(pair=meeting.pair).first()
        if programme is None:
            raise Refused("У пары ещё нет программы: отмечать в плане нечего.")
        meeting.plan_rows.set(
            mark_done(
                programme=programme, rows=entry.rows, done_on=entry.held_on, by=by
            )
        )
    audit.record(
        by=by,
        what="meeting.held",
        on=meeting,
        after={
            "status": MeetingStatus.HELD.value,
            "held_on": entry.held_on,
            "rows": sorted(row.pk for row in entry.rows),
        },
    )
    _tell(MeetingHeld, meeting, by)


def _tell(letter: type[Letter], meeting: Meeting, by: User) -> None:
    organisation = meeting.pair.organisation
    told = participants(meeting.pair, local_day(organisation))
    notify(
        letter=letter,
        to=[user for user in told if user.pk != by.pk],
        organisation=organisation,
        key=f"{letter.code}:{meeting.pk}",
        path=link(
            "programmes:meeting_detail",
            organisation=organisation.slug,
            pk=meeting.pk,
        ),
        context={"meeting": meeting},
    )

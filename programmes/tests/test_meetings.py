from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from common.errors import Refused
from common.transitions import TransitionNotAllowed
from notifications.models import Notification
from programmes.actions import meetings, programmes
from programmes.actions.meetings import Appointment, Log
from programmes.enums import (
    MEETING_TRANSITIONS,
    EndReason,
    MeetingFormat,
    MeetingKind,
    MeetingStatus,
    PairStatus,
    PlanRowStatus,
)
from programmes.models import Meeting
from programmes.queries.meetings import next_kind
from programmes.tests.pair_factories import make_pair, make_pair_cycle
from programmes.tests.programme_factories import make_held


def soon(**values):
    return Appointment(timezone.now() + timedelta(days=2), **values)


def test_a_meeting_is_planned_and_both_sides_are_told(working_pair, max_, mia):
    meeting = meetings.plan(
        pair=working_pair,
        appointment=soon(
            kind=MeetingKind.TRIAL, format=MeetingFormat.ONLINE, place="кабинет 215"
        ),
        by=max_,
    )

    assert (meeting.status, meeting.place) == (MeetingStatus.PLANNED, "кабинет 215")
    told = Notification.objects.filter(letter="meeting_planned")
    assert {letter.recipient for letter in told} == {mia}
    assert "онлайн, кабинет 215" in told.first().text


def test_a_second_click_plans_nothing_more(working_pair, max_):
    appointment = soon()

    first = meetings.plan(pair=working_pair, appointment=appointment, by=max_)

    again = meetings.plan(pair=working_pair, appointment=appointment, by=max_)
    assert again == first


def test_a_meeting_is_not_planned_into_the_past(working_pair, max_):
    past = Appointment(timezone.now() - timedelta(minutes=1))

    with pytest.raises(Refused, match="уже прошло"):
        meetings.plan(pair=working_pair, appointment=past, by=max_)


def test_the_mentor_logs_a_meeting_and_its_rows_are_done(
    working_pair, active, max_, mia
):
    day = timezone.localdate() - timedelta(days=1)
    row = active.rows.first()

    meeting = meetings.log(
        pair=working_pair, entry=Log(day, " Разобрали доклад ", [row]), by=max_
    )

    row.refresh_from_db()
    assert (row.status, row.done_on) == (PlanRowStatus.DONE, day)
    assert (meeting.status, meeting.summary) == (MeetingStatus.HELD, "Разобрали доклад")
    assert list(meeting.plan_rows.all()) == [row]
    told = Notification.objects.filter(letter="meeting_held")
    assert {letter.recipient for letter in told} == {mia}


def test_the_curator_logs_from_a_paper_diary(working_pair, kira, max_, mia):
    make_held(working_pair, kira)

    told = Notification.objects.filter(letter="meeting_held")
    assert {letter.recipient for letter in told} == {max_, mia}


def test_a_second_click_logs_nothing_more(working_pair, max_):
    first = make_held(working_pair, max_)

    assert make_held(working_pair, max_) == first
    assert AuditEvent.objects.filter(what="meeting.held").count() == 1


@pytest.mark.parametrize("who", ["mia", "dina", "sam"])
def test_others_do_not_log(working_pair, who, request):
    user = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied, match="наставник или куратор"):
        make_held(working_pair, user)
    with pytest.raises(PermissionDenied):
        meetings.plan(pair=working_pair, appointment=soon(), by=user)


def test_only_a_working_pair_meets(school, kira):
    pair = make_pair(kira, make_pair_cycle(school), PairStatus.AGREED)

    with pytest.raises(PermissionDenied, match="пока пара работает"):
        make_held(pair, kira)


@pytest.mark.parametrize(
    ("days", "summary", "words"),
    [
        (1, "Встретились", "ещё не наступил"),
        (-400, "Встретились", "Проверьте дату"),
        (0, "  ", "что сделали"),
    ],
)
def test_a_log_is_checked(working_pair, max_, days, summary, words):
    day = timezone.localdate() + timedelta(days=days)

    with pytest.raises(Refused, match=words):
        make_held(working_pair, max_, held_on=day, summary=summary)


def test_without_a_programme_there_is_nothing_to_mark(working_pair, active, kira, max_):
    other = make_pair(kira, working_pair.cycle, PairStatus.ACTIVE)

    with pytest.raises(Refused, match="ещё нет программы"):
        make_held(other, kira, rows=[active.rows.first()])
    assert not Meeting.objects.filter(pair=other).exists()


def test_a_planned_meeting_is_held_once(planned, max_):
    entry = Log(timezone.localdate(), "Познакомились")

    meeting = meetings.hold(meeting=planned, entry=entry, by=max_)

    assert (meeting.status, meeting.held_on) == (
        MeetingStatus.HELD,
        timezone.localdate(),
    )
    with pytest.raises(TransitionNotAllowed):
        meetings.hold(meeting=planned, entry=entry, by=max_)


def test_who_does_not_log_does_not_hold(planned, mia):
    with pytest.raises(PermissionDenied):
        meetings.hold(meeting=planned, entry=Log(timezone.localdate(), "Было"), by=mia)


def test_a_planned_meeting_is_called_off(planned, max_, mia):
    meeting = meetings.cancel(meeting=planned, by=max_, reason="карантин")

    assert meeting.status == MeetingStatus.CANCELLED
    event = AuditEvent.objects.get(what="meeting.cancelled")
    assert event.detail.remark == "карантин"
    told = Notification.objects.filter(letter="meeting_cancelled")
    assert {letter.recipient for letter in told} == {mia}


def test_a_mentee_does_not_call_off(planned, mia):
    with pytest.raises(PermissionDenied):
        meetings.cancel(meeting=planned, by=mia)


@pytest.mark.parametrize("source", MeetingStatus)
@pytest.mark.parametrize("target", [MeetingStatus.HELD, MeetingStatus.CANCELLED])
def test_a_meeting_moves_along_its_table_alone(planned, max_, source, target):
    planned.status = source
    planned.held_on = timezone.localdate()
    planned.summary = "Было"
    planned.save()
    entry = Log(timezone.localdate(), "Было")

    def move():
        if target == MeetingStatus.HELD:
            return meetings.hold(meeting=planned, entry=entry, by=max_)
        return meetings.cancel(meeting=planned, by=max_)

    if target in MEETING_TRANSITIONS.table[source]:
        assert move().status == target
    else:
        with pytest.raises(TransitionNotAllowed):
            move()


def test_the_kinds_follow_the_canonical_sequence(working_pair, max_):
    suggested = []
    for number in range(4):
        suggested.append(next_kind(working_pair))
        make_held(working_pair, max_, summary=f"Встреча {number}")

    assert suggested == [
        MeetingKind.ACQUAINTANCE,
        MeetingKind.TRIAL,
        MeetingKind.PLANNING,
        MeetingKind.JOINT_WORK,
    ]


def test_the_usual_format_is_the_last_one(working_pair, active, max_):
    assert make_held(working_pair, max_).format == MeetingFormat.OFFLINE
    entry = Log(timezone.localdate(), "Созвон", format=MeetingFormat.ONLINE)
    meetings.log(pair=working_pair, entry=entry, by=max_)

    later = make_held(working_pair, max_, summary="Ещё созвон")

    assert later.format == MeetingFormat.ONLINE


def test_a_closed_pair_calls_everything_off_at_once(active, planned, kira):
    programmes.close(programme=active, reason=EndReason.BY_CURATOR, by=kira)

    planned.refresh_from_db()
    assert planned.status == MeetingStatus.CANCELLED
    assert not Notification.objects.filter(letter="meeting_cancelled").exists()

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from programmes.actions import feedback, plan, programmes
from programmes.actions.feedback import Impression
from programmes.actions.meetings import Appointment
from programmes.actions.meetings import plan as plan_meeting
from programmes.enums import EndReason, PairStatus
from programmes.queries.meetings import (
    MeetingCounts,
    meeting_counts,
    meetings_to_log,
    next_meeting_of,
    silent_pairs,
)
from programmes.queries.programmes import (
    open_row_count,
    pairs_without_programme,
    people_spoken_for,
    programmes_to_agree,
    programmes_to_approve,
    rows_due,
    rows_overdue,
)
from programmes.tests.pair_factories import make_mentee, make_pair
from programmes.tests.programme_factories import (
    make_agreed,
    make_held,
    make_working_pair,
)

TODAY = timezone.localdate


def test_a_draft_waits_for_who_has_not_agreed(draft, max_, max_person, mia_person):
    assert list(programmes_to_agree(max_person)) == [draft]

    programmes.agree(programme=draft, person=max_person, version=draft.version, by=max_)

    assert not programmes_to_agree(max_person).exists()
    assert list(programmes_to_agree(mia_person)) == [draft]


def test_an_agreed_programme_waits_for_the_curator(working_pair, kira):
    agreed = make_agreed(working_pair, kira)

    assert list(programmes_to_approve(working_pair.cycle)) == [agreed]


def test_a_pair_without_a_programme_is_found(working_pair, kira):
    assert list(pairs_without_programme(working_pair.cycle)) == [working_pair]

    programmes.open_for(pair=working_pair, by=kira)

    assert not pairs_without_programme(working_pair.cycle).exists()


def test_rows_are_due_and_overdue_by_their_days(active, max_):
    first, second = active.rows.all()

    assert list(rows_due(first.due_on, second.due_on)) == [first, second]
    assert list(rows_overdue(second.due_on)) == [first]
    assert open_row_count(active) == 2

    plan.mark_done(programme=active, rows=[first], done_on=TODAY(), by=max_)

    assert list(rows_due(first.due_on, second.due_on)) == [second]
    assert not rows_overdue(second.due_on).exists()


def test_the_rows_of_a_draft_are_not_due(draft):
    assert not rows_due(draft.starts_on, draft.ends_on).exists()


def test_the_user_speaks_for_himself_and_small_children(working_pair, pavel, mia):
    small, big = (
        make_mentee(working_pair.cycle, f"Мирный Егор {age}", age=age).person
        for age in (10, 15)
    )
    for child in (small, big):
        guardian = child.guardianships.get().guardian
        guardian.user = pavel if child == small else None
        guardian.save()

    spoken_for = people_spoken_for(pavel, TODAY())

    assert spoken_for == [small, small.guardianships.get().guardian]
    assert [person.user for person in people_spoken_for(mia, TODAY())] == [mia]


@pytest.mark.parametrize(
    ("days_ago", "is_silent"), [(None, True), (22, True), (21, False), (0, False)]
)
def test_a_pair_is_silent_after_three_weeks(working_pair, max_, days_ago, is_silent):
    if days_ago is not None:
        day = TODAY() - timedelta(days=days_ago)
        make_held(working_pair, max_, held_on=day)

    silent = silent_pairs(working_pair.cycle, TODAY())

    assert list(silent) == ([working_pair] if is_silent else [])


def test_a_young_pair_is_not_silent_yet(working_pair):
    working_pair.starts_on = TODAY() - timedelta(days=5)
    working_pair.save()

    assert not silent_pairs(working_pair.cycle, TODAY()).exists()
    assert silent_pairs(working_pair.cycle, TODAY(), days=4).exists()


def test_those_who_never_met_come_first(working_pair, kira):
    make_held(working_pair, kira, held_on=TODAY() - timedelta(days=25))
    never = make_working_pair(kira, cycle=working_pair.cycle, name="Ли Ян Ян")

    assert list(silent_pairs(working_pair.cycle, TODAY())) == [never, working_pair]


def test_meetings_are_counted_by_pair(
    working_pair, held, planned, mia, mia_person, kira
):
    later = make_held(working_pair, kira, summary="Ещё одна")
    feedback.give(meeting=later, person=mia_person, impression=Impression(9), by=mia)

    counts = meeting_counts([working_pair.pk, 0])

    assert counts == {
        working_pair.pk: MeetingCounts(2, 1, 1, TODAY()),
        0: MeetingCounts(),
    }


def test_the_next_meeting_is_the_nearest_ahead(
    working_pair, planned, max_, max_person, mia_person
):
    now = timezone.now()
    sooner = plan_meeting(
        pair=working_pair, appointment=Appointment(now + timedelta(days=1)), by=max_
    )

    assert next_meeting_of(mia_person, now) == sooner
    assert next_meeting_of(max_person, now + timedelta(days=2)) == planned
    assert next_meeting_of(max_person, now + timedelta(days=9)) is None


def test_a_past_appointment_waits_to_be_logged(planned, max_person, mia_person):
    later = timezone.now() + timedelta(days=4)

    assert list(meetings_to_log(max_person, later)) == [planned]
    assert not meetings_to_log(max_person, timezone.now()).exists()
    assert not meetings_to_log(mia_person, later).exists()


def test_a_pair_that_is_over_asks_for_nothing(working_pair, active, kira, mia_person):
    working_pair.status = PairStatus.ENDED_EARLY
    working_pair.ended_on = TODAY()
    working_pair.end_reason = EndReason.MUTUAL
    working_pair.save()

    assert not rows_overdue(active.ends_on + timedelta(days=1)).exists()
    assert not silent_pairs(working_pair.cycle, TODAY()).exists()
    assert next_meeting_of(mia_person, timezone.now()) is None


def test_another_cycle_is_another_matter(working_pair, kira, school):
    make_pair(kira, working_pair.cycle, PairStatus.AGREED)

    assert list(pairs_without_programme(working_pair.cycle)) == [working_pair]

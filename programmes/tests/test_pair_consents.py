"""A consent that no longer stands stops the work of its pair (design 4.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from common.errors import Refused
from programmes.actions import feedback, meetings, pairs, plan, programmes
from programmes.enums import EndReason, MeetingStatus, PairStatus
from programmes.models import Feedback, Meeting
from programmes.tests.programme_factories import make_agreed, make_held
from registry.actions import consents
from registry.models import Consent

NAMED = r"Нет действующего согласия: Мирная М\. О\."


def withdraw(person, by):
    return consents.withdraw(consent=Consent.objects.get(person=person), by=by)


def test_no_meeting_is_planned_or_logged_without_a_consent(
    working_pair, planned, mia_person, max_, kira
):
    withdraw(mia_person, kira)

    with pytest.raises(Refused, match=NAMED):
        meetings.plan(
            pair=working_pair,
            appointment=meetings.Appointment(timezone.now() + timedelta(days=5)),
            by=max_,
        )
    with pytest.raises(Refused, match=NAMED):
        make_held(working_pair, max_)
    with pytest.raises(Refused, match=NAMED):
        meetings.hold(
            meeting=planned,
            entry=meetings.Log(timezone.localdate(), "Разобрали доклад"),
            by=max_,
        )

    assert list(Meeting.objects.values_list("status", flat=True)) == ["planned"]


def test_no_feedback_is_taken_without_a_consent(held, mia_person, max_person, kira):
    withdraw(mia_person, kira)

    with pytest.raises(Refused, match=NAMED):
        feedback.give(
            meeting=held,
            person=max_person,
            impression=feedback.Impression(9),
            by=max_person.user,
        )

    assert not Feedback.objects.exists()


def test_the_programme_waits_for_the_consent(draft, mia_person, max_person, max_, kira):
    withdraw(mia_person, kira)
    version = draft.version

    with pytest.raises(Refused, match=NAMED):
        programmes.change(
            programme=draft, text={"problem": "Другая."}, version=version, by=max_
        )
    with pytest.raises(Refused, match=NAMED):
        programmes.agree(programme=draft, person=max_person, version=version, by=max_)
    with pytest.raises(Refused, match=NAMED):
        programmes.record_paper_agreements(
            programme=draft, people=[mia_person], version=version, by=kira
        )

    draft.refresh_from_db()
    assert draft.version == version
    assert not draft.agreements.exists()


def test_nothing_is_approved_without_the_mentor_s_consent(
    working_pair, max_person, kira
):
    agreed = make_agreed(working_pair, kira)
    withdraw(max_person, max_person.user)

    with pytest.raises(Refused, match=r"Морозов М\. И\..*завершает пару"):
        programmes.approve(programme=agreed, by=kira)

    agreed.refresh_from_db()
    assert agreed.document is None


def test_the_plan_of_a_draft_waits_for_the_consent(draft, mia_person, max_, kira):
    withdraw(mia_person, kira)
    first, second = draft.rows.all()
    version = draft.version

    with pytest.raises(Refused, match=NAMED):
        plan.add_row(programme=draft, title="Доклад", due_on=draft.ends_on, by=max_)
    with pytest.raises(Refused, match=NAMED):
        plan.change_row(
            row=first, title="Доклад", due_on=first.due_on, version=version, by=max_
        )
    with pytest.raises(Refused, match=NAMED):
        plan.move_row(row=second, places=-1, by=max_)
    with pytest.raises(Refused, match=NAMED):
        plan.drop_row(row=first, by=max_)

    draft.refresh_from_db()
    assert draft.version == version
    assert list(draft.rows.all()) == [first, second]


def test_no_plan_row_is_marked_without_a_consent(active, mia_person, max_, kira):
    done, waiting = active.rows.all()
    today = timezone.localdate()
    plan.mark_done(programme=active, rows=[done], done_on=today, by=max_)
    withdraw(mia_person, kira)

    with pytest.raises(Refused, match=NAMED):
        plan.mark_done(programme=active, rows=[waiting], done_on=today, by=max_)
    with pytest.raises(Refused, match=NAMED):
        plan.undo_done(row=done, by=max_)

    assert [row.done_on for row in active.rows.all()] == [today, None]


def test_without_a_consent_a_meeting_is_called_off_and_the_pair_ended(
    working_pair, planned, mia_person, max_, kira
):
    withdraw(mia_person, kira)

    meetings.cancel(meeting=planned, by=max_)
    pairs.end(pair=working_pair, reason=EndReason.BY_CURATOR, note="Отзыв.", by=kira)

    planned.refresh_from_db()
    working_pair.refresh_from_db()
    assert planned.status == MeetingStatus.CANCELLED
    assert working_pair.status == PairStatus.ENDED_EARLY

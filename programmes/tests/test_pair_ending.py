from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from common.errors import Refused
from notifications.models import Notification
from programmes.actions import pairs
from programmes.enums import EndReason, PairStatus, ProgrammeStatus
from programmes.models import Pair, PairMember, PlanRow, Programme
from programmes.queries.pools import pool_of
from programmes.tests.pair_factories import (
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
)
from registry.actions import consents
from registry.enums import MenteeStatus, MentorStatus
from registry.models import Consent

ACTIVE = PairStatus.ACTIVE


@pytest.fixture
def year(school):
    return make_pair_cycle(school)


@pytest.fixture
def pair(year, kira):
    return working(kira, year)


def working(kira, year, **values) -> Pair:
    mentor = values.pop("mentor", None) or make_mentor(
        year, status=MentorStatus.IN_PAIR
    )
    return make_pair(kira, year, ACTIVE, mentor=mentor, **values)


def make_programme(pair, status=ProgrammeStatus.ACTIVE, rows=("done",)) -> Programme:
    programme = Programme.objects.create(
        organisation=pair.organisation,
        pair=pair,
        status=status,
        starts_on=pair.starts_on,
        ends_on=pair.ends_on,
    )
    for number, row in enumerate(rows):
        PlanRow.objects.create(
            organisation=pair.organisation,
            programme=programme,
            ordinal=number,
            title="Встреча",
            due_on=pair.ends_on,
            status=row,
            done_on=timezone.localdate() if row == "done" else None,
        )
    return programme


def test_a_finished_plan_completes_the_pair_and_fills_both_banks(pair, kira):
    programme = make_programme(pair, rows=("done", "cancelled"))

    pair = pairs.end(
        pair=pair, reason=EndReason.PLAN_DONE, results="Победа на олимпиаде", by=kira
    )

    programme.refresh_from_db()
    mentee, mentor = pair.members.get().mentee_card, pair.mentor_card
    mentor.refresh_from_db()
    assert pair.status == PairStatus.COMPLETED
    assert pair.ended_on == timezone.localdate()
    assert programme.status == ProgrammeStatus.COMPLETED
    assert mentee.status == MenteeStatus.COMPLETED
    assert mentee.is_completed_marked
    assert mentee.results == "Победа на олимпиаде"
    assert mentee.finished_on == pair.ended_on
    assert mentor.status == MentorStatus.LONG_TERM
    assert mentor.results == "Мирная Мия Олеговна: Победа на олимпиаде"
    assert mentor.finished_on == pair.ended_on
    assert not PairMember.objects.filter(is_current=True).exists()


@pytest.mark.parametrize("reason", [EndReason.BY_CURATOR, EndReason.PLAN_DONE])
def test_a_pair_whose_mentee_took_his_consent_back_can_be_ended(pair, kira, reason):
    make_programme(pair)
    card = pair.members.get().mentee_card
    consent = Consent.objects.get(person=card.person)
    consents.withdraw(consent=consent, by=kira)

    pair = pairs.end(pair=pair, reason=reason, by=kira)

    card.refresh_from_db()
    assert pair.ended_on == timezone.localdate()
    assert card.status == MenteeStatus.WITHDRAWN
    assert not PairMember.objects.filter(is_current=True).exists()


def test_an_unmarked_plan_row_stops_the_completion(pair, kira):
    make_programme(pair, rows=("done", "planned"))

    with pytest.raises(Refused, match="не отмечено строк: 1"):
        pairs.end(pair=pair, reason=EndReason.PLAN_DONE, by=kira)


def test_a_plan_is_done_only_in_a_programme_that_goes_on(pair, kira):
    with pytest.raises(Refused, match="когда программа пары реализуется"):
        pairs.end(pair=pair, reason=EndReason.PLAN_DONE, by=kira)
    make_programme(pair, ProgrammeStatus.DRAFT)
    with pytest.raises(Refused, match="когда программа пары реализуется"):
        pairs.end(pair=pair, reason=EndReason.PLAN_DONE, by=kira)


@pytest.mark.parametrize(
    "reason", [EndReason.BY_MENTOR, EndReason.BY_MENTEE, EndReason.MUTUAL]
)
def test_the_wish_of_a_side_needs_its_circumstances(pair, kira, reason):
    with pytest.raises(Refused, match="уважительные обстоятельства"):
        pairs.end(pair=pair, reason=reason, note="  ", by=kira)

    ended = pairs.end(pair=pair, reason=reason, note="Переезд", by=kira)

    assert (ended.status, ended.end_note) == (PairStatus.ENDED_EARLY, "Переезд")


def test_who_parted_early_seeks_and_may_be_sought_again(pair, year, kira):
    programme = make_programme(pair, ProgrammeStatus.DRAFT)

    pair = pairs.end(pair=pair, reason=EndReason.BY_CURATOR, by=kira)

    programme.refresh_from_db()
    mentee = pair.members.get().mentee_card
    pool = pool_of(year, timezone.localdate())
    assert mentee.status == MenteeStatus.MATCHING
    assert not mentee.is_completed_marked
    assert mentee.results == "Инициатива куратора"
    assert programme.status == ProgrammeStatus.ENDED_EARLY
    assert pool.mentees == (mentee,)
    assert pool.mentors[0].status == MentorStatus.READY
    assert AuditEvent.objects.filter(what="programme.ended_early").count() == 1


def test_a_mentor_with_another_pair_goes_on_working(year, kira):
    mentor = make_mentor(year, capacity=2, status=MentorStatus.IN_PAIR)
    first = working(kira, year, mentor=mentor)
    working(kira, year, mentor=mentor, mentees=[make_mentee(year, "Белова Ася")])

    pairs.end(pair=first, reason=EndReason.BY_CURATOR, by=kira)

    mentor.refresh_from_db()
    assert (mentor.status, mentor.finished_on) == (MentorStatus.IN_PAIR, None)


def test_results_are_added_to_what_the_bank_already_says(year, kira):
    mentor = make_mentor(year, status=MentorStatus.IN_PAIR, results="Прошлый год")
    pair = working(kira, year, mentor=mentor)

    pairs.end(pair=pair, reason=EndReason.BY_CURATOR, by=kira)

    mentor.refresh_from_db()
    assert mentor.results == "Прошлый год\nМирная Мия Олеговна: Инициатива куратора"


def test_both_sides_learn_that_the_pair_is_over(year, kira, max_, mia):
    pair = working(
        kira,
        year,
        mentor=make_mentor(year, user=max_, status=MentorStatus.IN_PAIR),
        mentees=[make_mentee(year, user=mia)],
    )

    pairs.end(pair=pair, reason=EndReason.BY_CURATOR, by=kira)

    letters = Notification.objects.filter(letter="pair_ended")
    assert {letter.recipient for letter in letters} == {max_, mia}


def test_only_a_working_pair_is_ended(year, kira):
    pair = make_pair(kira, year, PairStatus.AGREED)

    with pytest.raises(PermissionDenied, match="которая работает"):
        pairs.end(pair=pair, reason=EndReason.BY_CURATOR, by=kira)


def test_only_the_curator_ends_a_pair(pair, dina, max_):
    for user in (dina, max_):
        with pytest.raises(PermissionDenied, match="Это делает куратор"):
            pairs.end(pair=pair, reason=EndReason.BY_CURATOR, by=user)


def test_a_curator_does_not_end_his_own_pair(year, kira):
    pair = working(kira, year, mentor=make_mentor(year, user=kira, status="in_pair"))

    with pytest.raises(PermissionDenied, match="ваша собственная пара"):
        pairs.end(pair=pair, reason=EndReason.BY_CURATOR, by=kira)

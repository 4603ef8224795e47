from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from notifications.models import Notification
from programmes.actions import pairs
from programmes.enums import AcceptanceAnswer, PairSide, PairStatus, ProposalStatus
from programmes.models import MatchingRun, PairMember, Proposal
from programmes.queries.eligibility import usual_term
from programmes.terms import flaw_of_term
from programmes.tests.pair_factories import (
    make_form,
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
)
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus
from registry.models import Guardianship
from registry.tests.consent_factories import make_consent


@pytest.fixture
def year(school):
    return make_pair_cycle(school)


def make_proposal(kira, year, mentor=None, mentee=None) -> Proposal:
    run, _ = MatchingRun.objects.get_or_create(
        organisation=year.organisation, cycle=year, created_by=kira
    )
    return Proposal.objects.create(
        organisation=year.organisation,
        run=run,
        mentor_card=mentor or make_mentor(year),
        mentee_card=mentee or make_mentee(year),
        score=600,
        parts=[
            {"code": "form", "points": 100, "maximum": 100, "text": "Форма — 100"},
            {
                "code": "competence",
                "points": 500,
                "maximum": 600,
                "text": "Шахматы — 500",
            },
            {"code": "time", "points": 0, "maximum": 300, "text": "Времени нет — 0"},
        ],
    )


def by_hand(year, kira, mentor, *mentees, **values):
    starts_on, ends_on = usual_term(year, timezone.localdate())
    return pairs.propose(
        **{
            "mentor_card": mentor,
            "mentee_cards": mentees,
            "form": make_form(),
            "starts_on": starts_on,
            "ends_on": ends_on,
            "by": kira,
            **values,
        }
    )


def test_an_adopted_proposal_becomes_a_pair_that_waits_for_answers(year, kira):
    proposal = make_proposal(kira, year)

    adoption = pairs.adopt(proposals=[proposal], by=kira)

    pair = adoption.pairs[0]
    proposal.refresh_from_db()
    assert adoption.refusals == []
    assert pair.status == PairStatus.PROPOSED
    assert pair.reason == "Шахматы — 500; Форма — 100"
    assert pair.form == make_form()
    assert proposal.status == ProposalStatus.ADOPTED
    assert sorted(pair.acceptances.values_list("side", "answer")) == [
        (PairSide.MENTEE, AcceptanceAnswer.WAITING),
        (PairSide.MENTOR, AcceptanceAnswer.WAITING),
    ]
    assert pair.members.get().mentee_card.status == MenteeStatus.MATCHING


def test_all_of_a_run_are_adopted_as_separate_pairs(year, kira):
    mentor = make_mentor(year, capacity=2)
    for name in ("Мирная Мия", "Белова Ася"):
        make_proposal(kira, year, mentor, make_mentee(year, name))

    adoption = pairs.adopt(proposals=Proposal.objects.all(), by=kira)

    assert [pair.members.count() for pair in adoption.pairs] == [1, 1]


def test_a_proposal_without_a_place_left_is_refused_with_the_reason(year, kira):
    mentor = make_mentor(year, capacity=1)
    for name in ("Мирная Мия", "Белова Ася"):
        make_proposal(kira, year, mentor, make_mentee(year, name))

    adoption = pairs.adopt(proposals=Proposal.objects.all(), by=kira)

    assert len(adoption.pairs) == 1
    assert [reason for _, reason in adoption.refusals] == ["свободно 0 мест, а нужно 1"]
    assert Proposal.objects.filter(status=ProposalStatus.OPEN).count() == 1


def test_a_mentee_who_has_a_pair_by_now_is_refused(year, kira):
    pair = make_pair(kira, year)
    proposal = make_proposal(kira, year, mentee=pair.members.get().mentee_card)

    adoption = pairs.adopt(proposals=[proposal], by=kira)

    assert adoption.refusals[0][1].startswith("наставляемый уже в паре")


def test_a_mentor_no_longer_in_work_is_refused(year, kira):
    proposal = make_proposal(kira, year, make_mentor(year, status="withdrawn"))

    adoption = pairs.adopt(proposals=[proposal], by=kira)

    assert adoption.refusals[0][1].startswith("наставник больше не в работе")


def test_a_consent_withdrawn_since_refuses_the_proposal(year, kira):
    proposal = make_proposal(kira, year, mentee=make_mentee(year, has_consent=False))

    adoption = pairs.adopt(proposals=[proposal], by=kira)

    assert adoption.refusals[0][1] == "Мирная М. О.: нет согласия наставляемого"


def test_cards_without_a_form_need_one_first(year, kira):
    proposal = make_proposal(
        kira, year, make_mentor(year, form=None), make_mentee(year, form=None)
    )

    adoption = pairs.adopt(proposals=[proposal], by=kira)

    assert "не указана форма" in adoption.refusals[0][1]


def test_a_mentee_already_sought_for_stays_so(year, kira):
    mentee = make_mentee(year, status=MenteeStatus.MATCHING)

    pair = pairs.adopt(proposals=[make_proposal(kira, year, mentee=mentee)], by=kira)

    mentee.refresh_from_db()
    assert len(pair.pairs) == 1
    assert mentee.status == MenteeStatus.MATCHING


def test_a_proposal_is_adopted_once(year, kira):
    proposal = make_proposal(kira, year)
    pairs.adopt(proposals=[proposal], by=kira)

    with pytest.raises(PermissionDenied, match="уже решено"):
        pairs.adopt(proposals=[proposal], by=kira)


def test_only_the_curator_adopts(year, kira, dina):
    proposal = make_proposal(kira, year)

    with pytest.raises(PermissionDenied, match="Это делает куратор"):
        pairs.adopt(proposals=[proposal], by=dina)


def test_both_sides_are_asked_and_a_parent_answers_for_a_child(
    year, kira, max_, mia, pavel
):
    mentor = make_mentor(year, user=max_)
    young = make_mentee(year, age=12, user=mia, parent=pavel)

    by_hand(year, kira, mentor, young)

    asked = Notification.objects.filter(letter="pair_proposed")
    assert {letter.recipient for letter in asked} == {max_, pavel}
    assert "Ответ за ребёнка (Мирная М. О.)" in asked.get(recipient=pavel).text
    assert "ребёнка" not in asked.get(recipient=max_).text


def test_who_is_14_is_asked_himself(year, kira, mia, pavel):
    by_hand(year, kira, make_mentor(year), make_mentee(year, user=mia, parent=pavel))

    asked = Notification.objects.filter(letter="pair_proposed")
    assert {letter.recipient for letter in asked} == {mia}


def test_two_mentees_by_hand_are_a_group(year, kira):
    mentor = make_mentor(year, capacity=2)
    cards = make_mentee(year), make_mentee(year, "Белова Ася")

    pair = by_hand(year, kira, mentor, *cards)

    assert {member.mentee_card for member in pair.members.all()} == set(cards)
    assert pair.acceptances.count() == 3


def test_a_wish_may_be_decided_against_and_the_reason_says_so(year, kira):
    mentor = make_mentor(year, wanted_age_from=18)

    pair = by_hand(year, kira, mentor, make_mentee(year), note="Просят обе семьи")

    assert pair.reason.startswith("Просят обе семьи; ")
    assert pair.reason.endswith(
        "Решение куратора, хотя возраст вне пожеланий наставника"
    )


def test_consent_kinship_and_places_are_never_decided_against(year, kira):
    mentor = make_mentor(year, capacity=1)
    without = make_mentee(year, has_consent=False)
    child = make_mentee(year, "Морозова Вера Максимовна")
    Guardianship.objects.create(
        organisation=year.organisation,
        child=child.person,
        guardian=mentor.person,
        from_on=year.starts_on,
    )
    two = make_mentee(year, "Белова Ася"), make_mentee(year, "Чернова Рита")

    for mentees, reason in (
        ([without], "нет согласия наставляемого"),
        ([child], "родство или запрет на пару"),
        (two, "свободно 1 место, а нужно 2"),
    ):
        with pytest.raises(Refused, match=reason):
            by_hand(year, kira, mentor, *mentees)


def test_nobody_mentors_himself(year, kira):
    mentee = make_mentee(year, age=20, has_consent=False)
    mentor = make_mentor(year)
    mentor.person, mentor_person = mentee.person, mentor.person
    mentor.save()
    mentee.person.guardianships.all().delete()
    make_consent(mentee.person, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)

    with pytest.raises(Refused, match="один и тот же человек"):
        by_hand(year, kira, mentor, mentee)
    assert mentor_person != mentee.person


def test_a_pair_needs_a_mentee(year, kira):
    with pytest.raises(Refused, match="хотя бы одного"):
        by_hand(year, kira, make_mentor(year))


def test_both_sides_are_of_one_cycle(school, year, kira):
    other = make_pair_cycle(school)

    with pytest.raises(Refused, match="в одном цикле"):
        by_hand(year, kira, make_mentor(year), make_mentee(other))


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, "раньше начала"), (88, "короче трёх месяцев"), (367, "длиннее одного года")],
)
def test_a_term_is_three_months_to_a_year(year, kira, days, told):
    today = timezone.localdate()

    with pytest.raises(Refused, match=told):
        by_hand(
            year,
            kira,
            make_mentor(year),
            make_mentee(year),
            starts_on=today,
            ends_on=today + timedelta(days=days),
        )


@pytest.mark.parametrize("length", [1, 40, 200, 700])
def test_the_usual_term_is_always_admissible(year, length):
    year.ends_on = timezone.localdate() + timedelta(days=length)

    assert flaw_of_term(*usual_term(year, timezone.localdate())) == ""


def test_a_closed_cycle_takes_no_pairs(school, kira):
    year = make_pair_cycle(school, status="closed")

    with pytest.raises(PermissionDenied, match="Цикл завершён"):
        by_hand(year, kira, make_mentor(year), make_mentee(year))


def test_a_mentee_with_a_pair_is_not_taken_twice(year, kira):
    mentee = make_mentee(year)
    by_hand(year, kira, make_mentor(year), mentee)

    with pytest.raises(Refused, match="уже в паре"):
        by_hand(year, kira, make_mentor(year, "Тихонов Фёдор"), mentee)


def test_a_pair_is_taken_back_before_the_order(year, kira):
    pair = make_pair(kira, year, PairStatus.AGREED)

    pair = pairs.dissolve(pair=pair, by=kira, remark="Ошибка")

    assert pair.status == PairStatus.DISSOLVED
    assert not PairMember.objects.filter(is_current=True).exists()
    event = AuditEvent.objects.get(what="pair.dissolved")
    assert event.detail.remark == "Ошибка"


def test_a_pair_before_the_director_is_not_taken_back(year, kira):
    pair = make_pair(kira, year, PairStatus.SUBMITTED)

    with pytest.raises(PermissionDenied, match="не у директора"):
        pairs.dissolve(pair=pair, by=kira)


def test_a_stranger_takes_nothing_back(year, kira):
    psychologist = make_member(year.organisation, Role.PSYCHOLOGIST)

    with pytest.raises(PermissionDenied, match="Это делает куратор"):
        pairs.dissolve(pair=make_pair(kira, year), by=psychologist)

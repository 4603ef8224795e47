from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from common.errors import Refused
from programmes.actions import feedback
from programmes.actions.feedback import Impression
from programmes.enums import PairSide
from programmes.models import Meeting
from programmes.permissions.meetings import people_to_answer_for
from programmes.queries.meetings import (
    answers_expected,
    feedback_due_from,
    feedbacks_for,
    meetings_without_feedback,
    with_awaited,
)
from programmes.tests.pair_factories import make_mentee
from programmes.tests.programme_factories import make_held, make_working_pair
from registry.models import Person


def test_a_meeting_waits_until_the_mentee_has_said_his_word(held, mia, mia_person):
    assert list(meetings_without_feedback()) == [held]
    assert list(feedback_due_from(mia_person)) == [held]
    assert answers_expected(held) == [mia_person]

    feedback.give(
        meeting=held, person=mia_person, impression=Impression(9, " Всё "), by=mia
    )

    assert not meetings_without_feedback().exists()
    assert not feedback_due_from(mia_person).exists()
    assert answers_expected(held) == []
    assert held.feedbacks.get().useful == "Всё"


def test_the_mentors_word_does_not_close_a_meeting(held, max_, max_person):
    given = feedback.give(
        meeting=held, person=max_person, impression=Impression(8), by=max_
    )

    assert given.side == PairSide.MENTOR
    assert with_awaited(Meeting.objects.all()).get().is_awaiting


def test_a_group_waits_for_everybody(school, kira, working_pair):
    cycle = working_pair.cycle
    mentees = [make_mentee(cycle, f"Ли Ян {number}") for number in range(2)]
    group = make_working_pair(kira, cycle=cycle, mentees=mentees, name="Ли Ян Ян")
    held = make_held(group, kira)

    feedback.give(
        meeting=held, person=mentees[0].person, impression=Impression(7), by=kira
    )

    assert answers_expected(held) == [mentees[1].person]


def test_feedback_is_given_once(held, mia, mia_person):
    feedback.give(meeting=held, person=mia_person, impression=Impression(9), by=mia)

    with pytest.raises(Refused, match="уже есть"):
        feedback.give(meeting=held, person=mia_person, impression=Impression(1), by=mia)


@pytest.mark.parametrize("mark", [0, 11])
def test_a_mark_is_from_1_to_10(held, mia, mia_person, mark):
    with pytest.raises(Refused, match="от 1 до 10"):
        feedback.give(
            meeting=held, person=mia_person, impression=Impression(mark), by=mia
        )


@pytest.mark.parametrize("who", ["max_", "dina", "sam"])
def test_nobody_speaks_for_another(held, mia_person, who, request):
    with pytest.raises(PermissionDenied, match="сам участник"):
        feedback.give(
            meeting=held,
            person=mia_person,
            impression=Impression(10),
            by=request.getfixturevalue(who),
        )


def test_the_curator_does_not_speak_for_who_has_an_account(held, kira, mia_person):
    with pytest.raises(PermissionDenied, match="есть кабинет"):
        feedback.give(
            meeting=held, person=mia_person, impression=Impression(10), by=kira
        )


def test_the_curator_enters_paper_feedback_but_not_of_his_own_pair(working_pair, kira):
    own = make_working_pair(
        kira, cycle=working_pair.cycle, mentor=kira, name="Крылова Кира Андреевна"
    )
    held = make_held(own, kira)
    mentee = own.members.get().mentee_card.person

    with pytest.raises(PermissionDenied, match="собственная"):
        feedback.give(meeting=held, person=mentee, impression=Impression(9), by=kira)


def test_a_planned_meeting_has_no_feedback(planned, mia, mia_person):
    assert answers_expected(planned) == []
    with pytest.raises(PermissionDenied, match="состоялась"):
        feedback.give(
            meeting=planned, person=mia_person, impression=Impression(9), by=mia
        )


def test_only_people_of_the_pair_are_asked(held, school, mia):
    other = Person.objects.create(organisation=school, last_name="Чужая")

    with pytest.raises(Refused, match="не участвует"):
        feedback.give(meeting=held, person=other, impression=Impression(9), by=mia)


def test_a_parent_speaks_for_a_child_under_14(working_pair, kira, pavel):
    card = make_mentee(working_pair.cycle, "Мирный Егор Павлович", age=10)
    guardian = card.person.guardianships.get().guardian
    guardian.user = pavel
    guardian.save()
    pair = make_working_pair(
        kira, cycle=working_pair.cycle, mentees=[card], name="Ли Ян Ян"
    )
    held = make_held(pair, kira)

    assert [party.person for party in people_to_answer_for(pavel, held)] == [
        card.person
    ]
    feedback.give(meeting=held, person=card.person, impression=Impression(9), by=pavel)

    assert [row.mark for row in feedbacks_for(pavel, held)] == [9]


def test_each_reads_what_is_his_to_read(
    held, max_, mia, kira, dina, max_person, mia_person
):
    feedback.give(meeting=held, person=mia_person, impression=Impression(9), by=mia)
    feedback.give(meeting=held, person=max_person, impression=Impression(4), by=max_)

    def read(user):
        return sorted(row.mark for row in feedbacks_for(user, held))

    assert read(kira) == [4, 9]
    assert read(max_) == [4, 9]
    assert read(mia) == [9]
    assert read(dina) == []

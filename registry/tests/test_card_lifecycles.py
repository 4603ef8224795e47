"""The roads of mentors and mentees: every step of R-318 and R-319, and no other."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from common.errors import Refused
from common.transitions import TransitionNotAllowed
from registry.actions import cards
from registry.enums import (
    MENTEE_TRANSITIONS,
    MENTOR_TRANSITIONS,
    ConsentKind,
    ConsentStatus,
    InterviewConclusion,
    InterviewStatus,
    MenteeStatus,
    MentorStatus,
)
from registry.models import (
    CandidateQuestionnaire,
    Criterion,
    Interview,
    PrimaryQuestionnaire,
    Request,
)
from registry.permissions.card_guards import mentee_guard, mentor_guard
from registry.queries.history import history_of
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)

pytestmark = pytest.mark.both
M, E = MentorStatus, MenteeStatus

# Requirements E.1: what leads where. "any before `registered`" is written out.
E1 = {
    (M.DRAFT, M.SUBMITTED),
    (M.NOMINATED, M.SUBMITTED),
    (M.SUBMITTED, M.POTENTIAL),
    (M.POTENTIAL, M.YEAR_BASE),
    (M.YEAR_BASE, M.INTERVIEW),
    (M.INTERVIEW, M.SELECTED),
    (M.SELECTED, M.REGISTERED),
    (M.REGISTERED, M.READY),
    (M.READY, M.IN_PAIR),
    (M.REGISTERED, M.IN_PAIR),
    (M.IN_PAIR, M.LONG_TERM),
    (M.LONG_TERM, M.YEAR_BASE),
    (M.IN_PAIR, M.RESIGNED),
    *(
        (before, end)
        for before in (
            *(M.DRAFT, M.NOMINATED, M.SUBMITTED, M.POTENTIAL),
            *(M.YEAR_BASE, M.INTERVIEW, M.SELECTED),
        )
        for end in (M.REJECTED, M.WITHDRAWN)
    ),
}
# Beside the table: a known mentor needs no selection, a pair may end before its
# term, a consent may be taken back (invariant 20), an order on the register annulled,
# and a person may think again.
MENTORS_BESIDE = {
    (M.YEAR_BASE, M.READY),
    (M.IN_PAIR, M.READY),
    (M.READY, M.WITHDRAWN),
    (M.REGISTERED, M.WITHDRAWN),
    (M.REGISTERED, M.SELECTED),
    (M.WITHDRAWN, M.SUBMITTED),
}

# Requirements E.2; "any" are the states an application can still be taken back from.
E2 = {
    (E.DRAFT, E.SUBMITTED),
    (E.SUBMITTED, E.CONSENT_WAIT),
    (E.SUBMITTED, E.IN_BASE),
    (E.CONSENT_WAIT, E.IN_BASE),
    (E.IN_BASE, E.ANALYSED),
    (E.ANALYSED, E.MATCHING),
    (E.MATCHING, E.PAIRED),
    (E.MATCHING, E.UNMATCHED),
    (E.UNMATCHED, E.MATCHING),
    (E.PAIRED, E.IN_PROGRAMME),
    (E.IN_PROGRAMME, E.COMPLETED),
    (E.COMPLETED, E.MENTOR_CANDIDATE),
    (E.IN_BASE, E.STALE),
    (E.ANALYSED, E.STALE),
    (E.UNMATCHED, E.STALE),
    *(
        (before, E.WITHDRAWN)
        for before in (
            *(E.DRAFT, E.SUBMITTED, E.CONSENT_WAIT, E.IN_BASE, E.ANALYSED),
            *(E.MATCHING, E.UNMATCHED, E.PAIRED, E.IN_PROGRAMME, E.STALE),
        )
    ),
}
# Beside the table: matching may begin at once, a pair may dissolve, what was stale is
# confirmed, the curator says no, a person may think again.
MENTEES_BESIDE = {
    (E.IN_BASE, E.MATCHING),
    (E.MATCHING, E.IN_BASE),
    (E.PAIRED, E.MATCHING),
    (E.IN_PROGRAMME, E.MATCHING),
    (E.STALE, E.IN_BASE),
    (E.WITHDRAWN, E.SUBMITTED),
    *((before, E.REJECTED) for before in (E.DRAFT, E.SUBMITTED, E.CONSENT_WAIT)),
}


@pytest.fixture
def cycle(school):
    load_texts()
    return make_cycle(school)


def test_the_road_of_mentors_is_that_of_the_requirements():
    assert set(MENTOR_TRANSITIONS) == E1 | MENTORS_BESIDE


def test_the_road_of_mentees_is_that_of_the_requirements():
    assert set(MENTEE_TRANSITIONS) == E2 | MENTEES_BESIDE


@pytest.mark.parametrize("source", list(M))
def test_a_mentor_goes_where_the_road_leads_and_nowhere_else(source, cycle, kira):
    for target in M:
        person = make_person(cycle.organisation)
        card = make_mentor_card(person, cycle=cycle, status=source)
        if (source, target) in E1 | MENTORS_BESIDE:
            moved = cards.follow_mentor(card=card, to=target, by=kira, remark="Так")
            assert moved.status == target
        else:
            with pytest.raises(TransitionNotAllowed):
                cards.follow_mentor(card=card, to=target, by=kira)


@pytest.mark.parametrize("source", list(E))
def test_a_mentee_goes_where_the_road_leads_and_nowhere_else(source, cycle, kira):
    for target in E:
        card = make_mentee_card(make_person(cycle.organisation), source, cycle=cycle)
        if (source, target) in E2 | MENTEES_BESIDE:
            moved = cards.follow_mentee(card=card, to=target, by=kira, remark="Так")
            assert moved.status == target
        else:
            with pytest.raises(TransitionNotAllowed):
                cards.follow_mentee(card=card, to=target, by=kira)


def test_every_step_leaves_who_when_and_why_in_the_history(cycle, kira):
    card = make_mentor_card(make_person(cycle.organisation), cycle=cycle)

    cards.move_mentor(card=card, to=M.REJECTED, by=kira, remark="Нет времени")

    told = history_of(card, with_person=False)[0]
    change = told.changes[0]
    assert (told.by, told.remark) == (str(kira), "Нет времени")
    assert (change.before, change.after) == ("В базе года", "Отклонена")
    assert told.at is not None


# --- What a mentor's step asks for --------------------------------------------------------


def consented(person):
    make_consent(person, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)
    return person


@pytest.fixture
def candidate(cycle):
    """Everything a candidate needs, taken away one thing at a time by the tests."""
    card = make_mentor_card(
        consented(make_person(cycle.organisation)), cycle=cycle, status=M.SUBMITTED
    )
    common = {"organisation": cycle.organisation, "card": card}
    answered = {**common, "status": "submitted", "answered_on": date(2026, 9, 2)}
    PrimaryQuestionnaire.objects.create(**answered)
    CandidateQuestionnaire.objects.create(**answered)
    Request.objects.create(
        organisation=cycle.organisation,
        card=make_mentee_card(make_person(cycle.organisation), cycle=cycle),
        text="Физика",
        asked_on=date(2026, 9, 1),
    )
    Criterion.objects.create(organisation=cycle.organisation, cycle=cycle, title="Опыт")
    return card


def interview(card, kira, conclusion=InterviewConclusion.RECOMMENDED):
    return Interview.objects.create(
        organisation=card.organisation,
        card=card,
        status=InterviewStatus.HELD,
        held_on=date(2026, 9, 5),
        recorded_by=kira,
        conclusion=conclusion,
    )


def test_a_candidate_with_everything_goes_all_the_way(candidate, kira):
    card = cards.move_mentor(card=candidate, to=M.POTENTIAL, by=kira)
    card = cards.move_mentor(card=card, to=M.YEAR_BASE, by=kira)
    card = cards.move_mentor(card=card, to=M.INTERVIEW, by=kira)
    interview(card, kira)
    card = cards.move_mentor(card=card, to=M.SELECTED, by=kira)

    assert card.status == M.SELECTED
    assert AuditEvent.objects.filter(what="mentor.moved").count() == 4


LACKS = (
    (M.SUBMITTED, M.POTENTIAL, "primary_questionnaire", "первичная анкета"),
    (M.POTENTIAL, M.YEAR_BASE, "candidate_questionnaire", "анкета кандидата"),
)


@pytest.mark.parametrize(("source", "target", "questionnaire", "words"), LACKS)
def test_a_candidate_without_the_questionnaire_is_held_back(
    source, target, questionnaire, words, candidate, kira
):
    card = cards._moved(candidate, source, kira, "", "mentor.moved")
    asked = getattr(card, questionnaire)
    asked.status, asked.answered_on = "draft", None
    asked.save()

    with pytest.raises(PermissionDenied, match=words):
        cards.move_mentor(card=card, to=target, by=kira)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (M.SUBMITTED, M.POTENTIAL),
        (M.POTENTIAL, M.YEAR_BASE),
        (M.LONG_TERM, M.YEAR_BASE),
    ],
)
def test_nobody_enters_the_base_of_mentors_without_consent(
    source, target, candidate, kira
):
    card = cards._moved(candidate, source, kira, "", "mentor.moved")
    assert mentor_guard(card, target)
    candidate.person.consents.update(status=ConsentStatus.SIGNED)

    assert "согласие" in mentor_guard(card, target).refusal


def test_a_mentor_of_the_long_term_base_is_asked_nothing_but_the_consent(candidate):
    PrimaryQuestionnaire.objects.all().delete()
    CandidateQuestionnaire.objects.all().delete()
    candidate.status = M.LONG_TERM

    assert mentor_guard(candidate, M.YEAR_BASE)


def test_mentors_of_the_year_are_taken_by_its_requests(candidate, kira):
    card = cards.move_mentor(card=candidate, to=M.POTENTIAL, by=kira)
    Request.objects.update(closed_on=date(2026, 9, 3))

    with pytest.raises(PermissionDenied, match="запрос"):
        cards.move_mentor(card=card, to=M.YEAR_BASE, by=kira)


def test_no_interview_before_the_criteria_are_set(candidate):
    candidate.status = M.YEAR_BASE
    assert mentor_guard(candidate, M.INTERVIEW)
    Criterion.objects.all().delete()

    assert "критерии" in mentor_guard(candidate, M.INTERVIEW).refusal


def test_nobody_is_selected_without_the_record_of_a_good_interview(candidate, kira):
    assert "собеседования" in mentor_guard(candidate, M.SELECTED).refusal
    interview(candidate, kira, InterviewConclusion.NOT_RECOMMENDED)
    assert not mentor_guard(candidate, M.SELECTED)
    interview(candidate, kira)

    assert mentor_guard(candidate, M.SELECTED)


def test_training_before_pairs_is_the_cycles_setting(cycle, kira):
    card = make_mentor_card(make_person(cycle.organisation), cycle=cycle)
    cycle.training_precedes_pairing = True
    cycle.save()

    with pytest.raises(Refused, match="обучение"):
        cards.move_mentor(card=card, to=M.READY, by=kira)

    cards.move_mentor(card=card, to=M.READY, by=kira, remark="Школа наставников, 9.09")


def test_an_application_is_submitted_with_the_consent_signed(cycle):
    person = make_person(cycle.organisation)
    card = make_mentor_card(person, cycle=cycle, status=M.DRAFT)
    assert "согласие" in mentor_guard(card, M.SUBMITTED).refusal

    make_consent(person, ConsentKind.PARTICIPANT, ConsentStatus.SIGNED)

    assert mentor_guard(card, M.SUBMITTED)


def test_a_minor_candidate_is_told_who_gives_the_consent(cycle):
    child = make_child(cycle.organisation)
    card = make_mentor_card(child, cycle=cycle, status=M.DRAFT)

    assert "родитель" in mentor_guard(card, M.SUBMITTED).refusal


# --- What a mentee's step asks for --------------------------------------------------------


def test_an_application_of_a_mentee_needs_a_request(cycle):
    card = make_mentee_card(make_person(cycle.organisation), E.DRAFT, cycle=cycle)

    assert "запрос" in mentee_guard(card, E.SUBMITTED).refusal


@pytest.mark.parametrize("target", [E.IN_BASE, E.ANALYSED, E.MATCHING])
def test_no_work_with_a_mentee_without_consent(target, cycle):
    card = make_mentee_card(make_person(cycle.organisation), cycle=cycle)

    assert "согласие" in mentee_guard(card, target).refusal


def test_the_needs_of_a_minor_are_analysed_with_a_consent_of_their_own(cycle, kira):
    child = make_child(cycle.organisation)
    make_guardian(child)
    make_consent(child, ConsentKind.REPRESENTATIVE, ConsentStatus.VERIFIED)
    card = make_mentee_card(child, E.IN_BASE, cycle=cycle)
    with pytest.raises(PermissionDenied, match="анализ"):
        cards.move_mentee(card=card, to=E.ANALYSED, by=kira)

    make_consent(child, ConsentKind.NEEDS_ANALYSIS, ConsentStatus.VERIFIED)

    cards.move_mentee(card=card, to=E.ANALYSED, by=kira)


def test_an_adult_needs_no_consent_to_the_analysis(cycle):
    card = make_mentee_card(consented(make_person(cycle.organisation)), cycle=cycle)

    assert mentee_guard(card, E.ANALYSED)


def test_matching_begins_when_there_is_a_mentor_of_the_year(cycle):
    card = make_mentee_card(consented(make_person(cycle.organisation)), cycle=cycle)
    assert "не из кого" in mentee_guard(card, E.MATCHING).refusal

    make_mentor_card(make_person(cycle.organisation), cycle=cycle)

    assert mentee_guard(card, E.MATCHING)


@pytest.mark.parametrize("target", [E.UNMATCHED, E.WITHDRAWN])
def test_an_end_and_a_standstill_are_told_with_their_reason(target, cycle, kira):
    card = make_mentee_card(make_person(cycle.organisation), E.MATCHING, cycle=cycle)

    with pytest.raises(Refused, match="причину"):
        cards.move_mentee(card=card, to=target, by=kira, remark="  ")

    cards.move_mentee(card=card, to=target, by=kira, remark="Нет взаимного выбора")


# --- Two curators --------------------------------------------------------------------------


def test_a_decision_made_on_a_page_grown_old_is_refused(cycle, kira):
    card = make_mentor_card(make_person(cycle.organisation), cycle=cycle)
    cards.move_mentor(card=card, to=M.READY, by=kira, seen="year_base")

    with pytest.raises(Refused, match="Готов к работе"):
        cards.move_mentor(
            card=card, to=M.WITHDRAWN, by=kira, remark="Болен", seen="year_base"
        )


def test_the_same_step_twice_is_told_plainly(cycle, kira):
    card = make_mentor_card(make_person(cycle.organisation), cycle=cycle)
    cards.move_mentor(card=card, to=M.READY, by=kira)

    with pytest.raises(Refused, match="второй раз не нужно"):
        cards.move_mentor(card=card, to=M.READY, by=kira)

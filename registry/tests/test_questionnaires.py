"""Questionnaires: drafts, consent, submitting, what reaches the card."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from registry.actions import questionnaires
from registry.actions.consents import withdraw
from registry.actions.questionnaires import Overtaken, Paper
from registry.enums import Channel, MentorStatus
from registry.models import Consent, PrimaryQuestionnaire
from registry.permissions.questionnaires import (
    may_fill_questionnaire,
    may_reopen_questionnaire,
    may_take_answer,
    may_view_questionnaire,
)
from registry.queries.consents import local_day
from registry.queries.questionnaires import differences, lines_for, said_for_card
from registry.questions import DESIGNS, lines_of
from registry.tests.consent_factories import (
    load_texts,
    make_mentor_card,
    make_person,
    make_topics,
)
from registry.tests.questionnaire_factories import (
    PRIMARY,
    consented_mentee,
    consented_mentor,
    filled,
    make_own_question,
    told,
)

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def texts(db):
    load_texts()
    make_topics("физика", "шахматы", "алгебра")


@pytest.fixture
def card(school, max_):
    return consented_mentor(school, max_)


def save(card, by, version=0, **values):
    return questionnaires.keep_draft(
        card=card, kind="primary", answers=told(version, **values), by=by
    )


def test_a_draft_is_kept_as_it_is_typed_and_goes_on_later(card, max_):
    first = save(card, max_, interests="Лыжи")
    second = save(card, max_, first.version, time_resource="час")

    kept = PrimaryQuestionnaire.objects.get(card=card)
    assert (kept.interests, kept.time_resource) == ("Лыжи", "час")
    assert (kept.version, kept.is_draft, kept.entered_by) == (2, True, max_)
    assert second.answered_on is None


def test_answers_that_are_there_already_change_nothing(card, max_):
    save(card, max_, interests="Лыжи")

    again = save(card, max_, 0, interests="Лыжи")

    assert again.version == 1
    assert AuditEvent.objects.filter(what="questionnaire.saved").count() == 1


def test_two_windows_do_not_overwrite_one_another_silently(card, max_):
    save(card, max_, 0, interests="Лыжи")

    with pytest.raises(Overtaken, match="в другом окне") as caught:
        save(card, max_, 0, interests="Коньки")

    assert caught.value.found.interests == "Лыжи"
    assert PrimaryQuestionnaire.objects.get().interests == "Лыжи"


def test_no_questionnaire_exists_outside_the_consent(school, max_, kira):
    """Invariant 16."""
    without = make_mentor_card(make_person(school, user=max_))

    for by in (max_, kira):
        with pytest.raises(PermissionDenied, match="Сначала нужно действующее соглас"):
            save(without, by, interests="Лыжи")
        assert not may_fill_questionnaire(by, without, None)
    assert not PrimaryQuestionnaire.objects.exists()


def test_after_a_withdrawal_nothing_is_written_or_shown(card, max_, kira):
    found = filled(card, "primary", max_, **PRIMARY)
    withdraw(consent=Consent.objects.get(), by=max_)
    card.refresh_from_db()

    assert not may_view_questionnaire(kira, card)
    assert may_view_questionnaire(max_, card)
    assert not may_reopen_questionnaire(max_, card, found)
    with pytest.raises(PermissionDenied):
        questionnaires.reopen(card=card, kind="primary", by=max_)


def test_the_date_on_paper_is_not_before_the_consent(card, kira):
    for day, says in (
        (local_day(card.organisation) + timedelta(days=1), "ещё не наступила"),
        (date(2020, 1, 1), "согласия ещё не было"),
    ):
        with pytest.raises(Refused, match=says):
            questionnaires.submit(
                card=card,
                kind="primary",
                answers=told(**PRIMARY),
                by=kira,
                paper=Paper(day),
            )
    assert not PrimaryQuestionnaire.objects.exists()


def test_submitting_writes_what_the_base_needs(card, max_):
    found = filled(card, "primary", max_, **PRIMARY, interests="Лыжи")

    card.refresh_from_db()
    assert not found.is_draft
    assert found.answered_on == local_day(card.organisation)
    assert card.competences_text == "Физика; шахматы"
    assert card.interests == "Лыжи"
    assert (card.wanted_age, card.wanted_age_from, card.wanted_age_to) == (
        "10–14 лет",
        10,
        14,
    )
    assert {tag.title for tag in card.competences.all()} == {"физика", "шахматы"}
    assert differences(DESIGNS["primary"], found, card) == []


def test_what_the_card_says_already_stays_and_the_curator_sees_both(school, max_, kira):
    card = consented_mentor(school, max_, competences_text="Химия", wanted_age="10-14")
    card.wanted_age_from, card.wanted_age_to = 10, 14
    card.save()

    found = filled(card, "primary", max_, **PRIMARY)

    card.refresh_from_db()
    assert card.competences_text == "Химия"
    assert card.time_resource == "2 часа в неделю"
    seen = differences(DESIGNS["primary"], found, card)
    assert [(one.said.key, one.card_says) for one in seen] == [
        ("competences_text", "Химия")
    ]

    questionnaires.take_answer(
        card=card, kind="primary", key="competences_text", by=kira
    )

    card.refresh_from_db()
    assert card.competences_text == "Физика; шахматы"
    assert {tag.title for tag in card.competences.all()} == {"физика", "шахматы"}
    with pytest.raises(Refused, match="уже не расходятся"):
        questionnaires.take_answer(
            card=card, kind="primary", key="competences_text", by=kira
        )


def test_nothing_is_taken_from_a_questionnaire_not_filled_in(card, kira, max_):
    with pytest.raises(Refused, match="уже не расходятся"):
        questionnaires.take_answer(card=card, kind="primary", key="interests", by=kira)
    with pytest.raises(PermissionDenied):
        questionnaires.take_answer(card=card, kind="primary", key="interests", by=max_)
    save(card, max_, interests="Лыжи")
    assert not may_take_answer(max_, card)
    assert lines_for(card)[1].differences == 0


@pytest.mark.parametrize(
    ("lowest", "highest", "words"),
    [
        (None, 14, "до 14 лет"),
        (10, None, "от 10 лет"),
        (10, 10, "10 лет"),
        (None, None, None),
    ],
)
def test_the_wanted_age_is_put_in_words(lowest, highest, words):
    found = PrimaryQuestionnaire(wanted_age_from=lowest, wanted_age_to=highest)

    said = said_for_card(DESIGNS["primary"], found)

    assert [one.shown for one in said] == ([words] if words else [])


def test_a_candidates_own_words_reach_the_card(card, max_):
    filled(
        card,
        "candidate",
        max_,
        education="Высшее",
        motivation="Хочу помочь",
        hobbies="Лыжи",
        preferred_age="7–9 классы",
    )

    card.refresh_from_db()
    assert card.interests == "Лыжи"
    assert (card.wanted_age, card.wanted_age_from) == ("7–9 классы", 13)


def test_ages_told_in_words_alone_are_compared_as_words(school, max_):
    card = consented_mentor(school, max_, wanted_age="Подростки")

    found = filled(
        card,
        "candidate",
        max_,
        education="Высшее",
        motivation="Да",
        preferred_age="подростки.",
    )

    assert differences(DESIGNS["candidate"], found, card) == []


def test_each_line_of_a_mentee_becomes_a_request_once(school, mia):
    card = consented_mentee(school, mia)
    card.requests.create(
        organisation=school, text="Подтянуть алгебру", asked_on=date(2026, 9, 1)
    )

    filled(
        card,
        "mentee",
        mia,
        requests_text="- подтянуть алгебру\n\n2\n• Не бояться доски\nне бояться доски",
    )

    texts = {asked.text: asked for asked in card.requests.all()}
    assert set(texts) == {"Подтянуть алгебру", "2", "Не бояться доски"}
    assert texts["Не бояться доски"].channel == Channel.QUESTIONNAIRE


def test_marks_before_a_line_are_not_the_request():
    assert lines_of("— Алгебра\n•  \nалгебра\n") == ["Алгебра"]


def test_a_representative_answers_for_the_child_and_a_stranger_does_not(
    school, mia, pavel, max_, dina
):
    card = consented_mentee(school, mia, pavel)

    assert may_fill_questionnaire(pavel, card, None)
    assert may_view_questionnaire(pavel, card)
    for nobody in (max_, dina):
        assert not may_fill_questionnaire(nobody, card, None)
        assert not may_view_questionnaire(nobody, card)


def test_what_must_be_answered_is_asked_for(school, card, max_):
    with pytest.raises(Refused, match="профессиональные компетенции"):
        filled(card, "primary", max_, interests="Лыжи")
    question = make_own_question(school, is_required=True)
    with pytest.raises(Refused, match="Что для вас наставничество"):
        filled(card, "primary", max_, **PRIMARY)

    found = filled(card, "primary", max_, own={str(question.pk): "Дело"}, **PRIMARY)

    assert found.own_answers == {str(question.pk): "Дело"}


def test_a_question_not_asked_here_is_not_answered(school, card, max_):
    other = make_own_question(school, "candidate")

    found = save(card, max_, own={str(other.pk): "да", "9999": "да"}, interests="Лыжи")

    assert found.own_answers == {}


def test_a_finished_questionnaire_is_opened_before_it_is_changed(card, max_):
    found = filled(card, "primary", max_, **PRIMARY)
    with pytest.raises(PermissionDenied, match="уже заполнена"):
        save(card, max_, found.version, interests="Лыжи")
    with pytest.raises(PermissionDenied, match="ещё не заполнена"):
        questionnaires.reopen(card=card, kind="useful", by=max_)

    opened = questionnaires.reopen(card=card, kind="primary", by=max_)

    assert opened.is_draft
    assert opened.answered_on is None
    again = save(card, max_, opened.version, interests="Лыжи")
    assert again.version == opened.version + 1


@pytest.mark.parametrize("status", [MentorStatus.WITHDRAWN, MentorStatus.REJECTED])
def test_who_takes_part_no_more_is_asked_nothing(card, max_, status):
    card.status = status
    card.save()

    with pytest.raises(PermissionDenied, match="Участие прекращено"):
        save(card, max_, interests="Лыжи")


def test_a_closed_cycle_is_an_archive(card, max_):
    card.cycle.status = "closed"
    card.cycle.save()

    with pytest.raises(PermissionDenied, match="завершён"):
        save(card, max_, interests="Лыжи")


def test_the_one_who_enters_paper_is_the_curator(card, kira, school):
    found = questionnaires.submit(
        card=card,
        kind="primary",
        answers=told(**PRIMARY),
        by=kira,
        paper=Paper(local_day(school)),
    )

    assert (found.medium, found.entered_by) == ("paper", kira)
    teacher = make_member(school, Role.CLASS_TEACHER)
    assert not may_fill_questionnaire(teacher, card, None)

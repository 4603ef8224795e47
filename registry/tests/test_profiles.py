"""A candidate's profile: what is offered against what the cycle asks for (R-158)."""

from __future__ import annotations

from datetime import date

import pytest

from registry.enums import MentorStatus
from registry.queries.profiles import profile_of
from registry.queries.questionnaires import mentor_card_of
from registry.tests.consent_factories import (
    make_child,
    make_cycle,
    make_mentee_card,
    make_mentor_card,
    make_person,
    make_topics,
)
from registry.tests.questionnaire_factories import consented_mentor, filled

pytestmark = pytest.mark.both


@pytest.fixture
def cycle(school):
    return make_cycle(school)


@pytest.fixture
def topics(db):
    return {tag.title: tag for tag in make_topics("физика", "шахматы")}


@pytest.fixture
def candidate(school, cycle, max_):
    return consented_mentor(school, max_, cycle=cycle)


def ask(school, cycle, topic, *, age=12, **values):
    child = make_child(school, age)
    card = make_mentee_card(child, "in_base", cycle=cycle)
    asked = card.requests.create(
        organisation=school, text="Помочь", asked_on=date(2026, 9, 1), **values
    )
    asked.competences.add(topic)


def profile(card, by, **answers):
    filled(
        card,
        "primary",
        by,
        **{"time_resource": "Час", "competences_text": "", **answers},
    )
    return profile_of(mentor_card_of(by, card.pk))


def test_without_the_questionnaire_there_is_no_profile(candidate, max_):
    assert profile_of(mentor_card_of(max_, candidate.pk)) is None


def test_who_alone_offers_what_is_asked_for_is_needed(
    school, cycle, topics, candidate, max_
):
    ask(school, cycle, topics["физика"])
    ask(school, cycle, topics["физика"], age=16)
    ask(school, cycle, topics["шахматы"], closed_on=date(2026, 10, 1))

    found = profile(
        candidate,
        max_,
        competences_text="Физика; шахматы",
        wanted_age_from=10,
        wanted_age_to=14,
    )

    assert found.is_fitting
    assert "других наставников с этими темами нет: физика" in found.conclusion
    words = {topic.topic: topic.words for topic in found.topics}
    assert words["физика"].startswith("просят 2 наставляемых, других")
    assert words["шахматы"] == "пока никто не просит"
    assert any("2 из 3" in point for point in found.points)
    assert "Время: Час." in found.points


def test_others_who_offer_the_same_are_counted(school, cycle, topics, candidate, max_):
    ask(school, cycle, topics["физика"])
    for status in (MentorStatus.READY, MentorStatus.WITHDRAWN):
        other = make_mentor_card(make_person(school), cycle=cycle, status=status)
        other.competences.add(topics["физика"])

    found = profile(candidate, max_, competences_text="физика; шахматы")

    assert found.topics[0].words == "просит 1 наставляемый, предлагает ещё 1 наставник"
    assert found.conclusion == "Подходит циклу: тем с запросами — 1 из 2."


def test_topics_nobody_asks_for_and_words_nobody_knows(
    school, cycle, topics, candidate, max_
):
    idle = profile(candidate, max_, competences_text="шахматы", wanted_age_from=10)
    assert "запросов нет" in idle.conclusion
    assert any("неизвестен" in point for point in idle.points)


def test_words_nobody_knows_are_told(school, cycle, topics, candidate, max_):
    found = profile(candidate, max_, competences_text="Бормотание")

    assert "Сравнить с запросами нельзя" in found.conclusion
    assert any("странице «Темы»" in point for point in found.points)
    assert not found.is_fitting


@pytest.mark.parametrize("count", [1, 9])
def test_a_profile_costs_the_same_however_many_ask(
    school, cycle, topics, candidate, max_, django_assert_max_num_queries, count
):
    for _ in range(count):
        ask(school, cycle, topics["физика"])
    profile(candidate, max_, competences_text="физика", wanted_age_from=5)
    card = mentor_card_of(max_, candidate.pk)

    with django_assert_max_num_queries(7):
        profile_of(card)

"""A candidate against the requests of the cycle: what fits, told in words (R-158)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models

from common.russian.plural import counted, plural
from registry.models import (
    Competence,
    MenteeCard,
    MentorCard,
    Person,
    PrimaryQuestionnaire,
    Request,
)
from registry.queries.consents import local_day
from registry.queries.questionnaires import primary_of
from registry.queries.vocabulary import vocabulary_of

OLDEST = 150


@dataclass(frozen=True, slots=True)
class TopicFit:
    """A topic the candidate offers, who asks for it and who else offers it."""

    topic: str
    asking: int
    others: int

    @property
    def words(self) -> str:
        """Tell the topic's place in the cycle."""
        if not self.asking:
            return "пока никто не просит"
        asked = counted(self.asking, "наставляемый", "наставляемых", "наставляемых")
        verb = plural(self.asking, "просит", "просят", "просят")
        if not self.others:
            return f"{verb} {asked}, других наставников с этой темой нет"
        offered = counted(self.others, "наставник", "наставника", "наставников")
        return f"{verb} {asked}, предлагает ещё {offered}"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the candidate offers, and how the cycle answers; `points` are sentences."""

    topics: list[TopicFit]
    points: list[str]
    conclusion: str
    is_fitting: bool


def profile_of(card: MentorCard) -> Profile | None:
    """Compute the profile of a candidate who has filled in the primary questionnaire.

    Those who still look for a mentor are counted, with their requests not closed. The
    profile is a hint for who selects; it moves nobody.
    """
    found = primary_of(card)
    if found is None:
        return None
    topics = _topics(card, found)
    wanted = [topic for topic in topics if topic.asking]
    return Profile(
        topics=topics,
        points=list(_points(card, found, topics)),
        conclusion=_conclusion(topics, wanted),
        is_fitting=bool(wanted),
    )


def _topics(card: MentorCard, found: PrimaryQuestionnaire) -> list[TopicFit]:
    told = vocabulary_of(card.organisation).recognise(found.competences_text)
    offered = list(Competence.objects.filter(pk__in=told.tags))
    asking: Counter[int] = Counter()
    pairs = (
        Request.competences.through.objects.filter(
            competence__in=offered,
            request__closed_on=None,
            request__card__in=_looking(card),
        )
        .values_list("competence_id", "request__card_id")
        .distinct()
    )
    for topic, _ in pairs:
        asking[topic] += 1
    others: Counter[int] = Counter(
        MentorCard.competences.through.objects.filter(
            competence__in=offered,
            mentorcard__in=MentorCard.objects.filter(cycle_id=card.cycle_id)
            .in_work()
            .exclude(pk=card.pk),
        ).values_list("competence_id", flat=True)
    )
    fits = [_fit(topic, asking, others) for topic in offered]
    return sorted(fits, key=lambda topic: (-topic.asking, topic.others, topic.topic))


def _fit(topic: Competence, asking: Counter[int], others: Counter[int]) -> TopicFit:
    return TopicFit(topic.title, asking[topic.pk], others[topic.pk])


def _looking(card: MentorCard) -> models.QuerySet[MenteeCard]:
    cards = MenteeCard.objects.filter(cycle_id=card.cycle_id)
    return cards.waiting_for_mentor()


def _points(
    card: MentorCard, found: PrimaryQuestionnaire, topics: list[TopicFit]
) -> Iterator[str]:
    if not topics:
        yield (
            "Слова о компетенциях не узнаны: разберите их на странице «Темы», и они"
            " войдут в подбор."
        )
    if found.wanted_age_from is not None or found.wanted_age_to is not None:
        yield _age_point(card, found)
    yield f"Время: {found.time_resource}."


def _age_point(card: MentorCard, found: PrimaryQuestionnaire) -> str:
    today = local_day(card.organisation)
    people = Person.objects.filter(menteecards__in=_looking(card)).only(
        "birth_on", "birth_year"
    )
    ages = [age for person in people if (age := person.age_on(today)) is not None]
    lowest = found.wanted_age_from or 0
    highest = OLDEST if found.wanted_age_to is None else found.wanted_age_to
    fitting = sum(lowest <= age <= highest for age in ages)
    if not ages:
        return "Возраст наставляемых, которые ищут наставника, неизвестен."
    return (
        f"Желаемого возраста: {fitting} из {len(ages)} наставляемых, которые ищут"
        " наставника и чей возраст известен."
    )


def _conclusion(topics: list[TopicFit], wanted: list[TopicFit]) -> str:
    if not topics:
        return "Сравнить с запросами нельзя: темы для подбора не указаны."
    if not wanted:
        return "Сейчас на эти темы запросов нет: держите в базе потенциальных."
    alone = [topic for topic in wanted if not topic.others]
    if alone:
        names = ", ".join(topic.topic for topic in alone)
        return f"Очень нужен: других наставников с этими темами нет: {names}."
    return f"Подходит циклу: тем с запросами — {len(wanted)} из {len(topics)}."

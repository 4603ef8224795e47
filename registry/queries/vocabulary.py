"""The vocabulary of competences as code reads it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Organisation, User
from common.russian.names import normalise
from registry.models import Competence, Cycle, MentorCard, Request, TopicPhrase
from registry.queries.cards import Chosen, mentors_found
from registry.queries.consents import local_day
from registry.queries.requests import RequestsChosen, requests_found
from registry.tagging import Vocabulary


def competences_of(organisation: Organisation) -> QuerySet[Competence]:
    """Return the common topics and the organisation's own, without those merged away.

    A topic whose own title the organisation gives to another topic is that topic there;
    for the other organisations it stays what it was.
    """
    merged_away = TopicPhrase.objects.filter(
        organisation=organisation,
        normalised=OuterRef("normalised"),
        competence__isnull=False,
    ).exclude(competence=OuterRef("pk"))
    return all_topics(organisation).exclude(Exists(merged_away))


def all_topics(organisation: Organisation) -> QuerySet[Competence]:
    """Return the common topics and the organisation's own, those merged away too."""
    return Competence.objects.filter(
        Q(organisation=None) | Q(organisation=organisation)
    )


def vocabulary_of(organisation: Organisation) -> Vocabulary:
    """Return the topics with their synonyms, ready to be recognised in texts.

    The words of a topic merged away lead to the one it was merged into.
    """
    rows = list(all_topics(organisation).order_by("pk"))
    known = {row.pk for row in rows}
    phrases = list(
        TopicPhrase.objects.filter(organisation=organisation)
        .order_by("pk")
        .values_list("title", "normalised", "competence_id")
    )
    given = {words: key for _, words, key in phrases if key in known}
    tags: dict[int, list[str]] = {
        row.pk: [] for row in rows if given.get(row.normalised, row.pk) == row.pk
    }
    for row in rows:
        into = given.get(row.normalised, row.pk)
        tags.setdefault(into, []).extend((row.title, *row.synonyms))
    ignored = []
    for title, _, key in phrases:
        if key in tags:
            tags[key].append(title)
        else:
            ignored.append(title)
    return Vocabulary(tags, ignored)


@dataclass(frozen=True, slots=True)
class UnknownWords:
    """Words that name no tag, and on how many cards of either side they stand."""

    text: str
    mentors: int
    requests: int


def unknown_words(organisation: Organisation, cycle: Cycle) -> list[UnknownWords]:
    """Return the words of the cycle that name no tag, the most frequent first.

    Of mentors each listed competence, of mentees the whole request that named none.
    """
    vocabulary = vocabulary_of(organisation)
    told: dict[str, str] = {}
    mentors: Counter[str] = Counter()
    requests: Counter[str] = Counter()
    offered = MentorCard.objects.filter(cycle=cycle).values_list(
        "competences_text", flat=True
    )
    asked = Request.objects.filter(card__cycle=cycle, competences=None).values_list(
        "text", flat=True
    )
    for text in offered:
        for part in vocabulary.recognise(text).unknown:
            mentors[normalise(part)] += 1
            told.setdefault(normalise(part), part)
    for text in asked:
        if vocabulary.recognise(text).unknown:
            requests[normalise(text)] += 1
            told.setdefault(normalise(text), text)
    words = [UnknownWords(told[key], mentors[key], requests[key]) for key in told]
    return sorted(words, key=lambda row: (-row.requests - row.mentors, row.text))


@dataclass(frozen=True, slots=True)
class CompetenceUse:
    """A tag with how many mentors offer it and how many requests ask for it."""

    competence: Competence
    mentors: int
    requests: int

    @property
    def is_scarce(self) -> bool:
        return self.requests > 0 and self.mentors == 0


def competence_uses(
    user: User, organisation: Organisation, cycle: Cycle | None, words: str = ""
) -> list[CompetenceUse]:
    """Return the topics with their counts in the cycle, the most asked for first.

    Each count is of the rows its list shows the user.
    """
    rows = competences_of(organisation)
    for word in words.split():
        rows = rows.filter(normalised__contains=word)
    mentors: dict[int, int] = {}
    requests: dict[int, int] = {}
    if cycle is not None:
        today = local_day(organisation)
        mentors = _counts(mentors_found(user, cycle, Chosen(), today))
        requests = _counts(requests_found(user, cycle, RequestsChosen()))
    uses = [
        CompetenceUse(row, mentors.get(row.pk, 0), requests.get(row.pk, 0))
        for row in rows
    ]
    return sorted(
        uses, key=lambda use: (-use.requests, -use.mentors, use.competence.title)
    )


def _counts(tagged: QuerySet[Any]) -> dict[int, int]:
    rows = tagged.filter(competences__isnull=False).order_by().values("competences")
    counted = rows.annotate(used=Count("pk", distinct=True))
    return dict(counted.values_list("competences", "used"))

"""The vocabulary of competences as code reads it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation
from common.russian.names import normalise
from registry.models import Competence, Cycle, MentorCard, Request, TopicPhrase
from registry.tagging import Vocabulary


def competences_of(organisation: Organisation) -> QuerySet[Competence]:
    """Return the common tags and the organisation's own."""
    return Competence.objects.filter(
        Q(organisation=None) | Q(organisation=organisation)
    )


def vocabulary_of(organisation: Organisation) -> Vocabulary:
    """Return the tags with their synonyms, ready to be recognised in texts."""
    rows = competences_of(organisation).order_by("pk")
    tags = {row.pk: [row.title, *row.synonyms] for row in rows}
    ignored = []
    phrases = TopicPhrase.objects.filter(organisation=organisation).order_by("pk")
    for title, key in phrases.values_list("title", "competence_id"):
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
    organisation: Organisation, cycle: Cycle | None, words: str = ""
) -> list[CompetenceUse]:
    """Return the tags with their counts in the cycle, the most asked for first."""
    rows = competences_of(organisation)
    for word in words.split():
        rows = rows.filter(normalised__contains=word)
    mentors = _counts(rows, "mentor_cards", Q(mentor_cards__cycle=cycle))
    requests = _counts(rows, "requests", Q(requests__card__cycle=cycle))
    uses = [
        CompetenceUse(row, mentors.get(row.pk, 0), requests.get(row.pk, 0))
        for row in rows
    ]
    return sorted(
        uses, key=lambda use: (-use.requests, -use.mentors, use.competence.title)
    )


def _counts(rows: QuerySet[Competence], relation: str, in_cycle: Q) -> dict[int, int]:
    counted = rows.annotate(used=Count(relation, filter=in_cycle, distinct=True))
    return dict(counted.values_list("pk", "used"))

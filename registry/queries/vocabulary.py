"""The vocabulary of competences as code reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation
from registry.models import Competence, Cycle
from registry.tagging import Vocabulary


def competences_of(organisation: Organisation) -> QuerySet[Competence]:
    """Return the common tags and the organisation's own."""
    return Competence.objects.filter(
        Q(organisation=None) | Q(organisation=organisation)
    )


def vocabulary_of(organisation: Organisation) -> Vocabulary:
    """Return the tags with their synonyms, ready to be recognised in texts."""
    rows = competences_of(organisation).order_by("pk")
    return Vocabulary({row.pk: (row.title, *row.synonyms) for row in rows})


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

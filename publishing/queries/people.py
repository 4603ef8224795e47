"""Who may be named in public at this very moment (invariant 19)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from publishing.naming import Named
from registry.enums import ConsentKind, MentorStatus
from registry.models import Consent, Cycle, MentorCard, Person

NAME = "full_name"
PLACE = "place"
ACHIEVEMENTS = "achievements"
REVIEW = "review"

SHOWN_MENTORS = [
    MentorStatus.SELECTED,
    MentorStatus.REGISTERED,
    MentorStatus.READY,
    MentorStatus.IN_PAIR,
    MentorStatus.LONG_TERM,
]


def allowed_fields(people: Iterable[int], on: date) -> dict[int, frozenset[str]]:
    """Return what of each person anybody may see on the day; one query.

    Nothing is kept between requests: a consent withdrawn is gone with the next one.
    What was not allowed in so many words is not (152-ФЗ ст. 10.1).
    """
    consents = (
        Consent.objects.valid_on(on)
        .filter(kind=ConsentKind.PUBLICATION, person__in=set(people))
        .select_related("person")
    )
    return {
        consent.person_id: frozenset(
            code
            for code, answer in consent.answers.items()
            if isinstance(answer, dict) and answer.get("is_allowed") is True
        )
        for consent in consents
        if consent.stands_on(on)
    }


@dataclass(frozen=True, slots=True)
class ShownMentor:
    """A mentor as the page shows him: what he allowed and nothing else."""

    name: str
    place: str
    competences: tuple[str, ...]


def shown_mentors(cycle: Cycle, on: date) -> list[ShownMentor]:
    """Return the mentors of the cycle who let their names be published."""
    cards = (
        MentorCard.objects.filter(cycle=cycle, status__in=SHOWN_MENTORS)
        .select_related("person")
        .prefetch_related("competences")
    )
    allowed = allowed_fields([card.person_id for card in cards], on)
    return [
        _shown(card, allowed[card.person_id])
        for card in cards
        if NAME in allowed.get(card.person_id, frozenset())
    ]


def _shown(card: MentorCard, allowed: Collection[str]) -> ShownMentor:
    person = card.person
    competences = card.competences.all() if ACHIEVEMENTS in allowed else []
    return ShownMentor(
        person.full_name,
        (person.post or person.workplace) if PLACE in allowed else "",
        tuple(competence.title for competence in competences),
    )


def named_of(people: Iterable[Person]) -> list[Named]:
    """Return the people as a text is compared with them."""
    return [Named(person.pk, person.last_name, person.first_name) for person in people]


def participants(organisation_id: int) -> list[Person]:
    """Return everybody who has ever had a card here: whom a text may name."""
    mentors = Person.objects.filter(mentorcards__isnull=False)
    mentees = Person.objects.filter(menteecards__isnull=False)
    return list((mentors | mentees).filter(organisation_id=organisation_id).distinct())

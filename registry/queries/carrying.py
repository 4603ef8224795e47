"""Who may go on into the next cycle (R-088, R-292)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from registry.enums import CycleStatus, MenteeStatus, MentorStatus
from registry.models import Cycle, MenteeCard, MentorCard
from registry.queries.consents import people_without_consent

M, E = MentorStatus, MenteeStatus
MENTORS_GOING_ON = (
    *(M.LONG_TERM, M.IN_PAIR, M.READY),
    *(M.REGISTERED, M.SELECTED, M.YEAR_BASE),
)
MENTEES_GOING_ON = (
    *(E.IN_BASE, E.ANALYSED, E.MATCHING, E.UNMATCHED),
    *(E.PAIRED, E.IN_PROGRAMME, E.STALE, E.CONSENT_WAIT),
)


@dataclass(frozen=True, slots=True)
class Going:
    """A card that may go on, and whether the consent stands today."""

    card: MentorCard | MenteeCard
    lacks_consent: bool


def cycles_to_carry_into(source: Cycle) -> list[Cycle]:
    """Return the cycles of the organisation that begin later and are not closed."""
    return list(
        Cycle.objects.open()
        .filter(organisation_id=source.organisation_id, starts_on__gt=source.starts_on)
        .exclude(pk=source.pk)
        .exclude(status=CycleStatus.CLOSING)
    )


def carried_mentors(source: Cycle, target: Cycle) -> QuerySet[MentorCard]:
    """Return the mentors who may go on and are not there yet."""
    there = MentorCard.objects.filter(cycle=target, person=OuterRef("person"))
    return (
        MentorCard.objects.filter(
            cycle=source,
            status__in=MENTORS_GOING_ON,
            person__departure="",
            person__erased_at=None,
        )
        .exclude(Exists(there))
        .select_related("person__group", "person__organisation", "cycle")
    )


def carried_mentees(source: Cycle, target: Cycle) -> QuerySet[MenteeCard]:
    """Return the mentees who have not completed and are not there yet."""
    there = MenteeCard.objects.filter(cycle=target, person=OuterRef("person"))
    return (
        MenteeCard.objects.filter(
            cycle=source,
            status__in=MENTEES_GOING_ON,
            person__departure="",
            person__erased_at=None,
        )
        .exclude(Exists(there))
        .select_related("person__group", "person__organisation", "cycle")
    )


def going_of(cards: Iterable[MentorCard | MenteeCard], on: date) -> list[Going]:
    """Return the cards with what their consents are today; one query."""
    rows = list(cards)
    lacking = {
        person.pk
        for person in people_without_consent([card.person for card in rows], on)
    }
    return [Going(card, card.person_id in lacking) for card in rows]

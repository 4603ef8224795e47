"""Both sides of a cycle: who seeks a mentor, who has places; the bridge to the matching."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from programmes import matching
from programmes.enums import AcceptanceAnswer, PairSide, PairStatus, ProposalStatus
from programmes.matching import Pairing, Weights
from programmes.models import Acceptance, PairMember, Proposal
from programmes.queries.consents import missing_consents
from registry.enums import ConsentKind, MentorStatus
from registry.models import (
    Cycle,
    Guardianship,
    MenteeCard,
    MentorCard,
    MentoringForm,
)
from registry.models.card import CardQuerySet

TRAINED = frozenset({MentorStatus.REGISTERED, MentorStatus.READY, MentorStatus.IN_PAIR})
_SEPARATORS = re.compile(r"[;,\n]+")


@dataclass(frozen=True, slots=True)
class Pool:
    """A cycle's mentors in work and its mentees who seek one.

    `places` are free places by mentor's card, `missing` consents by person,
    `relatives` keys of persons by person.
    """

    day: date
    mentors: tuple[MentorCard, ...]
    mentees: tuple[MenteeCard, ...]
    places: dict[int, int]
    missing: dict[int, ConsentKind]
    relatives: dict[int, frozenset[int]]

    @property
    def free_mentors(self) -> list[MentorCard]:
        return [card for card in self.mentors if self.places[card.pk]]

    @property
    def free_place_count(self) -> int:
        return sum(self.places.values())


def pool_of(cycle: Cycle, day: date) -> Pool:
    """Read both sides of the cycle as they stand."""
    mentors = tuple(mentors_in_work(cycle).for_list())
    mentees = tuple(
        MenteeCard.objects.filter(cycle=cycle)
        .waiting_for_mentor()
        .exclude(pair_members__is_current=True)
        .for_list()
    )
    people = [card.person for card in (*mentors, *mentees)]
    held = held_places(card.pk for card in mentors)
    return Pool(
        day=day,
        mentors=mentors,
        mentees=mentees,
        places={card.pk: max(card.capacity - held[card.pk], 0) for card in mentors},
        missing=missing_consents(people, day),
        relatives=relatives_of([person.pk for person in people], day),
    )


def mentors_in_work(cycle: Cycle) -> CardQuerySet:
    """Return the mentors who may be proposed; trained ones where the cycle asks (R-285)."""
    cards = MentorCard.objects.filter(cycle=cycle).in_work()
    return (
        cards.filter(status__in=TRAINED) if cycle.training_precedes_pairing else cards
    )


def held_places(cards: Iterable[int]) -> Counter[int]:
    """Count the mentees of each mentor's pairs, from proposed to working."""
    return Counter(
        PairMember.objects.filter(
            pair__mentor_card_id__in=list(cards), is_current=True
        ).values_list("pair__mentor_card_id", flat=True)
    )


def relatives_of(people: Iterable[int], day: date) -> dict[int, frozenset[int]]:
    """Return whom each person represents or is represented by on the day."""
    keys = list(people)
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = Guardianship.objects.filter(
        Q(to_on=None) | Q(to_on__gte=day),
        Q(child_id__in=keys) | Q(guardian_id__in=keys),
    )
    for child, guardian in rows.values_list("child_id", "guardian_id"):
        found[child].add(guardian)
        found[guardian].add(child)
    return {key: frozenset(found[key]) for key in keys if key in found}


def case_of(
    pool: Pool,
    *,
    weights: Weights,
    refused: frozenset[Pairing] = frozenset(),
    shown: frozenset[Pairing] = frozenset(),
) -> matching.Case:
    """Return what the matching knows of the two sides; keys are those of the cards."""
    return matching.Case(
        mentors=tuple(_mentor(card, pool) for card in pool.mentors),
        mentees=tuple(_mentee(card, pool) for card in pool.mentees),
        weights=weights,
        refused=refused,
        shown=shown,
    )


def _mentor(card: MentorCard, pool: Pool) -> matching.Mentor:
    return matching.Mentor(
        key=card.pk,
        person_key=card.person_id,
        capacity=pool.places[card.pk],
        has_consent=card.person_id not in pool.missing,
        forms=_forms(card.form),
        competences=frozenset(tag.title for tag in card.competences.all()),
        competence_text=card.competences_text,
        interests=listed(card.interests),
        age_from=card.wanted_age_from,
        age_to=card.wanted_age_to,
        blocked=pool.relatives.get(card.person_id, frozenset()),
    )


def _mentee(card: MenteeCard, pool: Pool) -> matching.Mentee:
    requests = [row for row in card.requests.all() if row.closed_on is None]
    return matching.Mentee(
        key=card.pk,
        person_key=card.person_id,
        has_consent=card.person_id not in pool.missing,
        forms=_forms(card.form),
        requests=frozenset(tag.title for r in requests for tag in r.competences.all()),
        request_text=" ".join(request.text for request in requests),
        age=card.person.age_on(pool.day),
        blocked=pool.relatives.get(card.person_id, frozenset()),
    )


def _forms(form: MentoringForm | None) -> frozenset[str]:
    return frozenset({form.title} if form else ())


def listed(text: str) -> frozenset[str]:
    """Return the parts of a list people typed with semicolons, commas or lines."""
    return frozenset(part.strip() for part in _SEPARATORS.split(text) if part.strip())


def refused_pairings(cycle: Cycle) -> frozenset[Pairing]:
    """Return the pairs never to be proposed again in this cycle.

    A side declined, the pair parted before its term, or the curator took the proposal
    off.
    """
    dismissed = Proposal.objects.filter(
        run__cycle=cycle, status=ProposalStatus.DISMISSED
    ).values_list("mentee_card_id", "mentor_card_id")
    return frozenset(dismissed) | _declined(cycle) | _parted(cycle)


def _declined(cycle: Cycle) -> frozenset[Pairing]:
    members = _members(cycle, PairStatus.DECLINED)
    answers = Acceptance.objects.filter(
        pair__in={pair for pair, *_ in members}, answer=AcceptanceAnswer.DECLINED
    )
    by_mentor = {answer.pair_id for answer in answers if answer.side == PairSide.MENTOR}
    by_person = {(answer.pair_id, answer.person_id) for answer in answers}
    return frozenset(
        (mentee, mentor)
        for pair, mentee, mentor, person in members
        if pair in by_mentor or (pair, person) in by_person
    )


def _parted(cycle: Cycle) -> frozenset[Pairing]:
    members = _members(cycle, PairStatus.ENDED_EARLY)
    return frozenset((mentee, mentor) for _, mentee, mentor, _ in members)


def _members(cycle: Cycle, status: PairStatus) -> list[tuple[int, int, int, int]]:
    return list(
        PairMember.objects.filter(pair__cycle=cycle, pair__status=status).values_list(
            "pair_id",
            "mentee_card_id",
            "pair__mentor_card_id",
            "mentee_card__person_id",
        )
    )

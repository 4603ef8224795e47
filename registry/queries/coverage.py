"""Which requests find a mentor and which find none: whom to look for (R-368, R-281)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import User
from registry.models import Competence, Cycle, MentorCard
from registry.queries.requests import (
    RequestsChosen,
    RequestState,
    requests_found,
)
from registry.queries.vocabulary import competences_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """A topic, how many mentees ask for it and wait, and how many places are free.

    Without a topic: the mentees whose requests name none.
    """

    topic: Competence | None
    mentees: int
    mentors: int
    places: int

    @property
    def code(self) -> str:
        """How the balance is called in badges: uncovered, short, covered, unasked."""
        if not self.mentees:
            return "unasked"
        if not self.places:
            return "uncovered"
        return "short" if self.places < self.mentees else "covered"

    @property
    def title(self) -> str:
        return self.topic.title if self.topic else "Тема не распознана"

    @property
    def wanted(self) -> int:
        """How many places are missing."""
        return max(self.mentees - self.places, 0)

    @property
    def label(self) -> str:
        """The balance in words."""
        return LABELS[self.code]


LABELS = {
    "uncovered": "Искать наставника",
    "short": "Мест не хватает",
    "covered": "Мест хватает",
    "unasked": "Никто не ждёт",
}
RANKS = tuple(LABELS)


def coverage_of(user: User, cycle: Cycle) -> list[Coverage]:
    """Return the topics asked for or offered, those nobody covers first."""
    asked = _asked(user, cycle)
    offered = _offered(user, cycle)
    rows = [
        Coverage(
            topic,
            asked.get(topic.pk, 0),
            len(offered[topic.pk]),
            sum(offered[topic.pk]),
        )
        for topic in competences_of(cycle.organisation)
        if topic.pk in asked or topic.pk in offered
    ]
    if None in asked:
        rows.append(Coverage(None, asked[None], 0, 0))
    return sorted(
        rows,
        key=lambda row: (RANKS.index(row.code), -row.wanted, -row.mentees, row.title),
    )


def _asked(user: User, cycle: Cycle) -> dict[int | None, int]:
    """Count by topic the mentees whose open requests wait; None has no topic."""
    waiting = requests_found(user, cycle, RequestsChosen(state=RequestState.WAITING))
    rows = waiting.order_by().values("competences")
    counted = rows.annotate(mentees=Count("card", distinct=True))
    return dict(counted.values_list("competences", "mentees"))


@dataclass(frozen=True, slots=True)
class MentorPlaces:
    """A mentor who may be proposed, and how many more mentees he takes."""

    card: MentorCard
    held: int

    @property
    def free(self) -> int:
        return max(self.card.capacity - self.held, 0)


def mentor_places(user: User, cycle: Cycle, topic: Competence) -> list[MentorPlaces]:
    """Return the mentors who offer the topic, those with free places first."""
    cards = (
        MentorCard.objects.visible_to(user)
        .filter(cycle=cycle, competences=topic)
        .in_work()
        .select_related("person")
    )
    held = _held(cycle)
    rows = [MentorPlaces(card, held.get(card.pk, 0)) for card in cards]
    return sorted(rows, key=lambda row: -row.free)


def _offered(user: User, cycle: Cycle) -> defaultdict[int, list[int]]:
    """Return by topic how many places each mentor in work has free."""
    held = _held(cycle)
    cards = MentorCard.objects.visible_to(user).filter(cycle=cycle).in_work()
    free: defaultdict[int, list[int]] = defaultdict(list)
    rows = cards.filter(competences__isnull=False).order_by()
    for key, capacity, topic in rows.values_list("pk", "capacity", "competences"):
        free[topic].append(max(capacity - held.get(key, 0), 0))
    return free


def _held(cycle: Cycle) -> dict[int, int]:
    """Count the mentees every mentor's pairs hold, from proposed to working."""
    held = Count("pairs__members", filter=Q(pairs__members__is_current=True))
    cards = MentorCard.objects.filter(cycle=cycle).order_by().annotate(held=held)
    return dict(cards.filter(held__gt=0).values_list("pk", "held"))

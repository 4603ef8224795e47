"""What came of each card of a cycle: meetings, rows of the plan, the end of the pair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from common.russian.dates import short_date
from common.russian.plural import counted
from monitoring.queries.surveys import WORKED
from programmes.enums import MeetingStatus, PairStatus, PlanRowStatus
from programmes.models import Meeting, Pair, PairMember, PlanRow
from programmes.models.pair import PairQuerySet
from registry.models import Cycle, MenteeCard, MentorCard


@dataclass(frozen=True, slots=True)
class CardResult:
    """A card and what may be written into it; `completed_on` when a pair was completed."""

    card: MentorCard | MenteeCard
    words: str
    completed_on: date | None


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What a pair has done."""

    held: int
    rows: int
    done: int
    completed_on: date | None


def mentor_results(cycle: Cycle) -> list[CardResult]:
    """Return the mentors of the cycle whose pairs worked."""
    facts = _facts_of(cycle)
    own: dict[int, list[PairFacts]] = {}
    for pk, card_id in _worked(cycle).values_list("pk", "mentor_card_id"):
        own.setdefault(card_id, []).append(facts[pk])
    cards = MentorCard.objects.filter(pk__in=own).select_related("cycle__organisation")
    return [_result(card, own[card.pk]) for card in cards]


def mentee_results(cycle: Cycle) -> list[CardResult]:
    """Return the mentees of the cycle whose pairs worked."""
    facts = _facts_of(cycle)
    own: dict[int, list[PairFacts]] = {}
    members = PairMember.objects.filter(pair__in=_worked(cycle))
    for pair_id, card_id in members.values_list("pair_id", "mentee_card_id"):
        own.setdefault(card_id, []).append(facts[pair_id])
    cards = MenteeCard.objects.filter(pk__in=own).select_related("cycle__organisation")
    return [_result(card, own[card.pk]) for card in cards]


def _worked(cycle: Cycle) -> PairQuerySet:
    return Pair.objects.filter(cycle=cycle, status__in=WORKED)


def _facts_of(cycle: Cycle) -> dict[int, PairFacts]:
    met = Meeting.objects.filter(pair__cycle=cycle, status=MeetingStatus.HELD)
    rows = PlanRow.objects.filter(programme__pair__cycle=cycle).exclude(
        status=PlanRowStatus.CANCELLED
    )
    held = dict(met.order_by().values_list("pair").annotate(Count("pk")))
    planned = {
        pair: (count, done)
        for pair, count, done in rows.order_by()
        .values_list("programme__pair")
        .annotate(
            row_count=Count("pk"),
            done_count=Count("pk", filter=Q(status=PlanRowStatus.DONE)),
        )
    }
    return {
        pair.pk: PairFacts(
            held.get(pair.pk, 0),
            *planned.get(pair.pk, (0, 0)),
            pair.ended_on if pair.status == PairStatus.COMPLETED else None,
        )
        for pair in _worked(cycle)
    }


def _result(card: MentorCard | MenteeCard, facts: Iterable[PairFacts]) -> CardResult:
    pairs = list(facts)
    held = sum(pair.held for pair in pairs)
    rows = sum(pair.rows for pair in pairs)
    completed = [pair.completed_on for pair in pairs if pair.completed_on is not None]
    words = [f"Проведено {counted(held, 'встреча', 'встречи', 'встреч')}."]
    if rows:
        done = sum(pair.done for pair in pairs)
        words.append(f"Выполнено мероприятий плана: {done} из {rows}.")
    if completed:
        words.append(f"Программа пройдена {short_date(max(completed))}.")
    return CardResult(card, " ".join(words), max(completed, default=None))

"""The pairs of an order, and all that stands in its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from common.links import link
from documents.enums import DocumentStatus
from documents.models import Document
from programmes.enums import AcceptanceAnswer, PairStatus
from programmes.models import Pair, PairMember
from programmes.models.pair import WORKING
from programmes.queries.consents import missing_consents
from programmes.queries.people import listed_name
from programmes.queries.pools import TRAINED
from registry.enums import ConsentKind, MenteeStatus, MentorStatus
from registry.models import Cycle, Person

MAY_BE_PAIRED = frozenset({MenteeStatus.MATCHING})
MAY_WORK = TRAINED | {MentorStatus.YEAR_BASE, MentorStatus.SELECTED}
TAKING = (PairStatus.SUBMITTED, *WORKING)
IN_ORDER = (PairStatus.AGREED, PairStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why the order cannot go on, what to do, and where; `pair` None concerns them all."""

    pair: Pair | None
    text: str
    url: str = ""


def for_order(pairs: QuerySet[Pair]) -> list[Pair]:
    """Carry all that the checks and the paper need, in the order of the paper."""
    return list(
        pairs.select_related(
            "organisation",
            "cycle__introduction_order",
            "mentor_card__person__group",
            "mentor_card__person__organisation",
            "form",
        )
        .prefetch_related(
            "members__mentee_card__person__group",
            "members__mentee_card__person__organisation",
            "acceptances__person",
            "kinds",
        )
        .order_by(
            "mentor_card__person__last_name", "mentor_card__person__first_name", "pk"
        )
    )


def candidates_for_order(cycle: Cycle, document: Document | None = None) -> list[Pair]:
    """Return the pairs that may stand in an order: agreed or returned, in no other one."""
    free = Pair.objects.filter(cycle=cycle, status__in=IN_ORDER, order=None)
    if document is not None:
        free |= Pair.objects.filter(cycle=cycle, status__in=IN_ORDER, order=document)
    return for_order(free)


def pairs_of(document: Document) -> list[Pair]:
    """Return the pairs of an order."""
    return for_order(Pair.objects.filter(order=document))


def people_of(pairs: Iterable[Pair]) -> list[Person]:
    """Return everybody in the pairs."""
    return [
        person
        for pair in pairs
        for person in (
            pair.mentor_card.person,
            *(member.mentee_card.person for member in pair.members.all()),
        )
    ]


def obstacles_of(
    pairs: Sequence[Pair], day: date, *, at_signing: bool = False
) -> list[Obstacle]:
    """Return all that forbids the pairs to be fixed by an order (30, R-255…R-263).

    Places of pairs that wait in other orders count too, until the signing itself.
    """
    if not pairs:
        return [Obstacle(None, "В приказе нет ни одной пары: отметьте хотя бы одну.")]
    found = _cycle_obstacles(pairs[0].cycle)
    missing = missing_consents(people_of(pairs), day)
    overfull = _overfull(pairs, WORKING if at_signing else TAKING)
    for pair in pairs:
        found += _pair_obstacles(pair, day)
        found += _consent_obstacles(pair, missing)
        if pair.mentor_card_id in overfull:
            found.append(Obstacle(pair, overfull[pair.mentor_card_id], _page(pair)))
    return found


def _cycle_obstacles(cycle: Cycle) -> list[Obstacle]:
    if cycle.is_introduced:
        return []
    return [
        Obstacle(
            None,
            "Нет подписанного приказа о внедрении наставничества в этом цикле:"
            " подпишите его или внесите изданный вне портала.",
        )
    ]


def _pair_obstacles(pair: Pair, day: date) -> list[Obstacle]:
    mentor = pair.mentor_card
    members = [member.mentee_card for member in pair.members.all() if member.is_current]
    told: list[str] = []
    if not members:
        told.append("в паре нет наставляемых: снимите её")
    if any(row.answer != AcceptanceAnswer.ACCEPTED for row in pair.acceptances.all()):
        told.append(
            "согласны не все стороны: дождитесь ответов или внесите их с бумаги"
        )
    if pair.ends_on <= day:
        told.append("срок пары уже прошёл: снимите её и составьте заново")
    if mentor.status not in MAY_WORK:
        told.append("наставник больше не в работе: подберите другого")
    elif pair.cycle.training_precedes_pairing and mentor.status not in TRAINED:
        told.append("наставник ещё не прошёл обучение, а в этом цикле оно раньше пар")
    told += [
        f"{listed_name(card.person)} больше не ищет наставника: снимите пару"
        for card in members
        if card.status not in MAY_BE_PAIRED
    ]
    return [Obstacle(pair, text, _page(pair)) for text in told]


def _consent_obstacles(pair: Pair, missing: dict[int, ConsentKind]) -> list[Obstacle]:
    return [
        Obstacle(
            pair,
            f"{listed_name(person)}: нет действующего согласия"
            f" («{missing[person.pk].label}») — получите его или внесите с бумаги",
            _page(pair),
        )
        for person in people_of([pair])
        if person.pk in missing
    ]


def _overfull(pairs: Sequence[Pair], taking: Sequence[PairStatus]) -> dict[int, str]:
    """Return the mentors who would have more mentees than places, with the reason."""
    asked: Counter[int] = Counter()
    capacity = {}
    for pair in pairs:
        asked[pair.mentor_card_id] += len(pair.members.all())
        capacity[pair.mentor_card_id] = pair.mentor_card.capacity
    taken = taken_places(capacity, taking, exclude=pairs)
    return {
        card: (
            f"у наставника мест: {capacity[card]}, а наставляемых станет"
            f" {asked[card] + taken[card]}: уберите пару или увеличьте число мест"
        )
        for card in asked
        if asked[card] + taken[card] > capacity[card]
    }


def taken_places(
    cards: Iterable[int], taking: Sequence[PairStatus], exclude: Iterable[Pair] = ()
) -> Counter[int]:
    """Count the mentees of each mentor's other pairs in the states given."""
    rows = PairMember.objects.filter(
        pair__mentor_card_id__in=list(cards),
        is_current=True,
        pair__status__in=taking,
    ).exclude(pair__in=[pair.pk for pair in exclude])
    return Counter(rows.values_list("pair__mentor_card_id", flat=True))


def _page(pair: Pair) -> str:
    return link(
        "programmes:pair_detail", organisation=pair.organisation.slug, pk=pair.pk
    )


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A pair to be put into the order: ticked or not, and what stands in its way."""

    pair: Pair
    is_chosen: bool
    obstacles: list[Obstacle]


def order_rows(
    candidates: Sequence[Pair], chosen: Iterable[object] | None, day: date
) -> list[OrderRow]:
    """Return the rows of the page where an order's pairs are chosen."""
    ticked = {str(key) for key in chosen or ()}
    obstacles = obstacles_of(candidates, day) if candidates else []
    return [
        OrderRow(
            pair,
            str(pair.pk) in ticked,
            [row for row in obstacles if row.pair is pair],
        )
        for pair in candidates
    ]


def open_orders(cycle: Cycle) -> list[Document]:
    """Return the drafts and returned orders on the cycle's pairs, the newest first."""
    return list(
        Document.objects.filter(
            kind__code="order_pairs",
            status__in=[DocumentStatus.DRAFT, DocumentStatus.RETURNED],
            pairs__cycle=cycle,
        )
        .distinct()
        .order_by("-pk")
    )

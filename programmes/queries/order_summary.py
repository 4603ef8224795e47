"""What the director looks at beside the order: reasons, consents, load, conflicts."""

from __future__ import annotations

from dataclasses import dataclass

from documents.enums import DocumentStatus
from documents.models import Document
from documents.queries import signers
from programmes.enums import PairStatus
from programmes.models import Pair
from programmes.models.pair import WORKING
from programmes.queries.order_pairs import (
    Obstacle,
    obstacles_of,
    pairs_of,
    people_of,
    taken_places,
)
from registry.queries.consents import local_day

SHOWN_OPEN = 5


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A pair of the order: what speaks for it and against it, the mentor's load after."""

    pair: Pair
    load: int
    capacity: int
    obstacles: list[Obstacle]
    may_be_struck: bool


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """All pairs of the order; `general` concerns the order as a whole."""

    rows: list[SummaryRow]
    general: list[str]
    mentee_count: int

    @property
    def is_clear(self) -> bool:
        return not self.general and not any(row.obstacles for row in self.rows)

    @property
    def is_folded(self) -> bool:
        """A long clear list folds, so that the order itself is in sight (ux page 4)."""
        return self.is_clear and len(self.rows) > SHOWN_OPEN


def summary_of(document: Document) -> OrderSummary:
    """Return the order's pairs as the one who signs needs them."""
    pairs = pairs_of(document)
    is_waiting = document.status == DocumentStatus.SUBMITTED
    obstacles = (
        obstacles_of(pairs, local_day(document.organisation), at_signing=True)
        if is_waiting
        else []
    )
    load = taken_places([pair.mentor_card_id for pair in pairs], WORKING)
    if is_waiting:
        for pair in pairs:
            load[pair.mentor_card_id] += len(pair.members.all())
    return OrderSummary(
        rows=[
            SummaryRow(
                pair=pair,
                load=load[pair.mentor_card_id],
                capacity=pair.mentor_card.capacity,
                obstacles=[row for row in obstacles if row.pair == pair],
                may_be_struck=pair.status == PairStatus.SUBMITTED and len(pairs) > 1,
            )
            for pair in pairs
        ],
        general=[row.text for row in obstacles if row.pair is None]
        + _conflicts(document, pairs),
        mentee_count=sum(len(pair.members.all()) for pair in pairs),
    )


def _conflicts(document: Document, pairs: list[Pair]) -> list[str]:
    """Who of those who may sign is in a pair himself, and so may not (invariant 10)."""
    involved = {person.user_id for person in people_of(pairs)}
    return [
        f"{user} участвует в паре из этого приказа и подписать его не может."
        for user in signers(document.organisation)
        if user.pk in involved and document.status == DocumentStatus.SUBMITTED
    ]

"""What is still going on in a cycle that somebody wants to close."""

from __future__ import annotations

from dataclasses import dataclass

from common.russian.plural import counted
from documents.enums import DocumentStatus
from programmes.enums import PairStatus
from programmes.models import Measure, Pair
from registry.models import Cycle

BEFORE_ORDER = [
    PairStatus.PROPOSED,
    PairStatus.AGREED,
    PairStatus.SUBMITTED,
    PairStatus.RETURNED,
]


@dataclass(frozen=True, slots=True)
class LeftInCycle:
    """What is not over: counts of pairs, orders on the desk and open measures."""

    working_pairs: int
    waiting_pairs: int
    orders: int
    measures: int

    @property
    def forbidding(self) -> list[str]:
        """Name what must be over before the cycle is closed; measures only warn."""
        told = (
            (
                self.working_pairs,
                ("работающую пару", "работающие пары", "работающих пар"),
            ),
            (
                self.waiting_pairs,
                ("пару до приказа", "пары до приказа", "пар до приказа"),
            ),
            (
                self.orders,
                ("приказ у директора", "приказа у директора", "приказов у директора"),
            ),
        )
        return [counted(count, *words) for count, words in told if count]


def left_in(cycle: Cycle) -> LeftInCycle:
    """Count what still goes on in the cycle."""
    pairs = Pair.objects.filter(cycle=cycle)
    return LeftInCycle(
        working_pairs=pairs.working().count(),
        waiting_pairs=pairs.filter(status__in=BEFORE_ORDER).count(),
        orders=pairs.filter(order__status=DocumentStatus.SUBMITTED)
        .values("order")
        .distinct()
        .count(),
        measures=Measure.objects.open().filter(section__roadmap__cycle=cycle).count(),
    )

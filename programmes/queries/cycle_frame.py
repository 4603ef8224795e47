"""What every deadline of a cycle is read against: words, pictures, sheets, stored days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TypedDict

from programmes.queries.order_days import OrderDays
from registry.models import Cycle
from registry.queries.day_corrections import day_corrections


class Frame(TypedDict):
    """The cycle's term, the days of its orders, the days moved against the calendar.

    Handed as it is to the readings of `programmes.deadlines`, so that none of them can
    know more or less than another.
    """

    cycle_start: date
    cycle_end: date
    order_on: Mapping[str, date]
    corrections: Mapping[date, bool]


class MovedDays(Mapping[date, bool]):
    """The moved days, looked for only when a term in working days asks for them."""

    def __getitem__(self, day: date) -> bool:
        return self._known[day]

    def __iter__(self) -> Iterator[date]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    @cached_property
    def _known(self) -> Mapping[date, bool]:
        return day_corrections()


def frame_of(cycle: Cycle) -> Frame:
    """Return the frame, its days looked for once for this cycle in memory."""
    known: Frame | None = vars(cycle).get("_frame")
    if known is None:
        known = vars(cycle)["_frame"] = fresh_frame_of(cycle)
    return known


def fresh_frame_of(cycle: Cycle) -> Frame:
    """Return the frame with its days still to be looked for: an order was just signed."""
    return Frame(
        cycle_start=cycle.starts_on,
        cycle_end=cycle.ends_on,
        order_on=OrderDays(cycle),
        corrections=MovedDays(),
    )

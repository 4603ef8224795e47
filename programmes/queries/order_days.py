"""The days of the orders a term «после приказа …» counts from (R-300)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Min

from documents.enums import DocumentStatus
from documents.models import Document
from programmes.models import Pair
from registry.models import Cycle

INTRODUCTION = "order_cmn_introduction"
PAIRS = "order_pairs"
BEFORE_THE_CYCLE = timedelta(days=62)
"""Orders for the coming school year are signed in the summer before it."""


class OrderDays(Mapping[str, date]):
    """Days of a cycle's signed orders by code of their kind; absent while unsigned.

    The introduction order is that of the cycle itself. Others are looked for only when
    one of them is asked for: the first signed for the cycle counts.
    """

    def __init__(self, cycle: Cycle) -> None:
        self._cycle = cycle

    def __getitem__(self, code: str) -> date:
        if code == INTRODUCTION:
            return self._introduced[code]
        return self._others[code]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._others, **self._introduced})

    def __len__(self) -> int:
        return len({**self._others, **self._introduced})

    @property
    def _introduced(self) -> dict[str, date]:
        order = self._cycle.introduction_order
        if order is None or order.signed_on is None or not self._cycle.is_introduced:
            return {}
        return {INTRODUCTION: order.signed_on}

    @cached_property
    def _others(self) -> dict[str, date]:
        cycle = self._cycle
        signed = (
            Document.objects.filter(
                organisation_id=cycle.organisation_id,
                status=DocumentStatus.SIGNED,
                kind__code__startswith="order_",
                signed_on__range=(cycle.starts_on - BEFORE_THE_CYCLE, cycle.ends_on),
            )
            .exclude(kind__code__in=[INTRODUCTION, PAIRS])
            .order_by()
            .values_list("kind__code")
            .annotate(Min("signed_on"))
        )
        days = {code: day for code, day in signed if day is not None}
        paired = Pair.objects.filter(
            cycle=cycle, order__status=DocumentStatus.SIGNED
        ).aggregate(day=Min("order__signed_on"))["day"]
        return {**days, PAIRS: paired} if paired else days


def order_days(cycle: Cycle) -> OrderDays:
    """Return the days of the cycle's orders, looked for once for this cycle in memory."""
    known = vars(cycle).get("_order_days")
    if not isinstance(known, OrderDays):
        known = OrderDays(cycle)
        vars(cycle)["_order_days"] = known
    return known

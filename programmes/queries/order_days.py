"""The days of the orders a term «после приказа …» counts from (R-300).

What counts as an order of a cycle is said here once, for one cycle and for a query over
many: the cycle's own introduction order, the orders on its pairs, and of every other
kind the orders signed between two months before its beginning and its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Min, OuterRef, QuerySet

from documents.models import Document
from registry.models import Cycle

INTRODUCTION = "order_cmn_introduction"
PAIRS = "order_pairs"
ORDERS = "order_"
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
            other_orders(cycle.organisation_id, cycle.starts_on, cycle.ends_on)
            .order_by()
            .values_list("kind__code")
            .annotate(Min("signed_on"))
        )
        days = {code: day for code, day in signed if day is not None}
        paired = pair_orders(cycle.pk).aggregate(day=Min("signed_on"))["day"]
        return {**days, PAIRS: paired} if paired else days


def other_orders(
    organisation: int | OuterRef, starts_on: date | OuterRef, ends_on: date | OuterRef
) -> QuerySet[Document]:
    """Return the signed orders of a cycle that are neither its introduction nor on pairs."""
    return (
        Document.objects.in_force()
        .filter(
            organisation_id=organisation,
            kind__code__startswith=ORDERS,
            signed_on__gte=starts_on - BEFORE_THE_CYCLE,
            signed_on__lte=ends_on,
        )
        .exclude(kind__code__in=[INTRODUCTION, PAIRS])
    )


def pair_orders(cycle: int | OuterRef) -> QuerySet[Document]:
    """Return the signed orders on the cycle's pairs."""
    return Document.objects.in_force().filter(pairs__cycle=cycle)


def cycles_of(document: Document) -> QuerySet[Cycle]:
    """Return the cycles a signed paper belongs to, by the same rules read backwards.

    The paper that approves a plan belongs to the plan's cycle. More than one is found
    where two cycles share the day.
    """
    cycles = Cycle.objects.filter(organisation_id=document.organisation_id)
    if document.kind.code == INTRODUCTION:
        return cycles.filter(introduction_order=document)
    if document.kind.code == PAIRS:
        return cycles.filter(pairs__order=document).distinct()
    approved = cycles.filter(roadmap__approving_document=document)
    if document.signed_on is None or approved.exists():
        return approved
    return cycles.filter(
        starts_on__lte=document.signed_on + BEFORE_THE_CYCLE,
        ends_on__gte=document.signed_on,
    )

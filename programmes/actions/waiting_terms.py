"""Terms «после приказа …» begin with their order, wait again without it, and are swept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from accounts.models import User
from common.tenancy import everywhere
from documents.enums import DocumentStatus
from documents.models import Document
from programmes.actions.roadmaps import day_of, recompute_days
from programmes.deadlines import DeadlineKind
from programmes.models import Measure, MeasureItem
from programmes.queries.cycle_frame import Frame, MovedDays, frame_of
from programmes.queries.order_days import (
    INTRODUCTION,
    ORDERS,
    PAIRS,
    other_orders,
    pair_orders,
)
from registry.enums import CycleStatus
from registry.models import Cycle

FOUND_SIGNED = "приказ, от которого считается срок, подписан"
DAYS_MOVED = "изменился календарь рабочих дней"
CYCLE = "section__roadmap__cycle"


@transaction.atomic
def follow_order(*, document: Document, by: User, told: str) -> None:
    """Begin the terms after an order just signed, or stop those after one annulled.

    The organisation's open cycles are computed anew: only what counts from the order
    changes, and its history says why.
    """
    if not document.kind.code.startswith(ORDERS):
        return
    cycles = Cycle.objects.filter(organisation_id=document.organisation_id)
    for cycle in (
        cycles.exclude(status=CycleStatus.CLOSED)
        .select_related("introduction_order")
        .order_by("pk")
    ):
        recompute_days(cycle=cycle, by=by, told=told)


def begin_waiting_terms() -> int:
    """Compute the days of the cycles where a term should run and does not; return how many.

    Signing an order begins its terms at once (R-300); the clock makes good what was
    brought in from elsewhere or interrupted, and follows the days moved against the
    calendar. It looks at every organisation with a few queries.
    """
    with everywhere():
        return _swept(_begun(), FOUND_SIGNED) + _swept(_moved(), DAYS_MOVED)


def _swept(cycles: set[int], told: str) -> int:
    rows = Cycle.objects.filter(pk__in=cycles).select_related("introduction_order")
    for cycle in rows.order_by("pk"):
        recompute_days(cycle=cycle, told=told)
    return len(cycles)


def _begun() -> set[int]:
    """Return the open cycles where a term waits for an order that is there."""
    waiting = _with_order(Measure.objects.filter(planned_on=None), CYCLE)
    relative = {"deadline__kind": DeadlineKind.RELATIVE_TO_ORDER.value}
    begun = waiting.filter(**relative, order_on__isnull=False)
    return set(begun.values_list(f"{CYCLE}_id", flat=True).distinct())


def _moved() -> set[int]:
    """Return the open cycles where a term in working days has another day by now."""
    rows = [
        *_in_working_days(Measure.objects.all(), CYCLE, "planned_on"),
        *_in_working_days(MeasureItem.objects.all(), f"measure__{CYCLE}", "due_on"),
    ]
    cycles = Cycle.objects.select_related("introduction_order")
    known = cycles.in_bulk({cycle for cycle, *_ in rows})
    corrections = MovedDays()
    found = set()
    for cycle, stored, day, anchor, order_on in rows:
        frame: Frame = {**frame_of(known[cycle]), "corrections": corrections}
        if stored["kind"] == DeadlineKind.RELATIVE_TO_ORDER:
            frame["order_on"] = {anchor: order_on} if order_on else {}
        if day_of(stored, frame) != day:
            found.add(cycle)
    return found


def _in_working_days(
    rows: QuerySet[Any], cycle: str, day: str
) -> Iterator[tuple[int, dict[str, Any], date | None, str, date | None]]:
    """Yield cycle, deadline, day, the order's code and day of terms in working days."""
    counted = rows.annotate(inner=Cast(KT("deadline__parts"), TextField())).filter(
        Q(deadline__in_working_days=True) | Q(inner__contains="in_working_days")
    )
    yield from _with_order(counted, cycle).values_list(
        f"{cycle}_id", "deadline", day, "anchor", "order_on"
    )


def _with_order(rows: QuerySet[Any], cycle: str) -> QuerySet[Any]:
    """Add the order a term names and the day it was signed, if it was; no closed cycles."""
    others = other_orders(
        OuterRef("organisation_id"),
        OuterRef(f"{cycle}__starts_on"),
        OuterRef(f"{cycle}__ends_on"),
    ).filter(kind__code=OuterRef("anchor"))
    introduced = {f"{cycle}__introduction_order__status": DocumentStatus.SIGNED}
    told: QuerySet[Any] = (
        rows.annotate(anchor=Cast(KT("deadline__anchor"), CharField()))
        .annotate(
            order_on=Case(
                When(
                    anchor=INTRODUCTION,
                    **introduced,
                    then=F(f"{cycle}__introduction_order__signed_on"),
                ),
                When(anchor=INTRODUCTION, then=None),
                When(anchor=PAIRS, then=_first(pair_orders(OuterRef(f"{cycle}_id")))),
                default=_first(others),
                output_field=DateField(),
            )
        )
        .exclude(**{f"{cycle}__status": CycleStatus.CLOSED})
        .order_by()
    )
    return told


def _first(orders: QuerySet[Document]) -> Subquery:
    return Subquery(orders.order_by("signed_on").values("signed_on")[:1])

"""What to tell about a deadline today: how it stands, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from common.russian.dates import long_date
from programmes.deadlines.anchors import NEED
from programmes.deadlines.days import OrderDays, due_on
from programmes.deadlines.shape import Deadline, DeadlineKind

SOON_DAYS = 14


class DeadlineState(StrEnum):
    """The computed marks of R-322; the five without a day say what is waited for."""

    NOT_SET = "not_set"
    ILLEGIBLE = "illegible"
    WAITING_ORDER = "waiting_order"
    WAITING_EVENT = "waiting_event"
    WAITING_SCHEDULE = "waiting_schedule"
    AHEAD = "ahead"
    SOON = "soon"
    OVERDUE = "overdue"


_WITHOUT_DAY: dict[DeadlineKind, DeadlineState] = {
    DeadlineKind.ILLEGIBLE: DeadlineState.ILLEGIBLE,
    DeadlineKind.RELATIVE_TO_ORDER: DeadlineState.WAITING_ORDER,
    DeadlineKind.RELATIVE_TO_EVENT: DeadlineState.WAITING_EVENT,
    DeadlineKind.SEPARATE_SCHEDULE: DeadlineState.WAITING_SCHEDULE,
    DeadlineKind.PROGRAMME_SCHEDULE: DeadlineState.WAITING_SCHEDULE,
}
_WORDS: dict[DeadlineKind, str] = {
    DeadlineKind.ILLEGIBLE: "срок не читается, уточните его",
    DeadlineKind.RELATIVE_TO_ORDER: "ждёт приказа",
    DeadlineKind.RELATIVE_TO_EVENT: "ждёт события",
    DeadlineKind.SEPARATE_SCHEDULE: "по отдельному графику",
    DeadlineKind.PROGRAMME_SCHEDULE: "по срокам программ наставничества",
}


def state(
    deadline: Deadline,
    *,
    cycle_start: date,
    cycle_end: date,
    order_on: date | OrderDays | None = None,
    corrections: Mapping[date, bool] | None = None,
    today: date,
) -> DeadlineState:
    """How the deadline stands on `today`: SOON within two weeks, OVERDUE from the day after."""
    due = due_on(
        deadline,
        cycle_start=cycle_start,
        cycle_end=cycle_end,
        order_on=order_on,
        corrections=corrections,
    )
    if due is None:
        return _WITHOUT_DAY.get(_silent_kind(deadline), DeadlineState.NOT_SET)
    if due < today:
        return DeadlineState.OVERDUE
    is_soon = (due - today).days <= SOON_DAYS
    return DeadlineState.SOON if is_soon else DeadlineState.AHEAD


def state_words(
    deadline: Deadline,
    *,
    cycle_start: date,
    cycle_end: date,
    order_on: date | OrderDays | None = None,
    corrections: Mapping[date, bool] | None = None,
) -> str:
    """«до 30 сентября 2026 г.», or why there is no day: «ждёт приказа»."""
    due = due_on(
        deadline,
        cycle_start=cycle_start,
        cycle_end=cycle_end,
        order_on=order_on,
        corrections=corrections,
    )
    if due is None:
        if deadline.anchor == NEED:
            return "по мере необходимости"
        return _WORDS.get(_silent_kind(deadline), "срок не указан")
    preposition = "" if deadline.kind is DeadlineKind.ON_DATE else "до "
    return preposition + long_date(due)


def _silent_kind(deadline: Deadline) -> DeadlineKind:
    """The kind that explains the missing day: of a compound, its first part that can."""
    known = (part.kind for part in deadline.parts if part.kind in _WORDS)
    return next(known, deadline.kind)

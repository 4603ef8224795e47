"""Deadlines: printed text, meaning, days in a cycle. Pure: knows dates and nothing else."""

from __future__ import annotations

from programmes.deadlines.days import (
    OrderDays,
    Span,
    add_months,
    due_on,
    spans,
    starts_on,
)
from programmes.deadlines.describing import describe
from programmes.deadlines.moving import moved
from programmes.deadlines.parsing import parse, readings
from programmes.deadlines.shape import (
    UNSPECIFIED,
    Deadline,
    DeadlineKind,
    Month,
    MonthDay,
    Operator,
    Recurrence,
)
from programmes.deadlines.states import SOON_DAYS, DeadlineState, state, state_words

__all__ = [
    "SOON_DAYS",
    "UNSPECIFIED",
    "Deadline",
    "DeadlineKind",
    "DeadlineState",
    "Month",
    "MonthDay",
    "Operator",
    "OrderDays",
    "Recurrence",
    "Span",
    "add_months",
    "describe",
    "due_on",
    "moved",
    "parse",
    "readings",
    "spans",
    "starts_on",
    "state",
    "state_words",
]

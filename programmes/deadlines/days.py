"""From a deadline to days of a cycle (R-300).

A day off is not moved to a working day here: whoever wants that says so on the page (R-311).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from programmes.deadlines.shape import (
    MONTHS_IN_YEAR,
    Deadline,
    DeadlineKind,
    Month,
    Recurrence,
)

SCHOOL_YEAR_MONTH = 9


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included; no beginning when only the end is named."""

    first_on: date | None
    last_on: date


@dataclass(frozen=True, slots=True)
class _Frame:
    """The cycle against which a deadline is read."""

    start: date
    end: date
    order_on: date | None


def spans(
    deadline: Deadline,
    *,
    cycle_start: date,
    cycle_end: date,
    order_on: date | None = None,
) -> tuple[Span, ...]:
    """The stretches of days the deadline means, in order; none when it names no days.

    A month list has several, a range one. `order_on` is the day of the order a relative
    deadline counts from. Raises ValueError when the cycle ends before it starts.
    """
    if cycle_end < cycle_start:
        msg = "the cycle ends before it starts"
        raise ValueError(msg)
    found = _spans(deadline, _Frame(cycle_start, cycle_end, order_on))
    return tuple(sorted(found, key=lambda span: span.last_on))


def starts_on(
    deadline: Deadline,
    *,
    cycle_start: date,
    cycle_end: date,
    order_on: date | None = None,
) -> date | None:
    """The first day of the work; None when the text names no beginning."""
    found = spans(
        deadline, cycle_start=cycle_start, cycle_end=cycle_end, order_on=order_on
    )
    return min((span.first_on for span in found if span.first_on), default=None)


def due_on(
    deadline: Deadline,
    *,
    cycle_start: date,
    cycle_end: date,
    order_on: date | None = None,
) -> date | None:
    """The last day to finish; None when no day follows from the text (R-300).

    A compound is due when its latest known part is.
    """
    found = spans(
        deadline, cycle_start=cycle_start, cycle_end=cycle_end, order_on=order_on
    )
    return found[-1].last_on if found else None


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or its last day when it is shorter (ГК ст. 192)."""
    months = day.month - 1 + count
    year, month = day.year + months // MONTHS_IN_YEAR, months % MONTHS_IN_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _spans(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    reading = _READINGS.get(deadline.kind)
    return reading(deadline, frame) if reading else ()


def _by_date(deadline: Deadline, _: _Frame) -> tuple[Span, ...]:
    return (Span(None, deadline.day),) if deadline.day else ()


def _days(deadline: Deadline, _: _Frame) -> tuple[Span, ...]:
    last = deadline.last_day or deadline.day
    return (Span(deadline.day, last),) if last else ()


def _months(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    firsts = [_month_in_cycle(month, frame) for month in deadline.months]
    return tuple(Span(first, _last_of_month(first)) for first in firsts)


def _month_range(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    """A range whose end has no year ends at its first such month after the beginning."""
    begin, end = deadline.months
    if begin.year is None and end.year is not None:
        year = end.year if begin.month <= end.month else end.year - 1
        begin = Month(begin.month, year)
    first = _month_in_cycle(begin, frame)
    if end.year is None:
        year = first.year if end.month >= first.month else first.year + 1
        end = Month(end.month, year)
    return (Span(first, _last_of_month(_month_in_cycle(end, frame))),)


def _month_in_cycle(month: Month, frame: _Frame) -> date:
    """The first day of the month; without a year, of the first one the cycle reaches."""
    if month.year is not None:
        return date(month.year, month.month, 1)
    is_past = month.month < frame.start.month
    return date(frame.start.year + is_past, month.month, 1)


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _whole_period(_: Deadline, frame: _Frame) -> tuple[Span, ...]:
    return (Span(frame.start, frame.end),)


def _academic_year(_: Deadline, frame: _Frame) -> tuple[Span, ...]:
    """1 September … 31 August of the school year most of the cycle lies in."""
    years = [
        Span(
            date(year, SCHOOL_YEAR_MONTH, 1), date(year + 1, SCHOOL_YEAR_MONTH - 1, 31)
        )
        for year in range(frame.start.year - 1, frame.end.year + 1)
    ]
    return (max(years, key=lambda year: _shared_days(year, frame)),)


def _shared_days(span: Span, frame: _Frame) -> int:
    first = max(span.first_on or frame.start, frame.start)
    return (min(span.last_on, frame.end) - first).days


def _recurring(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    """Equal periods from the start of the cycle; the last one ends with it."""
    step = {
        Recurrence.YEAR: 12,
        Recurrence.HALF_YEAR: 6,
        Recurrence.QUARTER: 3,
        Recurrence.MONTH: 1,
    }[deadline.every or Recurrence.YEAR]
    found: list[Span] = []
    while (first := add_months(frame.start, step * len(found))) <= frame.end:
        last = _eve(frame.start, step * (len(found) + 1))
        found.append(Span(first, min(last, frame.end)))
    return tuple(found)


def _eve(day: date, months: int) -> date:
    """The last day of a stretch of months that begins with `day` itself."""
    end = add_months(day, months)
    return end if end.day < day.day else end - timedelta(days=1)


def _relative_to_start(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    """«Первый месяц» counts the first day in: from 1 September it ends on the 30th."""
    first = add_months(frame.start, max(deadline.months_from - 1, 0))
    if deadline.days_to:
        return (Span(first, frame.start + timedelta(days=deadline.days_to - 1)),)
    return (Span(first, _eve(frame.start, deadline.months_to)),)


def _relative_to_order(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    """A term after an order runs from the next day: of 25 September, to 25 October."""
    if frame.order_on is None:
        return ()
    first = add_months(frame.order_on, max(deadline.months_from - 1, 0))
    if deadline.days_to:
        return (Span(first, frame.order_on + timedelta(days=deadline.days_to)),)
    return (Span(first, add_months(frame.order_on, deadline.months_to)),)


def _compound(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    return tuple(span for part in deadline.parts for span in _spans(part, frame))


_READINGS: dict[DeadlineKind, Callable[[Deadline, _Frame], tuple[Span, ...]]] = {
    DeadlineKind.ON_DATE: _days,
    DeadlineKind.BY_DATE: _by_date,
    DeadlineKind.DATE_RANGE: _days,
    DeadlineKind.MONTH: _months,
    DeadlineKind.MONTH_LIST: _months,
    DeadlineKind.MONTH_RANGE: _month_range,
    DeadlineKind.WHOLE_PERIOD: _whole_period,
    DeadlineKind.ACADEMIC_YEAR: _academic_year,
    DeadlineKind.RECURRING: _recurring,
    DeadlineKind.RELATIVE_TO_START: _relative_to_start,
    DeadlineKind.RELATIVE_TO_ORDER: _relative_to_order,
    DeadlineKind.COMPOUND: _compound,
}

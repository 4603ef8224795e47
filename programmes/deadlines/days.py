"""From a deadline to days of a cycle (R-300).

A day off is not moved to a working day here: whoever wants that says so on the page (R-311).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from common.russian.dates import add_working_days, school_year_start
from programmes.deadlines.shape import (
    DAYS_IN_WEEK,
    MONTHS_IN_YEAR,
    Deadline,
    DeadlineKind,
    Month,
    MonthDay,
    Recurrence,
)

SCHOOL_YEAR_MONTH = 9
SCHOOL_YEAR_START = "school_year_start"
"""The anchor of what counts from 1 September, whenever the cycle begins."""
TERMS = ((9, 10), (11, 12), (1, 3), (4, 5))
"""First and last month of the four school terms (четверти), as most schools have them."""


OrderDays = Mapping[str, date]
"""Days of signed orders by code: each term looks up the order it names."""


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
    order_on: date | OrderDays | None
    corrections: Mapping[date, bool] | None = None


def spans(
    deadline: Deadline,
    *,
    cycle_start: date,
    cycle_end: date,
    order_on: date | OrderDays | None = None,
    corrections: Mapping[date, bool] | None = None,
) -> tuple[Span, ...]:
    """The stretches of days the deadline means, in order; none when it names no days.

    A month list has several, a range one. `order_on` is the day of the order a relative
    deadline counts from, or the days of orders by code; `corrections` are days worked or not against the calendar, for
    terms in working days. Raises ValueError when the cycle ends before it starts.
    """
    frame = _Frame(cycle_start, cycle_end, order_on, corrections)
    return _all_spans(deadline, frame)


def starts_on(
    deadline: Deadline,
    *,
    cycle_start: date,
    cycle_end: date,
    order_on: date | OrderDays | None = None,
    corrections: Mapping[date, bool] | None = None,
) -> date | None:
    """The first day of the work; None when the text names no beginning."""
    frame = _Frame(cycle_start, cycle_end, order_on, corrections)
    found = _all_spans(deadline, frame)
    return min((span.first_on for span in found if span.first_on), default=None)


def due_on(
    deadline: Deadline,
    *,
    cycle_start: date,
    cycle_end: date,
    order_on: date | OrderDays | None = None,
    corrections: Mapping[date, bool] | None = None,
) -> date | None:
    """The last day to finish; None when no day follows from the text (R-300).

    A compound is due when its latest known part is.
    """
    frame = _Frame(cycle_start, cycle_end, order_on, corrections)
    found = _all_spans(deadline, frame)
    return found[-1].last_on if found else None


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or its last day when it is shorter (ГК ст. 192)."""
    months = day.month - 1 + count
    year, month = day.year + months // MONTHS_IN_YEAR, months % MONTHS_IN_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _all_spans(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    if frame.end < frame.start:
        msg = "the cycle ends before it starts"
        raise ValueError(msg)
    return tuple(sorted(_spans(deadline, frame), key=lambda span: span.last_on))


def _spans(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    reading = _READINGS.get(deadline.kind)
    return reading(deadline, frame) if reading else ()


def _by_date(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    return (Span(None, _day_in_cycle(deadline.day, frame)),) if deadline.day else ()


def _days(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    if deadline.day is None:
        return ()
    first = _day_in_cycle(deadline.day, frame)
    last = _day_in_cycle(deadline.last_day or deadline.day, frame)
    if last < first and isinstance(deadline.last_day, MonthDay):
        last = deadline.last_day.in_year(first.year + 1)
    return (Span(first, last),)


def _day_in_cycle(day: date | MonthDay, frame: _Frame) -> date:
    """The day; without a year, of the first such month the cycle reaches."""
    if isinstance(day, date):
        return day
    return day.in_year(_month_in_cycle(Month(day.month), frame).year)


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
    if deadline.day:
        return _by_date(deadline, frame)
    if deadline.months:
        return _months(deadline, frame)
    every = deadline.every or Recurrence.YEAR
    if every is Recurrence.TERM:
        return _terms(frame)
    if every in {Recurrence.WEEK, Recurrence.DAY}:
        return _weeks_or_days(deadline, frame)
    if deadline.day_of_month:
        return _days_of_months(deadline.day_of_month, frame)
    return _periods(_MONTHS_BETWEEN[every] // _times(deadline), frame)


_MONTHS_BETWEEN: dict[Recurrence, int] = {
    Recurrence.YEAR: 12,
    Recurrence.HALF_YEAR: 6,
    Recurrence.QUARTER: 3,
    Recurrence.MONTH: 1,
}


def _times(deadline: Deadline) -> int:
    """How many equal parts the period has; one when whole months do not divide so."""
    months = _MONTHS_BETWEEN[deadline.every or Recurrence.YEAR]
    times = deadline.times or 1
    return times if months % times == 0 else 1


def _periods(step: int, frame: _Frame) -> tuple[Span, ...]:
    """Equal periods of `step` months from the start; the last one ends with the cycle."""
    found: list[Span] = []
    while (first := add_months(frame.start, step * len(found))) <= frame.end:
        last = _eve(frame.start, step * (len(found) + 1))
        found.append(Span(first, min(last, frame.end)))
    return tuple(found)


def _terms(frame: _Frame) -> tuple[Span, ...]:
    years = range(school_year_start(frame.start), school_year_start(frame.end) + 1)
    found = [
        Span(
            date(year + (first < SCHOOL_YEAR_MONTH), first, 1),
            _last_of_month(date(year + (last < SCHOOL_YEAR_MONTH), last, 1)),
        )
        for year in years
        for first, last in TERMS
    ]
    return tuple(
        Span(max(span.first_on or frame.start, frame.start), span.last_on)
        for span in found
        if frame.start <= span.last_on and (span.first_on or frame.start) <= frame.end
    )


def _weeks_or_days(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    """Weeks from the start of the cycle, or every day, or every such weekday."""
    is_week = deadline.every is Recurrence.WEEK
    step = DAYS_IN_WEEK if is_week else 1
    first = frame.start
    if deadline.weekday:
        first += timedelta(days=(deadline.weekday - first.isoweekday()) % DAYS_IN_WEEK)
    length = 0 if deadline.weekday or not is_week else DAYS_IN_WEEK - 1
    count = (frame.end - first).days // step + 1
    days = [first + timedelta(days=step * place) for place in range(count)]
    return tuple(
        Span(day, min(day + timedelta(days=length), frame.end)) for day in days
    )


def _days_of_months(number: int, frame: _Frame) -> tuple[Span, ...]:
    """Until that day of every month of the cycle, or the last of a shorter month."""
    first, found = frame.start.replace(day=1), []
    while first <= frame.end:
        last = first.replace(day=min(number, _last_of_month(first).day))
        if frame.start <= last <= frame.end:
            found.append(Span(max(first, frame.start), last))
        first = add_months(first, 1)
    return tuple(found)


def _eve(day: date, months: int) -> date:
    """The last day of a stretch of months that begins with `day` itself."""
    end = add_months(day, months)
    return end if end.day < day.day else end - timedelta(days=1)


def _relative_to_start(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    """«Первый месяц» counts the first day in: from 1 September it ends on the 30th."""
    start = frame.start
    if deadline.anchor == SCHOOL_YEAR_START:
        start = date(school_year_start(start), SCHOOL_YEAR_MONTH, 1)
    first = add_months(start, max(deadline.months_from - 1, 0))
    if deadline.days_to:
        eve = start - timedelta(days=1)
        return (Span(first, _days_later(eve, deadline, frame)),)
    return (Span(first, _eve(start, deadline.months_to)),)


def _relative_to_order(deadline: Deadline, frame: _Frame) -> tuple[Span, ...]:
    """A term after an order runs from the next day: of 25 September, to 25 October."""
    order_on = frame.order_on
    if isinstance(order_on, Mapping):
        order_on = order_on.get(deadline.anchor)
    if order_on is None:
        return ()
    first = add_months(order_on, max(deadline.months_from - 1, 0))
    if deadline.days_to:
        return (Span(first, _days_later(order_on, deadline, frame)),)
    return (Span(first, add_months(order_on, deadline.months_to)),)


def _days_later(day: date, deadline: Deadline, frame: _Frame) -> date:
    if deadline.in_working_days:
        return add_working_days(day, deadline.days_to, frame.corrections)
    return day + timedelta(days=deadline.days_to)


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

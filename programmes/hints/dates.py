"""Hints about deadlines: year, period, day off, readings, what they count from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from common.russian.dates import is_working_day, short_date
from programmes.deadlines import (
    Deadline,
    DeadlineKind,
    MonthDay,
    describe,
    moved,
    readings,
    spans,
)
from programmes.deadlines.anchors import is_named
from programmes.hints.shape import Hint, Looking, Proposal, at, own_deadlines
from programmes.hints.words import ADVICE

_GRACE = timedelta(days=31)
"""Work may be planned this long before the cycle: the order is prepared in August."""
_DATED = {DeadlineKind.ON_DATE, DeadlineKind.BY_DATE, DeadlineKind.DATE_RANGE}
_WEEKDAYS = (
    *("понедельник", "вторник", "среда", "четверг", "пятница", "суббота"),
    "воскресенье",
)


def outside_period(looking: Looking) -> Iterator[Hint]:
    """A year that lies outside the cycle, with the year that would lie in it (R-306)."""
    for row, deadline in own_deadlines(looking):
        if not is_outside_period(deadline, looking):
            continue
        yield Hint(
            "deadline_outside_period",
            at(row),
            f"Срок «{deadline.raw or describe(deadline)}» не попадает в период плана."
            " Проверьте год.",
            deadline.raw,
            tuple(_in_other_year(deadline, looking)),
        )


def _in_other_year(deadline: Deadline, looking: Looking) -> Iterator[Proposal]:
    if looking.starts_on is None:
        return
    years = looking.starts_on.year - min(_named_days(deadline)).year
    for nearest in (years, years + 1, years - 1):
        shifted = moved(deadline, nearest)
        if not is_outside_period(shifted, looking):
            yield Proposal(describe(shifted), shifted)
            return


def is_outside_period(deadline: Deadline, looking: Looking) -> bool:
    """Whether a day the deadline names with its year lies outside the cycle."""
    starts_on, ends_on = looking.starts_on, looking.ends_on
    days = _named_days(deadline)
    if starts_on is None or not days:
        return False
    if min(days) < starts_on - _GRACE:
        return True
    return ends_on is not None and max(days) > max(ends_on, _school_year_end(ends_on))


def _school_year_end(day: date) -> date:
    return date(day.year + (day.month > 8), 8, 31)


def _named_days(deadline: Deadline) -> list[date]:
    """The days a deadline names with their years; of a month, its last day."""
    days = [day for day in (deadline.day, deadline.last_day) if isinstance(day, date)]
    for month in deadline.months:
        if month.year is not None:
            first = date(month.year, month.month, 1)
            alone = Deadline(DeadlineKind.MONTH, months=(month,))
            days += [
                span.last_on
                for span in spans(alone, cycle_start=first, cycle_end=first)
            ]
    for part in deadline.parts:
        days += _named_days(part)
    return days


def without_year(looking: Looking) -> Iterator[Hint]:
    """A month or day without a year, with the years of the cycle (R-309)."""
    if looking.is_own:
        return
    for row, deadline in own_deadlines(looking):
        if not _lacks_year(deadline):
            continue
        dated = _with_years(deadline, looking)
        proposals = (Proposal(describe(dated), dated),) if dated else ()
        yield Hint(
            "deadline_year_missing",
            at(row),
            ADVICE["deadline_year_missing"],
            deadline.raw,
            proposals,
        )


def _lacks_year(deadline: Deadline) -> bool:
    if deadline.kind is DeadlineKind.RECURRING:
        return False
    days = (deadline.day, deadline.last_day)
    return (
        any(month.year is None for month in deadline.months)
        or any(isinstance(day, MonthDay) for day in days)
        or any(_lacks_year(part) for part in deadline.parts)
    )


def _with_years(deadline: Deadline, looking: Looking) -> Deadline | None:
    """The same deadline with the years the cycle gives it; None without a cycle."""
    if looking.starts_on is None or looking.ends_on is None:
        return None
    if deadline.parts:
        parts = tuple(
            (_lacks_year(part) and _with_years(part, looking)) or part
            for part in deadline.parts
        )
        return replace(deadline, parts=parts)
    first, last = looking.starts_on, looking.ends_on
    found = spans(
        deadline, cycle_start=first, cycle_end=last, corrections=looking.corrections
    )
    if not found:
        return None
    days = [
        day for span in found for day in (span.first_on or span.last_on, span.last_on)
    ]
    if deadline.day is not None:
        last_day = days[-1] if deadline.last_day else None
        return replace(deadline, day=days[0], last_day=last_day)
    years = {day.month: day.year for day in days}
    return replace(
        deadline,
        months=tuple(
            replace(month, year=month.year or years[month.month])
            for month in deadline.months
        ),
    )


def two_readings(looking: Looking) -> Iterator[Hint]:
    """A text of two readings: every reading is offered (R-310)."""
    for row, deadline in own_deadlines(looking):
        if not deadline.is_ambiguous:
            continue
        offered = [replace(deadline, alternatives=())]
        offered += [
            replace(other, raw=deadline.raw, alternatives=())
            for other in readings(deadline.raw)[1:]
        ]
        yield Hint(
            "deadline_ambiguous",
            at(row),
            f"«{deadline.raw}» можно понять по-разному. Выберите, как верно.",
            deadline.raw,
            tuple(Proposal(describe(each), each) for each in offered),
        )


def without_preposition(looking: Looking) -> Iterator[Hint]:
    """A day printed without «до»: on it or by it (R-310)."""
    for row, deadline in own_deadlines(looking):
        if deadline.kind is not DeadlineKind.ON_DATE or not isinstance(
            deadline.day, date
        ):
            continue
        if _words_say_on(deadline.raw):
            continue
        by = replace(deadline, kind=DeadlineKind.BY_DATE)
        yield Hint(
            "deadline_no_preposition",
            at(row),
            f"Напечатано «{deadline.raw or describe(deadline)}»: в этот день или не позже?",
            deadline.raw,
            (Proposal(describe(by), by),),
        )


def _words_say_on(raw: str) -> bool:
    return "в день" in raw.casefold()


def cut_or_unread(looking: Looking) -> Iterator[Hint]:
    """A deadline that is cut, or not understood at all, with the nearest readings."""
    for row, deadline in own_deadlines(looking):
        is_unread = deadline.kind is DeadlineKind.ILLEGIBLE
        if not (deadline.is_truncated or is_unread):
            continue
        code = "deadline_illegible" if is_unread else "deadline_truncated"
        offered = readings(deadline.raw)[1:] if is_unread else _known_parts(deadline)
        yield Hint(
            code,
            at(row),
            f"«{deadline.raw}»: {ADVICE[code][0].lower()}{ADVICE[code][1:]}",
            deadline.raw,
            tuple(Proposal(describe(each), each) for each in offered),
        )


def _known_parts(deadline: Deadline) -> tuple[Deadline, ...]:
    known = [part for part in deadline.parts if part.kind is not DeadlineKind.ILLEGIBLE]
    if not deadline.parts:
        known = [replace(deadline, is_truncated=False)]
    return tuple(replace(part, raw=deadline.raw) for part in known)


def anchor_unknown(looking: Looking) -> Iterator[Hint]:
    """A term that does not say what it counts from (T-04)."""
    for row, deadline in own_deadlines(looking):
        if not deadline.anchor or is_named(deadline.anchor):
            continue
        yield Hint(
            "deadline_anchor_unknown",
            at(row),
            f"«{deadline.raw}»: не сказано, от чего считать.",
            deadline.raw,
            tuple(Proposal(describe(each), each) for each in _anchored(deadline)),
        )


def _anchored(deadline: Deadline) -> Iterator[Deadline]:
    if deadline.is_before:
        return
    if deadline.kind is DeadlineKind.RELATIVE_TO_ORDER:
        yield replace(deadline, anchor="order_cmn_introduction")
        yield replace(deadline, anchor="order_pairs")
        return
    if deadline.months_to or deadline.days_to:
        yield replace(
            deadline,
            kind=DeadlineKind.RELATIVE_TO_START,
            anchor="programme_start",
            months_from=1 if deadline.months_to else 0,
            alternatives=(),
        )


def day_off(looking: Looking) -> Iterator[Hint]:
    """A day that is not worked, with the working day that follows it (R-311)."""
    for row, deadline in own_deadlines(looking):
        day = deadline.last_day or deadline.day
        if deadline.kind not in _DATED or not isinstance(day, date):
            continue
        if is_working_day(day, looking.corrections):
            continue
        later = _next_working_day(day, looking)
        proposal = (
            replace(deadline, last_day=later)
            if deadline.last_day
            else replace(deadline, day=later)
        )
        yield Hint(
            "deadline_non_working_day",
            at(row),
            f"{short_date(day)} — {_day_off_words(day)}. Решите, переносить ли срок.",
            short_date(day),
            (Proposal(describe(proposal), proposal),),
        )


def _day_off_words(day: date) -> str:
    weekday = day.isoweekday()
    is_weekend = weekday > 5
    return _WEEKDAYS[weekday - 1] if is_weekend else "нерабочий праздничный день"


def _next_working_day(day: date, looking: Looking) -> date:
    while not is_working_day(day, looking.corrections):
        day += timedelta(days=1)
    return day


RULES = (
    outside_period,
    without_year,
    two_readings,
    without_preposition,
    cut_or_unread,
    anchor_unknown,
    day_off,
)

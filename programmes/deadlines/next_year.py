"""A deadline of one cycle proposed for another: days keep their weekday and month.

The printed text is rewritten by its own pattern, «до 25.09.2023» becomes «до 23.09.2024»;
a text that names no year stays. Pure.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from common.russian.dates import MONTHS_IN_GENITIVE
from programmes.deadlines.days import add_months
from programmes.deadlines.parsing import parse
from programmes.deadlines.shape import (
    DAYS_IN_WEEK,
    MONTHS_IN_YEAR,
    Deadline,
    DeadlineKind,
    Month,
)

_NUMERIC = r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d|\d\d)\b"
_WORDS = (
    r"(?P<wday>\d{1,2})(?P<gap>\s+)(?P<wmonth>"
    + "|".join(MONTHS_IN_GENITIVE)
    + r")(?P<gap2>\s+)(?P<wyear>20\d\d)"
)
_YEARS = r"(?P<first>20\d\d)(?P<dash>\s*[-–—/]\s*)(?P<last>20\d\d|\d\d)(?![\d.])"
_YEAR = r"(?P<alone>20\d\d)"
_DATED = re.compile(
    rf"(?<![\d.])(?:{_NUMERIC}|{_WORDS}|{_YEARS}|{_YEAR})(?!\d)", re.IGNORECASE
)
# In titles only what names the year of the plan moves: an act keeps its own date.
_SCHOOL_YEARS = re.compile(rf"(?<![\d.])(?:{_YEARS})(?!\d)")
_YEAR_OF_PLAN = re.compile(
    r"(?P<before>\b(?:на|в|за)\s)(?P<year>20\d\d)(?=\s*(?:г\b|год|уч))", re.IGNORECASE
)
_CENTURY = 100


def next_day(day: date, years: int) -> date:
    """Return the day so many years later: the nearest of the same weekday, in its month."""
    target = add_months(day, years * MONTHS_IN_YEAR)
    ahead = (day.weekday() - target.weekday()) % DAYS_IN_WEEK
    steps = sorted((ahead, ahead - DAYS_IN_WEEK), key=abs)
    for step in steps:
        moved = target + timedelta(days=step)
        if moved.month == target.month:
            return moved
    return target


def in_later_year(deadline: Deadline, years: int) -> Deadline:
    """Return the deadline for a cycle so many school years later, its text rewritten."""
    if not years:
        return deadline
    meant = _moved(deadline, years)
    raw = _rewritten(deadline, years)
    read = parse(raw) if raw else meant
    if raw != deadline.raw and read.kind is not DeadlineKind.ILLEGIBLE:
        return replace(read, alternatives=deadline.alternatives)
    return replace(meant, raw=raw)


def words_in_later_year(text: str, years: int) -> str:
    """Move the school years a title names: «на 2023-2024 учебный год», «в 2023 г.»."""
    if not years:
        return text
    moved = _SCHOOL_YEARS.sub(lambda found: _years(found, years), text)
    return _YEAR_OF_PLAN.sub(
        lambda found: f"{found['before']}{int(found['year']) + years}", moved
    )


def _moved(deadline: Deadline, years: int) -> Deadline:
    first, last = deadline.day, deadline.last_day
    if isinstance(first, date):
        shift = next_day(first, years) - first
        first = first + shift
        # A stretch of days keeps its length.
        last = last + shift if isinstance(last, date) else last
    return replace(
        deadline,
        day=first,
        last_day=last,
        months=tuple(
            Month(month.month, month.year + years if month.year else None)
            for month in deadline.months
        ),
        parts=tuple(_moved(part, years) for part in deadline.parts),
    )


def _rewritten(deadline: Deadline, years: int) -> str:
    """Rewrite every date of the text; the plan may be printed for yet another year."""
    gap = _year_of(deadline) - _year_of(parse(deadline.raw))
    if not _year_of(deadline) or abs(gap) > _CENTURY:
        gap = 0

    def moved(found: re.Match[str]) -> str:
        if found["alone"]:
            return str(int(found["alone"]) + gap + years)
        if found["first"]:
            return _years(found, gap + years)
        return _day_words(found, gap, years)

    return _DATED.sub(moved, deadline.raw)


def _day_words(found: re.Match[str], gap: int, years: int) -> str:
    is_words = bool(found["wday"])
    day, year = found["wday"] or found["day"], found["wyear"] or found["year"]
    month = (
        MONTHS_IN_GENITIVE.index(found["wmonth"].lower()) + 1
        if is_words
        else int(found["month"])
    )
    full = int(year) if len(year) > 2 else 2000 + int(year)
    try:
        moved = next_day(date(full + gap, month, int(day)), years)
    except ValueError:
        return found[0]
    if is_words:
        words = MONTHS_IN_GENITIVE[moved.month - 1]
        return f"{moved.day}{found['gap']}{words}{found['gap2']}{moved.year}"
    printed = moved.strftime("%Y") if len(year) > 2 else moved.strftime("%y")
    return f"{moved.day:0{len(day)}}.{moved.month:0{len(found['month'])}}.{printed}"


def _years(found: re.Match[str], years: int) -> str:
    last = int(found["last"]) + years
    printed = str(last) if len(found["last"]) > 2 else f"{last % _CENTURY:02}"
    return f"{int(found['first']) + years}{found['dash']}{printed}"


def _year_of(deadline: Deadline) -> int:
    """The first year the deadline names; 0 when it names none."""
    if isinstance(deadline.day, date):
        return deadline.day.year
    for month in deadline.months:
        if month.year:
            return month.year
    return next(filter(None, map(_year_of, deadline.parts)), 0)

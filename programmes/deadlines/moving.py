"""A plan of another year read in this one: the words stay, the days move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from programmes.deadlines.shape import Deadline, Month, MonthDay

LEAP_DAY = 29


def moved(deadline: Deadline, years: int) -> Deadline:
    """Move every year the deadline names by `years`; the printed text stays as it was."""
    if not years:
        return deadline
    return replace(
        deadline,
        day=_moved_day(deadline.day, years),
        last_day=_moved_day(deadline.last_day, years),
        months=tuple(
            Month(month.month, month.year + years if month.year else None)
            for month in deadline.months
        ),
        parts=tuple(moved(part, years) for part in deadline.parts),
    )


def _moved_day(day: date | MonthDay | None, years: int) -> date | MonthDay | None:
    if not isinstance(day, date):
        return day
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=LEAP_DAY - 1)

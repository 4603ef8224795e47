"""How long a personalised programme lasts: 3 months to 1 year (R-260). Pure."""

from __future__ import annotations

from datetime import date, timedelta

from programmes.deadlines import add_months

MIN_MONTHS = 3
MAX_MONTHS = 12
DAY = timedelta(days=1)


def shortest_end(starts_on: date) -> date:
    """Return the last day of the shortest programme that starts on the day."""
    return add_months(starts_on, MIN_MONTHS) - DAY


def longest_end(starts_on: date) -> date:
    """Return the last day allowed; people write «с 1 сентября по 1 сентября» for a year."""
    return add_months(starts_on, MAX_MONTHS)


def clipped(starts_on: date, ends_on: date) -> tuple[date, date]:
    """Return the term with its end moved into what a programme may last."""
    end = max(shortest_end(starts_on), min(ends_on, longest_end(starts_on) - DAY))
    return starts_on, end


def flaw_of_term(starts_on: date, ends_on: date) -> str:
    """Say in Russian what is wrong with the term and which days would do; empty if none."""
    if ends_on <= starts_on:
        return "Окончание раньше начала. Исправьте даты."
    first, last = shortest_end(starts_on), longest_end(starts_on)
    if first <= ends_on <= last:
        return ""
    what = "короче трёх месяцев" if ends_on < first else "длиннее одного года"
    return (
        f"Программа {what}. При начале {starts_on:%d.%m.%Y} она заканчивается"
        f" не раньше {first:%d.%m.%Y} и не позже {last:%d.%m.%Y}."
    )

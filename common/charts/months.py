"""Dated work over its months, and the day of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from common.badges import Tone, tone_of
from common.charts.words import chart_key

MONTH_UNITS = 100
MONTHS = [
    "янв",
    "фев",
    "мар",
    "апр",
    "май",
    "июн",
    "июл",
    "авг",
    "сен",
    "окт",
    "ноя",
    "дек",
]


@dataclass(frozen=True, slots=True)
class Span:
    """Dated work; a missing start is the day of its end, no end is «без срока»."""

    title: str
    start: date | None
    end: date | None
    status: str = "planned"
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    year: int
    is_first_of_year: bool


@dataclass(frozen=True, slots=True)
class SpanRow:
    span: Span
    period: str
    tone: Tone
    x: int | None
    width: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows over equal months, MONTH_UNITS wide each."""

    key: str
    title: str
    months: tuple[Month, ...]
    rows: tuple[SpanRow, ...]
    today_x: int | None

    @property
    def width(self) -> int:
        return MONTH_UNITS * len(self.months)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _days_in_month(day: date) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day


def _day_x(day: date, first_month: int) -> int:
    months = _month_number(day) - first_month
    part = (day.day - 1) / _days_in_month(day)
    return round(MONTH_UNITS * (months + part))


def period_text(start: date | None, end: date | None) -> str:
    """Write a term in figures: «01.09.2026 — 30.10.2026», «до 30.10.2026»."""
    if end is None:
        return f"с {start:%d.%m.%Y}, без срока" if start else "без срока"
    if start is None:
        return f"до {end:%d.%m.%Y}"
    if start == end:
        return f"{end:%d.%m.%Y}"
    return f"{start:%d.%m.%Y} — {end:%d.%m.%Y}"


def _span_row(span: Span, first_month: int, width: int) -> SpanRow:
    period, tone = period_text(span.start, span.end), tone_of(span.status)
    start, end = span.start or span.end, span.end
    if start is None or end is None or end < start:
        return SpanRow(span, period, tone, None, 0)
    left = _day_x(start, first_month)
    right = _day_x(end + timedelta(days=1), first_month)
    if right <= 0 or left >= width:
        return SpanRow(span, period, tone, None, 0)
    left, right = max(left, 0), min(max(right, left + 12), width)
    return SpanRow(span, period, tone, left, right - left)


def timeline(
    title: str, spans: Sequence[Span], *, since: date, until: date, today: date
) -> Timeline:
    """Lay spans over the months from `since` to `until`, both included."""
    first, last = _month_number(since), max(_month_number(until), _month_number(since))
    months = tuple(
        Month(MONTHS[number % 12], number // 12, number % 12 == 0 or number == first)
        for number in range(first, last + 1)
    )
    width = MONTH_UNITS * len(months)
    today_x = _day_x(today, first)
    return Timeline(
        key=chart_key(title),
        title=title,
        months=months,
        rows=tuple(_span_row(span, first, width) for span in spans),
        today_x=today_x if 0 <= today_x < width else None,
    )

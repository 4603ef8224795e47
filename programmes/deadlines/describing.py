"""What was understood of a deadline, in plain Russian."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from common.russian.dates import MONTHS, MONTHS_IN_GENITIVE
from common.russian.plural import plural
from programmes.deadlines.anchors import NEED, anchor_words
from programmes.deadlines.days import SCHOOL_YEAR_START
from programmes.deadlines.shape import (
    Deadline,
    DeadlineKind,
    Month,
    MonthDay,
    Operator,
    Recurrence,
)

_FIRST = ("первый", "второй", "третий", "четвёртый", "пятый", "шестой")
_EVERY: dict[Recurrence, tuple[str, str]] = {
    Recurrence.YEAR: ("ежегодно", "год"),
    Recurrence.HALF_YEAR: ("каждое полугодие", "полугодие"),
    Recurrence.QUARTER: ("ежеквартально", "квартал"),
    Recurrence.TERM: ("каждую учебную четверть", "четверть"),
    Recurrence.MONTH: ("ежемесячно", "месяц"),
    Recurrence.WEEK: ("еженедельно", "неделю"),
    Recurrence.DAY: ("ежедневно", "день"),
}
_WEEKDAYS = (
    "каждый понедельник",
    "каждый вторник",
    "каждую среду",
    "каждый четверг",
    "каждую пятницу",
    "каждую субботу",
    "каждое воскресенье",
)
_FIXED: dict[DeadlineKind, str] = {
    DeadlineKind.WHOLE_PERIOD: "весь период программы",
    DeadlineKind.ACADEMIC_YEAR: "в течение учебного года",
    DeadlineKind.SEPARATE_SCHEDULE: "по отдельному графику",
    DeadlineKind.PROGRAMME_SCHEDULE: "по срокам программ наставничества",
    DeadlineKind.UNSPECIFIED: "срок не указан",
    DeadlineKind.ILLEGIBLE: "срок не понят",
}


def describe(deadline: Deadline) -> str:
    """«до 25 сентября 2023 г.», «сентябрь–октябрь», «месяц после приказа о внедрении»."""
    words = _WORDS.get(deadline.kind)
    return words(deadline) if words else _FIXED[deadline.kind]


def _day(day: date | MonthDay | None) -> str:
    if day is None:
        return ""
    words = f"{day.day} {MONTHS_IN_GENITIVE[day.month - 1]}"
    return f"{words} {day.year} г." if isinstance(day, date) else words


def _on(deadline: Deadline) -> str:
    return _day(deadline.day)


def _by(deadline: Deadline) -> str:
    return f"до {_day(deadline.day)}"


def _days(deadline: Deadline) -> str:
    first, last = deadline.day, deadline.last_day
    if first is None or last is None:
        return _day(first or last)
    if not _is_same_year(first, last):
        return f"{_day(first)} – {_day(last)}"
    if first.month == last.month:
        return f"{first.day}–{_day(last)}"
    return f"{first.day} {MONTHS_IN_GENITIVE[first.month - 1]} – {_day(last)}"


def _is_same_year(first: date | MonthDay, last: date | MonthDay) -> bool:
    if isinstance(first, date) and isinstance(last, date):
        return first.year == last.year
    return isinstance(first, MonthDay) and isinstance(last, MonthDay)


def _month(month: Month) -> str:
    name = MONTHS[month.month - 1]
    return f"{name} {month.year} г." if month.year else name


def _months(deadline: Deadline) -> str:
    return ", ".join(map(_month, deadline.months))


def _month_range(deadline: Deadline) -> str:
    first, last = deadline.months
    if first.year == last.year:
        return f"{MONTHS[first.month - 1]}–{_month(last)}"
    return f"{_month(first)} – {_month(last)}"


def _recurring(deadline: Deadline) -> str:
    every, once = _EVERY[deadline.every or Recurrence.YEAR]
    if deadline.weekday:
        return _WEEKDAYS[deadline.weekday - 1]
    if deadline.day_of_month:
        return f"ежемесячно до {deadline.day_of_month}-го числа"
    if deadline.times:
        times = plural(deadline.times, "раз", "раза", "раз")
        return f"{deadline.times} {times} в {once}"
    if deadline.day:
        return f"ежегодно до {_day(deadline.day)}"
    return f"{every}: {_months(deadline)}" if deadline.months else every


def _to_start(deadline: Deadline) -> str:
    whose = "учебного года" if deadline.anchor == SCHOOL_YEAR_START else "программы"
    if not deadline.months_from:
        return f"{_term(deadline)} с начала {whose}"
    first, last = deadline.months_from, deadline.months_to
    if last > len(_FIRST):
        return f"месяцы {first}–{last} {whose}"
    ends = dict.fromkeys((_FIRST[first - 1], _FIRST[last - 1]))
    return f"{'–'.join(ends)} месяц {whose}"


def _to_order(deadline: Deadline) -> str:
    return f"{_term(deadline)} после {anchor_words(deadline.anchor)}"


def _to_event(deadline: Deadline) -> str:
    if deadline.anchor == NEED:
        return "по мере необходимости"
    term, words = _term(deadline), anchor_words(deadline.anchor)
    if deadline.is_before:
        return f"за {term} до {words}" if term else f"до {words}"
    return f"{term} после {words}".strip()


def _term(deadline: Deadline) -> str:
    """«месяц», «2 месяца», «3 рабочих дня»; nothing when no term is told."""
    if count := deadline.months_to:
        if count == 1:
            return "месяц"
        return f"{count} {plural(count, 'месяц', 'месяца', 'месяцев')}"
    if not (count := deadline.days_to):
        return ""
    days = plural(count, "день", "дня", "дней")
    if not deadline.in_working_days:
        return f"{count} {days}"
    return f"{count} {plural(count, 'рабочий', 'рабочих', 'рабочих')} {days}"


def _compound(deadline: Deadline) -> str:
    word = " или " if deadline.operator is Operator.OR else " и "
    return word.join(
        f"не понято: «{part.raw}»"
        if part.kind is DeadlineKind.ILLEGIBLE and part.raw
        else describe(part)
        for part in deadline.parts
    )


_WORDS: dict[DeadlineKind, Callable[[Deadline], str]] = {
    DeadlineKind.ON_DATE: _on,
    DeadlineKind.BY_DATE: _by,
    DeadlineKind.DATE_RANGE: _days,
    DeadlineKind.MONTH: _months,
    DeadlineKind.MONTH_LIST: _months,
    DeadlineKind.MONTH_RANGE: _month_range,
    DeadlineKind.RECURRING: _recurring,
    DeadlineKind.RELATIVE_TO_START: _to_start,
    DeadlineKind.RELATIVE_TO_ORDER: _to_order,
    DeadlineKind.RELATIVE_TO_EVENT: _to_event,
    DeadlineKind.COMPOUND: _compound,
}

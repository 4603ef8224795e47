"""Dates: printed as Russian paper wants them, read as people type them, counted in working days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import holidays
from django.utils import timezone

from common.russian.plural import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

MONTHS_IN_GENITIVE = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
_SCHOOL_YEAR_BEGINS = 9
_OLDEST_AGE = 110
_EXCEL_EPOCH = date(1899, 12, 30)
# 1927…2119: an Excel day number; smaller whole numbers are read as a year.
_EXCEL_SERIALS = range(10_000, 80_000)
# A year typed with two digits is accepted only when it lies this near.
_YEARS_BACK, _YEARS_AHEAD = 20, 10

_SPACES = re.compile(r"\s+")
_YEAR_TAIL = re.compile(r"(?<=\d)\s*(?:года?|г\.?\s*р\.?|г\.?)$")
_MIDNIGHT = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s./\-,]+(\d{1,2})[\s./\-,]+(\d{2}|\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{1,2})")
_IN_WORDS = re.compile(r"(\d{1,2})\s*([а-я]{3,8})\.?\s*(\d{2}|\d{4})")
_YEAR_ONLY = re.compile(r"\d{4}")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_HOW_TO_TYPE = "Напишите дату так: 01.09.2025."


@dataclass(frozen=True)
class DateReading:
    """What a typed date means: a day, only a year, a problem in Russian, or nothing typed."""

    day: date | None = None
    year: int | None = None
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        return self.day is None and self.year is None and not self.problem


def short_date(day: date) -> str:
    """«15.09.2026»."""
    return day.strftime("%d.%m.%Y")


def long_date(day: date) -> str:
    """«15 сентября 2026 г.» (ГОСТ Р 7.0.97)."""
    return f"{day.day} {MONTHS_IN_GENITIVE[day.month - 1]} {day.year} г."


def date_range(first: date, last: date) -> str:
    """«с 1 сентября 2026 г. по 31 мая 2027 г.»."""
    # «Со» is said before «второго» only.
    preposition = "со" if first.day == 2 else "с"
    return f"{preposition} {long_date(first)} по {long_date(last)}"


def school_year_start(day: date) -> int:
    """The calendar year in which the school year of the day began, on 1 September."""
    return day.year if day.month >= _SCHOOL_YEAR_BEGINS else day.year - 1


def school_year(day: date) -> str:
    """«2026/27 учебный год»."""
    return f"{school_year_label(school_year_start(day))} учебный год"


def school_year_label(start: int) -> str:
    """«2026/27», by the calendar year it began in."""
    return f"{start}/{(start + 1) % 100:02d}"


def age_on(birth: date, day: date) -> int:
    """Full years on the day; someone born on 29 February comes of age on 1 March."""
    had_birthday = (day.month, day.day) >= (birth.month, birth.day)
    return day.year - birth.year - (not had_birthday)


def is_working_day(day: date, corrections: Mapping[date, bool] | None = None) -> bool:
    """Whether the day is worked in Russia; `corrections` maps a day to worked or not."""
    if corrections and day in corrections:
        return corrections[day]
    return bool(_calendar(day.year).is_working_day(day))


def add_working_days(
    day: date, count: int, corrections: Mapping[date, bool] | None = None
) -> date:
    """The day that is `count` working days after the given one (before it, if negative).

    The given day itself is not counted (ст. 14 ТК РФ); zero returns it unchanged.
    """
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, corrections)
    return day


def parse_date(value: object, *, today: date | None = None) -> DateReading:
    """Read a date typed by a person or taken from a cell of a table.

    Understands 01.09.2025, 1.9.25, 2025-09-01, 01/09/2025, «1 сентября 2025 г.», a date
    or datetime, a day number of Excel, and a year alone. Two digits of a year are taken
    only when they mean a year nearby.
    """
    reading = _read(value)
    if reading.day is None or reading.day.year >= 100:
        return _within_reason(reading)
    near = (today or timezone.localdate()).year
    full_year = 2000 + reading.day.year
    if near - _YEARS_BACK <= full_year <= near + _YEARS_AHEAD:
        return _day(full_year, reading.day.month, reading.day.day, str(value))
    return _two_digits(value)


def parse_birth(value: object, *, today: date | None = None) -> DateReading:
    """Read a date or year of birth: never in the future, always four digits of the year."""
    today = today or timezone.localdate()
    reading = _read(value)
    if reading.day is not None and reading.day.year < 100:
        return _two_digits(value)
    reading = _within_reason(reading)
    if reading.is_empty or reading.problem:
        return reading
    year = reading.year or (reading.day.year if reading.day else today.year)
    if year > today.year or (reading.day is not None and reading.day > today):
        return DateReading(
            problem=f"Дата рождения ещё не наступила: «{_shown(value)}». Исправьте её."
        )
    if today.year - year > _OLDEST_AGE:
        years = today.year - year
        return DateReading(
            problem=f"По дате рождения «{_shown(value)}» человеку {years} "
            f"{plural(years, 'год', 'года', 'лет')}. Проверьте год."
        )
    return reading


def _read(value: object) -> DateReading:
    """The bare reading; a two-digit year is left as a year below 100."""
    match value:
        case None | "":
            return DateReading()
        case datetime():
            return _read_cell_day(value.date())
        case date():
            return _read_cell_day(value)
        case bool():
            return _unclear("ИСТИНА" if value else "ЛОЖЬ")
        case int() | float():
            return _read_number(value)
        case _:
            return _read_text(str(value))


def _read_cell_day(day: date) -> DateReading:
    """A year typed into a cell formatted as a date arrives as a day of 1905: take it back."""
    serial = (day - _EXCEL_EPOCH).days
    is_year = EARLIEST_YEAR <= serial <= LATEST_YEAR
    return DateReading(year=serial) if is_year else DateReading(day=day)


def _read_number(value: float) -> DateReading:
    whole = int(value)
    if whole in _EXCEL_SERIALS:
        return DateReading(day=_EXCEL_EPOCH + timedelta(days=whole))
    if whole == value and EARLIEST_YEAR <= whole <= LATEST_YEAR:
        return DateReading(year=whole)
    return _unclear(value)


def _read_text(typed: str) -> DateReading:
    text = _SPACES.sub(" ", typed.casefold().replace("ё", "е")).strip(" .,;'")
    text = _MIDNIGHT.sub("", re.sub(r"[«»\"“”„]", "", text).strip())
    text = _YEAR_TAIL.sub("", text).strip()
    if not text or text in {"-", "–", "—"}:
        return DateReading()
    if _YEAR_ONLY.fullmatch(text):
        return DateReading(year=int(text))
    if _SERIAL.fullmatch(text):
        return _read_number(float(text))
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(group) for group in found.groups())
        return _day(year, month, day, typed)
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(group) for group in found.groups())
        return _day(year, month, day, typed)
    if found := _IN_WORDS.fullmatch(text):
        return _read_words(found, typed)
    return _unclear(typed)


def _read_words(found: re.Match[str], typed: str) -> DateReading:
    day, word, year = found.groups()
    for number, forms in enumerate(
        zip(MONTHS_IN_GENITIVE, MONTHS, strict=True), start=1
    ):
        if any(form.startswith(word) for form in forms):
            return _day(int(year), number, int(day), typed)
    return _unclear(typed)


def _day(year: int, month: int, day: int, typed: str) -> DateReading:
    try:
        # A two-digit year stays as it is for now; years 1 to 99 are dates too.
        return DateReading(day=date(year, month, day))
    except ValueError:
        problem = (
            f"Такой даты нет: «{_shown(typed)}». Проверьте день и месяц. {_HOW_TO_TYPE}"
        )
        return DateReading(problem=problem)


def _within_reason(reading: DateReading) -> DateReading:
    year = reading.day.year if reading.day else reading.year
    if year is None or EARLIEST_YEAR <= year <= LATEST_YEAR:
        return reading
    return DateReading(problem=f"Год {year} не может быть верным. Проверьте год.")


def _two_digits(value: object) -> DateReading:
    return DateReading(
        problem=f"Год указан двумя цифрами: «{_shown(value)}». "
        "Напишите год четырьмя цифрами, например 01.09.2010."
    )


def _unclear(value: object) -> DateReading:
    return DateReading(
        problem=f"Не удалось понять дату «{_shown(value)}». {_HOW_TO_TYPE}"
    )


def _shown(value: object) -> str:
    text = short_date(value) if isinstance(value, date) else str(value).strip(' «»"')
    return text if len(text) <= 40 else f"{text[:39]}…"


@cache
def _calendar(year: int) -> holidays.HolidayBase:
    """The official calendar of one year, complete before any thread sees it."""
    return holidays.country_holidays("RU", years=year, expand=False)

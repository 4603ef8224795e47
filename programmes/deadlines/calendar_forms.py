"""Deadlines that name days, months, quarters or years of the calendar."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from programmes.deadlines.days import SCHOOL_YEAR_MONTH, TERMS
from programmes.deadlines.rules import Rule, rule
from programmes.deadlines.shape import Deadline, DeadlineKind, Month, MonthDay
from programmes.deadlines.words import DAY, MONTH, NUMBER, day_of, month_of, number_of

_BY = r"(?:в )?(?:срок[и]? )?(?:до|не позднее(?: чем)?|не позже|к|по)(?: \(?не позднее\)?)?"
_IN = r"(?:(?:в|во|за|на|к) )?"
_LEAP_FEBRUARY = 29
_QUARTERS = ((1, 3), (4, 6), (7, 9), (10, 12))
_SCHOOL_HALVES = ((9, 12), (1, 5))
_CALENDAR_HALVES = ((1, 6), (7, 12))
_DECADES = ((1, 10), (11, 20), (21, 31))
_PARTS = {"начал": 0, "середин": 1, "кон": 2}


def _last_day(month: Month) -> date | MonthDay:
    if month.year is None:
        last = _LEAP_FEBRUARY if month.month == 2 else _days_in(month)
        return MonthDay(month.month, last)
    return date(month.year, month.month, _days_in(month))


def _days_in(month: Month) -> int:
    return calendar.monthrange(month.year or 2023, month.month)[1]


def _in_month(month: Month, day: int) -> date | MonthDay:
    day = min(day, _days_in(month))
    if month.year is None:
        return MonthDay(month.month, day)
    return date(month.year, month.month, day)


def _shared_years(months: Sequence[Month]) -> tuple[Month, ...]:
    """The year printed once, at the last month, holds for those before it."""
    if any(month.year for month in months[:-1]) or months[-1].year is None:
        return tuple(months)
    found = [months[-1]]
    for month in reversed(months[:-1]):
        after = found[0]
        year = (after.year or 0) - (month.month > after.month)
        found.insert(0, Month(month.month, year))
    return tuple(found)


def _on(found: re.Match[str]) -> Deadline:
    return Deadline(DeadlineKind.ON_DATE, day=day_of(found["day"]))


def _by(found: re.Match[str]) -> Deadline:
    return Deadline(DeadlineKind.BY_DATE, day=day_of(found["day"]))


def _days(found: re.Match[str]) -> Deadline | None:
    first, last = day_of(found["first"]), day_of(found["last"])
    if isinstance(first, MonthDay) and isinstance(last, date):
        year = last.year - ((first.month, first.day) > (last.month, last.day))
        first = first.in_year(year)
    if isinstance(first, date) and isinstance(last, MonthDay):
        year = first.year + ((last.month, last.day) < (first.month, first.day))
        last = last.in_year(year)
    return _range(first, last)


def _days_of_month(found: re.Match[str]) -> Deadline | None:
    last = day_of(found["last"])
    number = int(found["first"])
    if not 1 <= number <= last.day:
        return None
    first = (
        last.replace(day=number)
        if isinstance(last, date)
        else replace(last, day=number)
    )
    return _range(first, last)


def _range(first: date | MonthDay, last: date | MonthDay) -> Deadline | None:
    if isinstance(first, date) and isinstance(last, date) and last < first:
        return None
    if first == last:
        return Deadline(DeadlineKind.ON_DATE, day=first)
    return Deadline(DeadlineKind.DATE_RANGE, day=first, last_day=last)


def _by_end(found: re.Match[str]) -> Deadline:
    return Deadline(DeadlineKind.BY_DATE, day=_last_day(month_of(found["month"])))


def _before_month(found: re.Match[str]) -> Deadline:
    """«До октября»: most mean the end of September, some October itself."""
    month = month_of(found["month"])
    year, number = month.year, month.month - 1
    if not number:
        year, number = (year - 1 if year else None), 12
    return Deadline(
        DeadlineKind.BY_DATE,
        day=_last_day(Month(number, year)),
        alternatives=(DeadlineKind.MONTH,),
    )


def _part_of_month(found: re.Match[str]) -> Deadline | None:
    place = next(n for word, n in _PARTS.items() if found["part"].startswith(word))
    return _decade(month_of(found["month"]), place)


def _numbered_decade(found: re.Match[str]) -> Deadline | None:
    place = number_of(found["number"]) - 1
    if place not in range(len(_DECADES)):
        return None
    return _decade(month_of(found["month"]), place)


def _decade(month: Month, place: int) -> Deadline | None:
    first, last = _DECADES[place]
    return _range(_in_month(month, first), _in_month(month, last))


def _half_of_month(found: re.Match[str]) -> Deadline | None:
    month = month_of(found["month"])
    if number_of(found["number"]) == 1:
        return _range(_in_month(month, 1), _in_month(month, 15))
    return _range(_in_month(month, 16), _last_day(month))


def _week_of_month(found: re.Match[str]) -> Deadline | None:
    """The first week is the days 1–7, and so on; the last one, the last seven days."""
    month, word = month_of(found["month"]), found["number"]
    if word.startswith("послед"):
        last = _days_in(month)
        return _range(_in_month(month, last - 6), _last_day(month))
    number = number_of(word)
    if number > len(("1-7", "8-14", "15-21", "22-28")):
        return None
    return _range(_in_month(month, 7 * number - 6), _in_month(month, 7 * number))


def _month(found: re.Match[str]) -> Deadline:
    return Deadline(DeadlineKind.MONTH, months=(month_of(found["month"]),))


def _months(found: re.Match[str]) -> Deadline:
    ends = _shared_years([month_of(found["first"]), month_of(found["last"])])
    if ends[0] == ends[1]:
        return Deadline(DeadlineKind.MONTH, months=ends[:1])
    return Deadline(DeadlineKind.MONTH_RANGE, months=ends)


def _two_months(found: re.Match[str]) -> Deadline:
    """«Декабрь Июнь» without a sign between: a range or a list, unless neighbours."""
    reading = _months(found)
    if reading.kind is DeadlineKind.MONTH:
        return reading
    first, last = reading.months
    if (last.month - first.month) % 12 == 1:
        return reading
    return replace(reading, alternatives=(DeadlineKind.MONTH_LIST,))


def _month_list(found: re.Match[str]) -> Deadline | None:
    months = [month_of(token) for token in re.findall(MONTH, found["months"])]
    unique = tuple(dict.fromkeys(_shared_years(months)))
    if not 1 < len(unique) <= len(range(1, 13)):
        return None
    return Deadline(DeadlineKind.MONTH_LIST, months=unique)


def _stretch(
    ends: tuple[int, int],
    year: int | None,
    alternatives: tuple[DeadlineKind, ...] = (),
) -> Deadline:
    months = tuple(Month(number, year) for number in ends)
    return Deadline(DeadlineKind.MONTH_RANGE, months=months, alternatives=alternatives)


def _quarter(found: re.Match[str]) -> Deadline | None:
    first = number_of(found["first"]) - 1
    last = number_of(found["last"] or found["first"]) - 1
    year = int(found["year"]) if found["year"] else None
    if not 0 <= first <= last < len(_QUARTERS):
        return None
    return _stretch((_QUARTERS[first][0], _QUARTERS[last][1]), year)


def _term(found: re.Match[str]) -> Deadline | None:
    place = number_of(found["number"]) - 1
    return _stretch(TERMS[place], None) if place < len(TERMS) else None


def _half_year(found: re.Match[str]) -> Deadline | None:
    """«I полугодие» of a school is September–December, of a calendar, January–June."""
    place = number_of(found["number"]) - 1
    if place >= len(_SCHOOL_HALVES):
        return None
    if found["year"]:
        return _stretch(_CALENDAR_HALVES[place], int(found["year"]))
    return _stretch(_SCHOOL_HALVES[place], None, (DeadlineKind.MONTH_RANGE,))


def calendar_half_year(text: str) -> Deadline | None:
    """The other reading of «I полугодие»: by the calendar."""
    found = _HALF_YEAR.fullmatch(text)
    place = number_of(found["number"]) - 1 if found else len(_CALENDAR_HALVES)
    if place >= len(_CALENDAR_HALVES):
        return None
    return _stretch(_CALENDAR_HALVES[place], None)


def month_named_by_end(text: str) -> Deadline | None:
    """The other reading of «до октября»: October included."""
    found = _BEFORE_MONTH.fullmatch(text)
    return _by_end(found) if found else None


def _years(found: re.Match[str]) -> Deadline | None:
    first = int(found["first"])
    last = int(found["last"])
    last = first // 100 * 100 + last if last < 100 else last
    if not first <= last:
        return None
    if found["school"] or last == first + 1:
        months = (Month(SCHOOL_YEAR_MONTH, first), Month(SCHOOL_YEAR_MONTH - 1, last))
    else:
        months = (Month(1, first), Month(12, last))
    return Deadline(DeadlineKind.MONTH_RANGE, months=months)


def _year(found: re.Match[str]) -> Deadline:
    return _stretch((1, 12), int(found["year"]))


_YEAR = r"(?: (?P<year>\d{4})(?: ?(?:г|год[ауе]?)\.?)?)?"
_ORDINAL_TAIL = r"(?:-?(?:й|ый|ой|м|ом|го|ого|ая|я))?"
_WITHIN = r"(?:(?:в|во|на|за|к|до конца|в течение|в течении) )?"
_SCHOOL = r"(?P<school> ?(?:уч[а-я]*\.? ?(?:г|год[ауы]?|годов)\.?))?"
_HALF_YEAR = re.compile(
    rf"{_WITHIN}(?P<number>{NUMBER}){_ORDINAL_TAIL} (?:полугоди[еяию]|п/г){_YEAR}"
)
_BEFORE_MONTH = re.compile(rf"(?:до|к|не позднее) (?P<month>{MONTH})")

RULES: tuple[Rule, ...] = (
    rule(rf"(?:в день )?(?P<day>{DAY})", _on),
    rule(rf"{_BY} (?P<day>{DAY})(?: ?\(?включительно\)?)?", _by),
    rule(
        rf"(?:(?:в период )?(?:с|со|от) )?(?P<first>{DAY})(?:-| по | до )(?P<last>{DAY})",
        _days,
    ),
    rule(
        rf"(?:(?:в период )?(?:с|со|от) )?(?P<first>\d{{1,2}})(?:-?го)?(?:-| по | до )(?P<last>{DAY})",
        _days_of_month,
    ),
    rule(rf"(?:в срок )?(?:до|к|не позднее) конца (?P<month>{MONTH})", _by_end),
    rule(_BEFORE_MONTH.pattern, _before_month),
    rule(
        rf"(?:(?:в|к) )?(?P<part>начал[оеау]|середин[аеуы]|кон(?:ец|це|цу)) (?P<month>{MONTH})",
        _part_of_month,
    ),
    rule(
        rf"(?:(?:в|во) )?(?P<number>{NUMBER}){_ORDINAL_TAIL} декад[аеуы] (?P<month>{MONTH})",
        _numbered_decade,
    ),
    rule(
        rf"(?:(?:в|во) )?(?P<number>перв[а-я]+|втор[а-я]+) половин[аеуы] (?P<month>{MONTH})",
        _half_of_month,
    ),
    rule(
        rf"(?:(?:в|во|на) )?(?P<number>{NUMBER}|последн[а-я]+){_ORDINAL_TAIL} недел[аеюяи] (?P<month>{MONTH})",
        _week_of_month,
    ),
    rule(rf"{_IN}(?:течение |течении )?(?P<month>{MONTH})(?: месяц[а-я]*)?", _month),
    rule(
        rf"(?:(?:в период )?(?:с|со|в|от) )?(?P<first>{MONTH})(?:-| по | до )(?P<last>{MONTH})",
        _months,
    ),
    rule(rf"(?P<first>{MONTH})(?: | ?/ ?)(?P<last>{MONTH})", _two_months),
    rule(
        rf"{_IN}(?P<months>{MONTH}(?:(?: ?[,;] ?|,? и (?:в )?| ){MONTH})+)", _month_list
    ),
    rule(
        rf"{_WITHIN}(?P<first>{NUMBER}){_ORDINAL_TAIL}(?:-(?P<last>{NUMBER}){_ORDINAL_TAIL})? (?:квартал[а-я]*|кв\.?){_YEAR}",
        _quarter,
    ),
    rule(rf"{_WITHIN}(?P<number>{NUMBER}){_ORDINAL_TAIL} четверт[ьи]", _term),
    rule(_HALF_YEAR.pattern, _half_year),
    rule(
        rf"{_WITHIN}(?P<first>20\d\d) ?[-/] ?(?P<last>20\d\d|\d\d){_SCHOOL}(?: ?(?:г\.?)+(?: ?г\.?)?| ?год[а-я]*)?",
        _years,
    ),
    rule(rf"{_WITHIN}(?P<year>20\d\d)(?: ?г\.?| ?год[ауе]?)?", _year),
)

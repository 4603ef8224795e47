"""Numbers of registers: how they are written and to which year they belong. No tables."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.enums import YearReset
from common.russian.dates import school_year_start

NO_NUMBER = "б/н"
_FIELD = re.compile(r"\{([^{}]*)\}")
_FIELDS = frozenset({"n", "yy", "yyyy", "yy2"})


def local_day(moment: datetime, time_zone: str) -> date:
    """Return the day of the moment where the organisation is (invariant 37)."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def year_of(day: date, resets: str) -> int:
    """Return the year a register counts the day in: of January or of 1 September."""
    return school_year_start(day) if resets == YearReset.SCHOOL else day.year


def format_number(number_format: str, *, serial: int, year: int) -> str:
    """Write a number: `{n}-ОД/{yy}-{yy2}`, 7, 2026 gives `7-ОД/26-27`."""
    values = {
        "n": str(serial),
        "yyyy": str(year),
        "yy": f"{year % 100:02}",
        "yy2": f"{(year + 1) % 100:02}",
    }
    return _FIELD.sub(lambda found: values[found[1]], number_format)


def flaw_of(number_format: str) -> str:
    """Say in Russian what is wrong with a format; empty when nothing is."""
    if number_format.count("{n}") != 1:
        return "В виде номера один раз должно стоять {n} — порядковый номер."
    unknown = set(_FIELD.findall(number_format)) - _FIELDS
    if unknown:
        return f"Непонятно: {{{min(unknown)}}}. Можно {{n}}, {{yy}}, {{yyyy}}, {{yy2}}."
    if re.search(r"[{}]", _FIELD.sub("", number_format)):
        return "Фигурная скобка стоит отдельно: уберите её."
    return ""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from accounts.enums import YearReset
from documents.numbering import flaw_of, format_number, local_day, year_of

pytestmark = pytest.mark.both


@pytest.mark.parametrize(
    ("number_format", "written"),
    [
        ("{n}", "7"),
        ("{n}-ОД", "7-ОД"),
        ("{n}-ОД/{yy}-{yy2}", "7-ОД/26-27"),
        ("{yyyy}/{n}", "2026/7"),
    ],
)
def test_a_number_is_written_as_the_register_says(number_format, written):
    assert format_number(number_format, serial=7, year=2026) == written


def test_the_turn_of_a_century_keeps_two_digits():
    assert format_number("{n}/{yy}-{yy2}", serial=1, year=2099) == "1/99-00"


@pytest.mark.parametrize("good", ["{n}", "{n}-ОД", "{yy}/{n}", "№{n}-{yyyy}-{yy2}"])
def test_a_sound_format_has_no_flaw(good):
    assert flaw_of(good) == ""


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("ОД", "один раз должно стоять {n}"),
        ("{n}{n}", "один раз должно стоять {n}"),
        ("{n}-{month}", "Непонятно: {month}"),
        ("{n}-{n.__class__}", "Непонятно: {n.__class__}"),
        ("{n}}", "скобка"),
    ],
)
def test_a_broken_format_is_explained(bad, said):
    assert said in flaw_of(bad)


def test_the_day_is_that_of_the_organisation():
    moment = datetime(2026, 12, 31, 20, 30, tzinfo=UTC)

    assert local_day(moment, "Europe/Moscow") == date(2026, 12, 31)
    assert local_day(moment, "Asia/Yekaterinburg") == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("day", "resets", "year"),
    [
        (date(2026, 8, 31), YearReset.SCHOOL, 2025),
        (date(2026, 9, 1), YearReset.SCHOOL, 2026),
        (date(2027, 1, 1), YearReset.SCHOOL, 2026),
        (date(2026, 12, 31), YearReset.CALENDAR, 2026),
        (date(2027, 1, 1), YearReset.CALENDAR, 2027),
    ],
)
def test_a_register_begins_anew_when_it_says(day, resets, year):
    assert year_of(day, resets) == year

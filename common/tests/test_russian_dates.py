from __future__ import annotations

from datetime import date, datetime

import pytest

from common.russian import dates
from common.russian.dates import DateReading, parse_birth, parse_date

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "typed",
    [
        "01.09.2025",
        "1.9.25",
        "2025-09-01",
        "01/09/2025",
        "1 сентября 2025 г.",
        "1 сентября2025 года",
        "1 сен. 2025",
        "«1» 09. 2025 г.",
        "01.09.2025 0:00:00",
        "2025-09-01T00:00:00",
        "45901",
        45901,
        45901.0,
        date(2025, 9, 1),
        datetime(2025, 9, 1, 12, 30),  # noqa: DTZ001 -- a cell of a table has no zone
    ],
)
def test_one_day_typed_in_many_ways_is_one_day(typed):
    assert parse_date(typed, today=TODAY) == DateReading(day=date(2025, 9, 1))


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_understood_in_words(number):
    genitive, nominative = (
        dates.MONTHS_IN_GENITIVE[number - 1],
        dates.MONTHS[number - 1],
    )

    assert parse_date(f"3 {genitive} 2025").day == date(2025, number, 3)
    assert parse_date(f"3 {nominative} 2025").day == date(2025, number, 3)


@pytest.mark.parametrize(
    "typed", ["2010", "2010 г.р.", "2010 г. р.", "2010 год", 2010, 2010.0]
)
def test_a_year_alone_is_a_year(typed):
    assert parse_date(typed) == DateReading(year=2010)
    assert parse_birth(typed, today=TODAY) == DateReading(year=2010)


def test_a_year_in_a_cell_formatted_as_a_date_is_a_year():
    assert parse_birth(date(1905, 7, 2), today=TODAY) == DateReading(year=2010)


@pytest.mark.parametrize("typed", [None, "", "  ", "-", "—"])
def test_an_empty_cell_is_neither_date_nor_problem(typed):
    assert parse_date(typed).is_empty
    assert parse_birth(typed, today=TODAY).is_empty


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("31.02.2025", "Такой даты нет: «31.02.2025»"),
        ("09/25/2025", "Такой даты нет: «09/25/2025»"),
        ("2025-13-01", "Такой даты нет"),
        ("1.9.99", "Год указан двумя цифрами: «1.9.99»"),
        ("01.09.3025", "Год 3025 не может быть верным"),
        ("завтра", "Не удалось понять дату «завтра»"),
        ("сентябрь 2025", "Не удалось понять дату"),
        ("1 мартобря 2025", "Не удалось понять дату"),
        (123, "Не удалось понять дату «123»"),
        (True, "Не удалось понять дату «ИСТИНА»"),
    ],
)
def test_a_date_that_cannot_be_is_a_problem_in_russian(typed, problem):
    reading = parse_date(typed, today=TODAY)

    assert reading.problem.startswith(problem)
    assert (reading.day, reading.year) == (None, None)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("01.09.10", "Год указан двумя цифрами"),
        ("21.11.2026", "Дата рождения ещё не наступила: «21.11.2026»"),
        ("2027", "Дата рождения ещё не наступила"),
        ("1905", "По дате рождения «1905» человеку 121 год"),
        ("31.02.2010", "Такой даты нет"),
    ],
)
def test_an_impossible_birth_is_a_problem_in_russian(typed, problem):
    assert parse_birth(typed, today=TODAY).problem.startswith(problem)


def test_a_birth_today_is_possible():
    assert parse_birth("20.11.2026", today=TODAY).day == TODAY


def test_a_long_wrong_text_is_shortened_in_the_problem():
    assert "…" in parse_date("я" * 500).problem
    assert len(parse_date("я" * 500).problem) < 120


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (dates.short_date(date(2026, 9, 5)), "05.09.2026"),
        (dates.long_date(date(2026, 9, 15)), "15 сентября 2026 г."),
        (
            dates.date_range(date(2026, 9, 1), date(2027, 5, 31)),
            "с 1 сентября 2026 г. по 31 мая 2027 г.",
        ),
        (
            dates.date_range(date(2026, 9, 2), date(2026, 9, 3)),
            "со 2 сентября 2026 г. по 3 сентября 2026 г.",
        ),
    ],
)
def test_dates_are_written_as_on_paper(written, expected):
    assert written == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 8, 31), "2025/26 учебный год"),
        (date(2026, 9, 1), "2026/27 учебный год"),
        (date(1999, 12, 1), "1999/00 учебный год"),
    ],
)
def test_a_school_year_begins_on_the_first_of_september(day, expected):
    assert dates.school_year(day) == expected


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2010, 9, 1), date(2026, 8, 31), 15),
        (date(2010, 9, 1), date(2026, 9, 1), 16),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_is_counted_in_full_years(birth, day, age):
    assert dates.age_on(birth, day) == age


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 20), 3, date(2026, 11, 25)),
        (date(2026, 12, 30), 3, date(2027, 1, 13)),
        (date(2025, 10, 31), 1, date(2025, 11, 1)),  # a worked Saturday
        (date(2026, 1, 12), -1, date(2025, 12, 30)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_working_days_skip_weekends_and_holidays(day, count, expected):
    assert dates.add_working_days(day, count) == expected


def test_corrections_win_over_the_calendar():
    corrections = {date(2026, 11, 23): False, date(2026, 11, 21): True}

    assert dates.add_working_days(date(2026, 11, 20), 2, corrections) == date(
        2026, 11, 24
    )

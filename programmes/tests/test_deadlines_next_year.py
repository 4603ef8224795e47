from __future__ import annotations

from datetime import date

import pytest

from programmes.deadlines.next_year import (
    in_later_year,
    next_day,
    words_in_later_year,
)
from programmes.deadlines.parsing import parse
from programmes.roadmap_templates import available, load


def test_a_monday_becomes_the_nearest_monday():
    assert next_day(date(2023, 9, 25), 1) == date(2024, 9, 23)


@pytest.mark.parametrize(
    "day", [date(2023, 9, 1), date(2024, 5, 31), date(2024, 2, 29)]
)
def test_a_day_keeps_its_weekday_and_stays_in_its_month(day):
    for years in (1, 2, 3):
        moved = next_day(day, years)
        assert (moved.weekday(), moved.month) == (day.weekday(), day.month)
        assert moved.year == day.year + years


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("до 25.09.2023", "до 23.09.2024"),
        ("30.09.23", "28.09.24"),
        ("до 30 сентября 2023 г.", "до 28 сентября 2024 г."),
        ("Сентябрь 2023 г.", "Сентябрь 2024 г."),
        ("сентябрь - декабрь 2023 г.", "сентябрь - декабрь 2024 г."),
        ("май –июнь 2024 г.", "май –июнь 2025 г."),
        ("декабрь 2020 года", "декабрь 2021 года"),
        ("в течение 2023-2024 учебного года", "в течение 2024-2025 учебного года"),
        ("сентябрь", "сентябрь"),
        ("в первые две недели", "в первые две недели"),
        ("по отдельному графику", "по отдельному графику"),
        ("", ""),
    ],
)
def test_the_text_is_rewritten_by_its_own_pattern(before, after):
    assert in_later_year(parse(before), 1).raw == after


def test_the_meaning_moves_with_the_text():
    moved = in_later_year(parse("до 25.09.2023"), 1)

    assert moved.day == date(2024, 9, 23)


def test_a_plan_printed_for_another_year_comes_out_in_the_right_one():
    printed = parse("до 25.09.2023")
    stored = type(printed)(printed.kind, printed.raw, day=date(2026, 9, 25))

    moved = in_later_year(stored, 1)

    assert (moved.raw, moved.day) == ("до 24.09.2027", date(2027, 9, 24))


@pytest.mark.parametrize("code", [code for code, _, _ in available()])
def test_every_deadline_of_the_plans_moves_and_keeps_its_kind(code):
    for measure in load(code).measures():
        deadline = measure.deadline.deadline
        moved = in_later_year(deadline, 1)
        assert moved.kind is deadline.kind, deadline.raw
        if deadline.day is not None:
            assert moved.day.weekday() == deadline.day.weekday(), deadline.raw


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("База на 2023-2024 учебный год", "База на 2024-2025 учебный год"),
        ("План на 2023/24 уч. год", "План на 2024/25 уч. год"),
        ("Внедрение в 2023 г.", "Внедрение в 2024 г."),
        ("Указ от 27.06.2022 № 401", "Указ от 27.06.2022 № 401"),
        ("Приказ 2022 года", "Приказ 2022 года"),
    ],
)
def test_a_title_moves_its_school_year_and_no_act(before, after):
    assert words_in_later_year(before, 1) == after

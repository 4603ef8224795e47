"""What the curator saw checked is what is written, whatever lies between."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from registry.importing.stored import (
    cell_of,
    mentee_line,
    mentor_line,
    stored_cell,
    stored_line,
)
from registry.tests.spreadsheet_rows import mentee_with, mentor_with


def through_json(value):
    return json.loads(json.dumps(value, ensure_ascii=False))


def test_a_mentor_comes_back_the_same():
    (line,) = mentor_with(
        **{
            "Желаемый возраст наставляемых": "7–9 классы",
            "Интересы": "шахматы; туризм",
            "Дата рождения": "12.04.1985",
            "Дата вхождения в программу": "01.09.2026",
            "Форма наставничества": "педагог – ученик",
            "ФИО наставляемого": "Мирная Мия; Белов Лев",
        }
    ).lines

    assert mentor_line(through_json(stored_line(line))) == line


def test_a_mentee_comes_back_the_same():
    (line,) = mentee_with(
        **{
            "ФИО представителя": "Мирный Павел Сергеевич",
            "Телефон представителя": "89130000001",
            "Дата согласия": "01.09.2026",
        }
    ).lines

    assert mentee_line(through_json(stored_line(line))) == line


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "текст",
        5,
        1.5,
        True,
        date(2026, 9, 1),
        datetime.fromisoformat("2026-09-01T10:00"),
    ],
)
def test_a_cell_comes_back_the_same(cell):
    assert cell_of(through_json(stored_cell(cell))) == cell


def test_what_is_no_cell_is_refused():
    with pytest.raises(TypeError):
        cell_of(["a"])

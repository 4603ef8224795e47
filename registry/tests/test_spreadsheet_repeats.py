from __future__ import annotations

import pytest

from registry.tests.spreadsheet_rows import fatal, mentees, mentors


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Фёдоров Пётр Ильич", "Федоров  Петр\u00a0Ильич"),
        ("Римская-Корсакова Анна Львовна", "РИМСКАЯ - КОРСАКОВА АННА ЛЬВОВНА"),
        ("Ким Ю. Л.", "Ким Ю.Л."),
    ],
)
def test_a_repeat_is_found_whatever_the_spelling(first, second):
    reading = mentees(
        [1, first, "+7 913 000-00-01", "01.09.2010", "Речь"],
        [2, second, "+7 913 000-00-02", "1.9.2010", "Речь"],
    )

    assert [line.row for line in reading.lines] == [2]
    assert reading.rejected_rows == (3,)
    assert fatal(reading)[0].message == (
        "Повтор: этот человек уже есть в строке 2. Оставьте одну строку."
    )


def test_namesakes_with_different_births_are_two_people():
    reading = mentees(
        [1, "Ким Юлия Львовна", "+7 913 000-00-01", "01.09.2010", "Речь"],
        [2, "Ким Юлия Львовна", "+7 913 000-00-02", "02.09.2010", "Речь"],
    )

    assert (len(reading.lines), reading.problems) == (2, ())


def test_namesakes_of_whom_one_birth_is_vague_are_taken_with_a_remark():
    reading = mentees(
        [1, "Ким Юлия Львовна", "+7 913 000-00-01", "01.09.2010", "Речь"],
        [2, "Ким Юлия Львовна", "+7 913 000-00-02", "2010", "Речь"],
    )

    assert len(reading.lines) == 2
    assert reading.problems[0].message.startswith(
        "Возможно, это тот же человек, что в строке 2."
    )


def test_mentors_of_one_name_and_no_birth_are_a_repeat_with_advice():
    reading = mentors(
        ["Ким Юлия", "89130000000", "речь"], ["Ким Юлия", "89130000001", "речь"]
    )

    assert reading.rejected_rows == (3,)
    assert reading.problems[0].message.endswith(
        "Если это тёзки, укажите даты рождения."
    )


def test_a_good_row_after_a_rejected_one_of_the_same_name_is_no_repeat():
    reading = mentees(
        [1, "Ким Юлия Львовна", "+7 913 000-00-01", "31.02.2010", "Речь"],
        [2, "Ким Юлия Львовна", "+7 913 000-00-01", "28.02.2010", "Речь"],
    )

    assert ([line.row for line in reading.lines], reading.rejected_rows) == ([3], (2,))

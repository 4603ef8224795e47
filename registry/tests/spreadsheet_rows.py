"""Rows of the two bases for the tests: a good one, and the same with some cells changed."""

from __future__ import annotations

from datetime import date

from registry.spreadsheets.columns import Base
from registry.spreadsheets.fields import read_mentees, read_mentors
from registry.spreadsheets.recognition import recognise
from registry.spreadsheets.table import Table

TODAY = date(2026, 11, 20)
MENTEE = ["№", "ФИО наставляемого", "Контактные данные", "Дата рождения", "Запрос"]
MENTOR = ["ФИО наставника", "Контакты", "Компетенции"]


def mentees(*rows, titles=MENTEE):
    table = Table([list(titles), *map(list, rows)], "Лист1")
    return read_mentees(table, recognise(table.rows, Base.MENTEES), today=TODAY)


def mentors(*rows, titles=MENTOR):
    table = Table([list(titles), *map(list, rows)], "Лист1")
    return read_mentors(table, recognise(table.rows, Base.MENTORS), today=TODAY)


def mentee_with(**cells):
    """One good row with some cells replaced or added, by the title of the column."""
    row = dict(
        zip(
            MENTEE,
            [1, "Ким Юлия Львовна", "+7 913 000-00-00", "2010", "Речь"],
            strict=True,
        )
    )
    row |= cells
    return mentees(row.values(), titles=row.keys())


def mentor_with(**cells):
    row = (
        dict(zip(MENTOR, ["Ким Юлия Львовна", "+7 913 000-00-00", "речь"], strict=True))
        | cells
    )
    return mentors(row.values(), titles=row.keys())


def fatal(reading):
    return [problem for problem in reading.problems if problem.is_fatal]

"""A spreadsheet as a school really keeps it goes in, every row of it accounted for."""

from __future__ import annotations

from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment

from registry.enums import RowVerdict, TableKind
from registry.models import Group, Guardianship, ImportBatch, Person
from registry.tests.consent_factories import load_texts, make_cycle
from registry.tests.import_files import Curator, people_url
from registry.tests.spreadsheet_files import make_ods, make_xls, saved


@pytest.fixture
def curator(client, school, kira, committed):
    load_texts()
    make_cycle(school)
    return Curator(client, school, kira, committed)


def messy_book() -> bytes:
    """Titles above, a header in two merged rows, merged classes, notes, dashes, two in a cell."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows: list[list[Any]] = [
        ["МБОУ «Средняя школа № 12»"],
        ["Сведения об обучающихся на 2026/27 учебный год"],
        [],
        ["№ п/п", "Обучающийся", None, None, "Кл.", "Д.р.", "Родители", None, "Прим."],
        [None, "Фамилия", "Имя", "Отчество", None, None, "ФИО", "тел.", None],
        [
            1,
            "Ёлкин",
            "Пётр",
            "Ильич",
            "8А",
            "12.03.2012",
            "Ёлкина Ольга Ивановна, мать",
            "8 (913) 111-22-33",
            "—",
        ],
        [2, "Белова", "Мия", "—", None, date(2012, 5, 7), "—", "—", "многодетная"],
        [3, "СОКОЛОВ", "лев", "юрьевич", None, "7 мая 2012 г.", None, None, None],
        [4, "Дубов Ян, Дубов Глеб", None, None, None, "2012", None, None, None],
        ["9Б класс"],
        [
            5,
            "Ким",
            "Юлия",
            "Львовна",
            None,
            40000,
            "Ким Лев Ильич; Ким Анна Олеговна",
            "+79131112244",
            None,
        ],
        [6, "Лисин", "Олег", None, "9Б", "31.02.2012", None, None, None],
        [None, None, None, None, None, None, None, None, None],
        ["Всего:", 6],
        ["Директор _____________ Зуев И. И."],
        ["Исп. Зуева А. А., тел. 22-33-44"],
    ]
    for row in rows:
        sheet.append(row)
    for merged in ("A1:I1", "A2:I2", "B4:D4", "G4:H4", "A4:A5", "E4:E5", "F4:F5"):
        sheet.merge_cells(merged)
    sheet.merge_cells("E6:E9")
    sheet["E6"].alignment = Alignment(vertical="center")
    return saved(book)


def test_a_messy_spreadsheet_goes_in_with_every_row_accounted_for(curator, school):
    batch = curator.checked(messy_book(), TableKind.PUPILS)

    told = {row.number: row for row in batch.rows.all()}
    assert sorted(told) == [6, 7, 8, 9, 11, 12]
    assert batch.row_count == batch.accepted_count + batch.rejected_count == 6
    rejected = {n for n, row in told.items() if row.verdict == RowVerdict.REJECTED}
    assert rejected == {9, 12}
    assert "больше одного человека" in told[9].problems[0]["message"]
    assert told[12].problems[0]["column"] == "Д.р."
    notes = " ".join(batch.notes)
    for text in ("10 — «9Б класс»", "14 — «Всего: 6»", "15 — «Директор", "16 — «Исп."):
        assert text in notes

    curator.press(batch, "confirm")

    people = {person.last_name: person for person in Person.objects.exclude(group=None)}
    assert sorted(people) == ["Ёлкин", "Белова", "Ким", "Соколов"]
    assert {name: each.group.name for name, each in people.items()} == {
        "Ёлкин": "8А",
        "Белова": "8А",
        "Соколов": "8А",
        "Ким": "9Б",
    }
    assert {name: each.birth_on for name, each in people.items()} == {
        "Ёлкин": date(2012, 3, 12),
        "Белова": date(2012, 5, 7),
        "Соколов": date(2012, 5, 7),
        "Ким": date(2009, 7, 6),
    }
    assert people["Белова"].patronymic == ""
    mother = people["Ёлкин"].guardianships.get().guardian
    assert (mother.full_name, mother.phone) == (
        "Ёлкина Ольга Ивановна",
        "+7 913 111-22-33",
    )
    assert people["Ёлкин"].guardianships.get().basis == "мать"
    assert Guardianship.objects.count() == 2


PUPILS = [
    ["ФИО ребёнка", "Дата рождения", "Класс", "ФИО родителя", "Телефон родителя"],
    ["Ким Юлия Львовна", "07.05.2012", "8А", "Ким Лев Ильич", "8 913 111-22-33"],
    ["Белов Пётр Ильич", "—", "8А", "-", ""],
]


def delimited(separator: str, encoding: str) -> bytes:
    text = "\r\n".join(separator.join(row) for row in PUPILS)
    return text.encode(encoding)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (delimited(";", "cp1251"), "список.csv"),
        (delimited(",", "utf-8"), "список.csv"),
        (delimited("\t", "utf-8-sig"), "список.txt"),
        (delimited(";", "utf-16"), "список.csv"),
        (make_xls(PUPILS), "список.xls"),
        (make_ods(PUPILS), "список.ods"),
    ],
)
def test_a_list_of_pupils_comes_in_whatever_the_format(curator, content, name):
    response = curator.upload(content, TableKind.PUPILS, name)
    assert response.status_code == 302, response.context["form"].errors
    curator.press(_latest(), "confirm")

    julia = Person.objects.get(last_name="Ким", first_name="Юлия")
    assert (julia.birth_on, julia.group.name) == (date(2012, 5, 7), "8А")
    assert julia.guardianships.get().guardian.full_name == "Ким Лев Ильич"
    assert not julia.menteecards.exists()
    assert not julia.consents.exists()
    assert Person.objects.filter(last_name="Белов").count() == 1
    assert Group.objects.count() == 1


def _latest() -> ImportBatch:
    return ImportBatch.objects.latest("pk")


def test_the_list_of_pupils_sent_again_changes_and_doubles_nobody(curator):
    for note in ("", "примечание"):
        rows = [*PUPILS, ["", "", "", "", note]]
        text = "\r\n".join(";".join(row) for row in rows)
        curator.upload(text.encode(), TableKind.PUPILS, "a.csv")
        curator.press(_latest(), "confirm")

    assert Person.objects.filter(last_name="Ким").count() == 2
    assert Guardianship.objects.count() == 1


def test_the_staff_come_in_by_the_same_road(curator, school):
    text = "Сотрудник;Должность;E-mail\r\nЗуев Илья Ильич;директор;z@school.ru"
    curator.upload(text.encode(), TableKind.STAFF, "a.csv")
    batch = _latest()
    curator.press(batch, "confirm")

    person = Person.objects.get()
    assert (person.is_staff_member, person.post) == (True, "директор")
    page = curator.see(batch).content.decode()
    assert "Добавлено и обновлено людей: 1" in page
    assert people_url(school, "staff/") in page


def test_a_pupil_of_the_same_name_is_nobody_of_the_staff(curator):
    pupil = "ФИО;Класс;Дата рождения\r\nЗуев Илья Ильич;8А;01.02.2012"
    curator.upload(pupil.encode(), TableKind.PUPILS, "p.csv")
    curator.press(_latest(), "confirm")
    curator.upload(
        "ФИО;Должность\r\nЗуев Илья Ильич;завуч".encode(), TableKind.STAFF, "s.csv"
    )
    curator.press(_latest(), "confirm")

    assert Person.objects.count() == 2

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from common.tables import comma_separated, workbook
from registry.spreadsheets.columns import Base, federal_columns
from registry.spreadsheets.fields import read_mentees, read_mentors
from registry.spreadsheets.reading import read_table
from registry.spreadsheets.recognition import recognise
from registry.spreadsheets.writing import blank_form

MOMENT = datetime.fromisoformat("2026-09-01T08:30")
EVIL = [
    "=1+1",
    "+7 913",
    "-1",
    "@SUM(A1)",
    "\tx",
    "=cmd|' /C calc'!A0",
    "https://example.ru",
    "007",
]


def test_a_workbook_reads_back_the_same():
    rows = [["Фёдоров Пётр", 5, 1.5, date(2026, 9, 1), MOMENT, None, "две\nстроки"]]
    headings = ["ФИО", "Мест", "Доля", "Дата", "Время", "Пусто", "Текст"]

    table = read_table(workbook("Пары: 8/9 [А]?", headings, rows), "a.xlsx")

    assert table.sheet == "Пары  8 9  А"
    assert table.rows == [headings, *rows]


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_a_formula_or_a_link_in_a_workbook(text):
    content = workbook("Лист", [text], [[text]])

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [(cell.value, cell.data_type) for (cell,) in sheet.iter_rows()] == [
        (text, "s")
    ] * 2
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"hyperlink" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "text", [*EVIL, "'кавычка", 'а"б', "а;б", "две\nстроки", "\r=1"]
)
def test_text_in_csv_is_guarded_and_reads_back_the_same(text):
    content = comma_separated(["Слово", "Ещё"], [[text, "конец"]])

    assert read_table(content, "a.csv").rows[1] == [text, "конец"]
    line = content.decode("utf-8-sig").partition("\r\n")[2]
    assert not line.lstrip('"').startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


def test_csv_is_written_as_excel_in_russia_opens_it():
    content = comma_separated(
        ["ФИО", "Доля"], [["Ким", 1.5], [True, date(2026, 9, 1)], [None, MOMENT]]
    )

    assert (
        content
        == "ФИО;Доля\r\nКим;1,5\r\nда;01.09.2026\r\n;01.09.2026 08:30\r\n".encode(
            "utf-8-sig"
        )
    )


def test_a_text_longer_than_a_cell_is_shortened_with_a_mark():
    table = read_table(workbook("", ["Текст"], [["я" * 40_000]]), "a.xlsx")

    assert table.sheet == "Лист1"
    assert table.rows[1] == ["я" * 32_766 + "…"]


def test_yes_and_no_are_written_as_words():
    content = workbook("Лист", ["Согласие"], [[True], [False]])

    assert read_table(content, "a.xlsx").rows[1:] == [["да"], ["нет"]]


def test_a_workbook_without_rows_is_still_a_workbook():
    assert read_table(workbook("Пусто", ["ФИО"], []), "a.xlsx").rows == [["ФИО"]]


@pytest.mark.parametrize("base", list(Base))
def test_the_blank_form_has_the_federal_columns_in_their_order(base):
    table = read_table(blank_form(base), "a.xlsx")

    assert table.rows[0] == [column.title for column in federal_columns(base)]
    assert table.rows[1][0] == "пример"
    assert table.other_sheets == ("Как заполнять",)


@pytest.mark.parametrize("with_extras", [False, True])
@pytest.mark.parametrize(
    ("base", "read"), [(Base.MENTORS, read_mentors), (Base.MENTEES, read_mentees)]
)
def test_the_sample_of_the_blank_form_is_good_but_not_loaded(base, read, with_extras):
    table = read_table(blank_form(base, with_extras=with_extras), "a.xlsx")
    recognition = recognise(table.rows, base)
    today = date(2026, 11, 20)

    assert (recognition.refusal, recognition.unknown) == ("", ())
    assert read(table, recognition, today=today).present_count == 0
    table.rows[1][0] = 1
    reading = read(table, recognition, today=today)
    assert (len(reading.lines), reading.problems) == (1, ())

"""The parser of the child process, run here in the open so that every branch is seen."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from registry.spreadsheets import child
from registry.spreadsheets.inspection import FileKind, check_archive
from registry.spreadsheets.table import Table, TableRefused
from registry.tests.spreadsheet_files import (
    make_ods,
    make_xls,
    make_xlsx,
    repacked,
    saved,
    with_part,
)

ROWS = [["ФИО", "Класс"], ["Фёдоров Пётр", "8А"]]


@pytest.mark.parametrize(
    ("content", "kind", "sheet"),
    [
        (make_xlsx(ROWS), FileKind.XLSX, "Лист1"),
        (make_xls(ROWS), FileKind.XLS, "List1"),
        (make_ods(ROWS), FileKind.ODS, "Лист1"),
        ("ФИО;Класс\nФёдоров Пётр;8А\n;\n".encode(), FileKind.CSV, ""),
        ("sep=,\nФИО,Класс\nФёдоров Пётр,8А".encode("cp1251"), FileKind.CSV, ""),
    ],
)
def test_each_kind_is_parsed(content, kind, sheet):
    table = child.parse(content, kind)

    assert (table.rows, table.sheet) == (ROWS, sheet)


def test_a_table_is_sent_as_lines_of_json_and_counted():
    out = io.StringIO()
    moment = datetime.fromisoformat("2026-09-01T08:30")

    child.write(
        Table([["ё", 1, None], [date(2026, 9, 1), moment]], "Л", 3, ("М",)), out
    )

    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"sheet": "Л", "first_row": 3, "others": ["М"]},
        ["ё", 1, None],
        [{"day": "2026-09-01"}, {"moment": "2026-09-01T08:30:00"}],
        {"rows": 2},
    ]


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (make_xlsx([]), FileKind.XLSX, "нет ни одной заполненной ячейки"),
        (make_xlsx([[" "], ["\t"]]), FileKind.XLSX, "нет ни одной заполненной ячейки"),
        (b"x\n" * (child.MAX_ROWS + 1), FileKind.CSV, "не больше 60000"),
        (
            b";".join([b"x"] * (child.MAX_COLUMNS + 1)),
            FileKind.CSV,
            "слишком много данных",
        ),
        (b"junk", FileKind.XLS, "повреждён"),
        (b"PK junk", FileKind.XLSX, "повреждён"),
        (b"\x98\xff", FileKind.CSV, "неизвестная кодировка"),
        (b"\xff\xfe\x00\xd8", FileKind.CSV, "неизвестная кодировка"),
        (b'"' + b"x" * 200_000, FileKind.CSV, "не читаются"),
    ],
)
def test_what_cannot_be_parsed_is_refused(content, kind, message):
    with pytest.raises(TableRefused, match=message):
        child.parse(content, kind)


def test_a_second_sheet_is_read_when_the_first_holds_only_blanks():
    book = openpyxl.Workbook()
    book.active["B2"] = "  "
    book.create_sheet("Список").append(["ФИО"])

    assert child.parse(saved(book), FileKind.XLSX).sheet == "Список"


@pytest.mark.parametrize("value", [b"NaN", b"inf", b"1e999"])
def test_a_number_that_is_no_number_is_text(value):
    content = repacked(
        make_xlsx([[7]]), "xl/worksheets/sheet1.xml", b"<v>7</v>", b"<v>%s</v>" % value
    )

    ((cell,),) = child.parse(content, FileKind.XLSX).rows

    assert isinstance(cell, str)


def test_odd_cells_become_plain():
    book = openpyxl.Workbook()
    book.active.append([1.5, 2, True, timedelta(hours=30), time(8, 30), -0.5])

    assert child.parse(saved(book), FileKind.XLSX).rows == [
        [1.5, 2, True, "1 day, 6:00:00", "08:30:00", -0.5]
    ]


def test_an_honest_archive_passes():
    check_archive(make_xlsx(ROWS), FileKind.XLSX)
    check_archive(make_ods(ROWS), FileKind.ODS)


@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (
            with_part(make_xlsx(ROWS), "big", bytes(3_000_000)),
            FileKind.XLSX,
            "слишком велик",
        ),
        (make_xlsx(ROWS), FileKind.ODS, "повреждён"),
        (b"PK\x05\x06", FileKind.XLSX, "повреждён"),
    ],
)
def test_a_bad_archive_is_refused(content, kind, message):
    with pytest.raises(TableRefused, match=message):
        check_archive(content, kind)


def test_a_packed_stream_that_is_broken_or_of_another_method_is_refused():
    content = bytearray(
        repacked(make_xlsx(ROWS), "xl/workbook.xml", b"<workbook", b"<workbook ")
    )
    central = content.index(b"PK\x01\x02")
    other_method = content[:]
    other_method[central + 10] = 14
    broken = content[:]
    broken[60:90] = b"\xff" * 30

    for damaged in (other_method, broken):
        with pytest.raises(TableRefused, match="повреждён"):
            check_archive(bytes(damaged), FileKind.XLSX)

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from registry.spreadsheets import child, inspection, reading
from registry.spreadsheets.reading import read_table
from registry.spreadsheets.table import TableRefused
from registry.tests.spreadsheet_files import (
    make_ods,
    make_xls,
    make_xlsx,
    repacked,
    saved,
    with_part,
)

ROWS = [["ФИО наставника", "Телефон"], ["Фёдоров Пётр", "+7 913 000-00-00"]]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (make_xlsx(ROWS), "наставники.xlsx"),
        (make_xlsx(ROWS), "НАСТАВНИКИ.XLSX"),
        (make_xls(ROWS), "a.xls"),
        (make_ods(ROWS), "a.ods"),
        ("ФИО наставника;Телефон\nФёдоров Пётр;+7 913 000-00-00".encode(), "a.csv"),
        (
            "ФИО наставника,Телефон\r\nФёдоров Пётр,+7 913 000-00-00".encode(
                "utf-8-sig"
            ),
            "a.csv",
        ),
        (
            "ФИО наставника\tТелефон\nФёдоров Пётр\t+7 913 000-00-00".encode("cp1251"),
            "a.txt",
        ),
        (
            "ФИО наставника;Телефон\nФёдоров Пётр;+7 913 000-00-00".encode("cp1251"),
            "a.csv",
        ),
        (
            "ФИО наставника\tТелефон\nФёдоров Пётр\t+7 913 000-00-00".encode("utf-16"),
            "a.tsv",
        ),
    ],
    ids=["xlsx", "capitals", "xls", "ods", "utf8", "bom", "tab", "cp1251", "utf16"],
)
def test_every_kind_of_table_reads_the_same(content, name):
    assert read_table(content, name).rows == ROWS


def test_cells_keep_their_types():
    moment = datetime.fromisoformat("2025-09-01T08:30")
    book = openpyxl.Workbook()
    book.active.append([5, 1.5, True, date(2025, 9, 1), moment, " ", "я"])

    (row,) = read_table(saved(book), "a.xlsx").rows

    assert row == [5, 1.5, True, date(2025, 9, 1), moment, None, "я"]
    assert type(row[0]) is int


def test_row_numbers_are_those_of_the_file():
    book = openpyxl.Workbook()
    book.active["B4"] = "ФИО"
    book.active["B6"] = "Фёдоров"

    table = read_table(saved(book), "a.xlsx")

    assert table.number_of(table.rows.index(["ФИО"])) == 4
    assert table.number_of(table.rows.index(["Фёдоров"])) == 6


def test_the_first_visible_sheet_with_content_is_read():
    book = openpyxl.Workbook()
    book.active.title = "Пустой"
    hidden = book.create_sheet("Скрытый")
    hidden.append(["не это"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Список").append(["это"])
    book.create_sheet("Ещё").append(["и не это"])

    table = read_table(saved(book), "a.xlsx")

    assert (table.sheet, table.rows, table.other_sheets) == (
        "Список",
        [["это"]],
        ("Пустой", "Ещё"),
    )


@pytest.mark.parametrize("reference", [b"A1:B3", b"A1", b"A1:XFD1048576"])
def test_a_lying_dimension_tag_loses_no_row(reference):
    content = make_xlsx([[f"Фамилия {number}", number] for number in range(500)])
    lying = repacked(
        content,
        SHEET,
        rb'<dimension ref="[^"]*"',
        b'<dimension ref="' + reference + b'"',
    )

    rows = read_table(lying, "a.xlsx").rows

    assert rows == [[f"Фамилия {number}", number] for number in range(500)]


def test_coloured_empty_rows_are_no_rows():
    book = openpyxl.Workbook()
    book.active.append(["один"])
    for number in range(2, 3000):
        book.active.cell(number, 5).fill = PatternFill("solid", fgColor="FF0000")

    assert read_table(saved(book), "a.xlsx").rows == [["один"]]


def test_text_that_looks_like_a_formula_is_read_as_text():
    content = "ФИО;Заметка\nФёдоров;'=1+1\n'Кавычка;-".encode()

    assert read_table(content, "a.csv").rows[1:] == [
        ["Фёдоров", "=1+1"],
        ["'Кавычка", "-"],
    ]


def test_the_delimiter_is_not_guessed_from_commas_inside_cells():
    content = 'ФИО;Компетенции\nФёдоров;алгебра, физика, химия\nКим;"речь; театр, танец"'.encode()

    assert read_table(content, "a.csv").rows[1:] == [
        ["Фёдоров", "алгебра, физика, химия"],
        ["Ким", "речь; театр, танец"],
    ]


def test_the_delimiter_line_of_excel_is_obeyed_and_counted():
    table = read_table("sep=,\r\nФИО,Год\r\nФёдоров,2010".encode(), "a.csv")

    assert table.rows[1] == ["Фёдоров", "2010"]
    assert table.number_of(1) == 3


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.xlsx", "Файл пуст. Сохраните таблицу ещё раз и загрузите снова."),
        (b"x" * (inspection.MAX_BYTES + 1), "a.csv", "Файл больше 5 МБ"),
        (b"%PDF-1.7", "a.pdf", "Файл «a.pdf» — не таблица"),
        (b"%PDF-1.7", "a.xlsx", "В файле «a.xlsx» на самом деле документ PDF"),
        (b"\x89PNG\r\n", "a.xlsx", "В файле «a.xlsx» на самом деле картинка"),
        (make_xls(ROWS), "a.xlsx", "на самом деле книга Excel старого образца (.xls)"),
        (make_xlsx(ROWS), "a.xls", "на самом деле книга Excel (.xlsx)"),
        (make_ods(ROWS), "a.xlsx", "на самом деле таблица LibreOffice (.ods)"),
        ("ФИО;Год".encode(), "a.xlsx", "на самом деле простой текст"),
        (
            b"<html><table><tr><td>1</td></tr></table>",
            "a.xls",
            "на самом деле веб-страница",
        ),
        (
            b"\xef\xbb\xbf\r\n<?xml version='1.0'?><Workbook/>",
            "a.xls",
            "на самом деле веб-страница",
        ),
        (b"<svg onload='alert(1)'/>", "a.csv", "на самом деле веб-страница"),
        (b"PK\x03\x04 word/document.xml", "a.xlsx", "на самом деле документ Word"),
        (b"PK\x03\x04 xl/workbook.bin", "a.xlsx", "на самом деле двоичная книга Excel"),
        (b"PK\x03\x04", "a.xlsx", "на самом деле архив"),
        (b"PK\x03\x04 xl/workbook.xml", "a.xlsx", "Файл повреждён"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "a.xls",
            "на самом деле документ другой программы",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "Файл защищён паролем",
        ),
        (b"a\x00b", "a.csv", "Файл повреждён"),
        (b"\x98\xff", "a.csv", "Буквы в файле CSV не читаются"),
        (b" ;; \n", "a.csv", "В таблице нет ни одной заполненной ячейки"),
        (make_xlsx([]), "a.xlsx", "В таблице нет ни одной заполненной ячейки"),
        (b'"' + b"x" * 200_000, "a.csv", "Строки файла CSV не читаются"),
    ],
)
def test_what_is_no_table_is_refused_with_advice(content, name, message):
    with pytest.raises(TableRefused) as refused:
        read_table(content, name)

    assert message in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_long_or_nested_name_is_shortened_in_the_message():
    with pytest.raises(TableRefused) as refused:
        read_table(b"x", "C:\\Users\\" + "я" * 300 + ".exe")

    assert len(str(refused.value)) < 200
    assert "Users" not in str(refused.value)


@pytest.mark.parametrize("cut", [200, 2000, 4000])
def test_a_broken_off_file_is_refused(cut):
    with pytest.raises(TableRefused, match=r"повреждён|архив"):
        read_table(make_xlsx(ROWS)[:cut], "a.xlsx")


def test_a_file_broken_inside_is_refused():
    broken = repacked(
        make_xlsx(ROWS), SHEET, rb"<sheetData>", b"<sheetData><row><c></row>"
    )

    with pytest.raises(TableRefused, match="повреждён"):
        read_table(broken, "a.xlsx")


def test_a_zip_bomb_is_refused_by_its_real_size():
    bomb = with_part(make_xlsx(ROWS), "xl/media/big.bin", bytes(60 * 1024 * 1024))

    with pytest.raises(TableRefused, match="после распаковки слишком велик"):
        read_table(bomb, "a.xlsx")


def test_a_zip_bomb_that_lies_about_its_size_is_refused():
    bomb = bytearray(
        with_part(make_xlsx(ROWS), "xl/media/big.bin", bytes(60 * 1024 * 1024))
    )
    size = (60 * 1024 * 1024).to_bytes(4, "little")
    assert bomb.count(size) == 2
    lying = bytes(bomb).replace(size, (10).to_bytes(4, "little"))

    with zipfile.ZipFile(io.BytesIO(lying)) as archive:
        assert max(entry.file_size for entry in archive.infolist()) < 100_000
    with pytest.raises(TableRefused, match="после распаковки слишком велик"):
        read_table(lying, "a.xlsx")


def test_a_file_packed_too_tightly_is_refused():
    tight = with_part(make_xlsx(ROWS), "xl/media/big.bin", bytes(3 * 1024 * 1024))

    with pytest.raises(TableRefused, match="после распаковки слишком велик"):
        read_table(tight, "a.xlsx")


def test_an_archive_of_very_many_entries_is_refused():
    out = io.BytesIO(make_xlsx(ROWS))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(inspection.MAX_ENTRIES):
            archive.writestr(f"xl/media/{number}", b"x")

    with pytest.raises(TableRefused, match="после распаковки слишком велик"):
        read_table(out.getvalue(), "a.xlsx")


def test_an_entry_under_a_password_is_refused():
    content = bytearray(make_xlsx(ROWS))
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1

    with pytest.raises(TableRefused, match="паролем"):
        read_table(bytes(content), "a.xlsx")


def test_two_cells_at_the_ends_of_the_world_do_not_hurt_the_worker():
    book = openpyxl.Workbook()
    book.active["A1"] = "ФИО"
    book.active["XFD1048576"] = "далеко"

    with pytest.raises(TableRefused, match="слишком сложен"):
        read_table(saved(book), "a.xlsx")


def test_a_billion_laughs_do_not_expand():
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE w [<!ENTITY l0 "ха">{laughs}]><worksheet'.encode()
    content = repacked(make_xlsx(ROWS), SHEET, rb"<worksheet", doctype)
    content = repacked(
        content, SHEET, rb"<c ", b'<c t="inlineStr"><is><t>&l8;</t></is></c><c '
    )

    try:
        cells = [cell for row in read_table(content, "a.xlsx").rows for cell in row]
    except TableRefused:
        return
    assert sum(len(str(cell)) for cell in cells) < 1000


def test_more_rows_than_allowed_are_refused_with_the_limit():
    content = "ФИО\n".encode() + b"x\n" * child.MAX_ROWS

    with pytest.raises(
        TableRefused, match="60001 строк, а за один раз принимается не больше 60000"
    ):
        read_table(content, "a.csv")


def test_exactly_as_many_rows_as_allowed_are_read():
    content = b"x\n" * child.MAX_ROWS + b"\n" * 50

    assert len(read_table(content, "a.csv").rows) == child.MAX_ROWS


def test_a_table_wider_than_a_list_of_people_is_refused():
    with pytest.raises(TableRefused, match="слишком много данных"):
        read_table(b";".join([b"x"] * (child.MAX_COLUMNS + 1)), "a.csv")


def test_one_string_used_very_often_is_refused_before_it_fills_the_worker():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(1000):
        sheet.append([os.urandom(8).hex(), "длинно" * 5000])

    with pytest.raises(TableRefused, match=r"слишком много данных|после распаковки"):
        read_table(saved(book), "a.xlsx")


def test_a_parser_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.001)

    with pytest.raises(TableRefused, match="слишком сложен"):
        read_table(make_xlsx(ROWS), "a.xlsx")


def test_the_child_limits_itself_and_knows_no_django():
    script = (
        "import resource, sys\n"
        "from registry.spreadsheets import child\n"
        "child.limit_this_process()\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'mentoring')])\n"
    )

    printed = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(reading.__file__).parents[2],
        env={},
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert printed.splitlines() == [f"{1024**3} 20", "[]"]


def test_the_child_does_not_see_the_environment_of_the_portal(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")

    assert read_table(make_xlsx(ROWS), "a.xlsx").rows == ROWS

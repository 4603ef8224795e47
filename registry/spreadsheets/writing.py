"""Tables that leave the portal: no cell is ever a formula, and what is read back is the same."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from common.russian.dates import short_date
from registry.spreadsheets.columns import (
    EXTRA_COLUMNS,
    SAMPLE_MARK,
    SAMPLE_NAMES,
    Base,
    Column,
    federal_columns,
)
from registry.spreadsheets.delimited import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from registry.spreadsheets.table import Cell

_FORBIDDEN_IN_SHEET_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_TITLE = 31
_LONGEST_CELL = 32_767
_NARROWEST, _WIDEST = 8, 48
# No string becomes a formula, a link or a number by its looks.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

_SAMPLES: dict[Base, dict[str, Cell]] = {
    Base.MENTORS: {
        "number": SAMPLE_MARK,
        "full_name": SAMPLE_NAMES[Base.MENTORS],
        "contacts": "+7 900 000-00-00, a.obraztsova@example.ru",
        "workplace": "Учитель математики",
        "competences": "подготовка к экзаменам; проектная работа; публичные выступления",
        "achievements": "Победители муниципальной олимпиады, 2025 г.",
        "interests": "шахматы; туризм",
        "desired_age": "7–9 классы",
        "time_resource": "2 часа в неделю",
        "joined_on": "01.09.2026",
        "form": "педагог – ученик",
        "capacity": 2,
        "birth_date": "15.03.1985",
        "consent_on": "01.09.2026",
        "consent": "да",
    },
    Base.MENTEES: {
        "number": SAMPLE_MARK,
        "full_name": SAMPLE_NAMES[Base.MENTEES],
        "contacts": "Примерова Ольга Юрьевна, мать, +7 900 000-00-00",
        "birth_year": 2012,
        "request": "Подготовиться к олимпиаде по математике",
        "joined_on": "01.09.2026",
        "form": "ученик – ученик",
        "group": "8А",
        "guardian_name": "Примерова Ольга Юрьевна",
        "guardian_phone": "+7 900 000-00-00",
        "consent_on": "01.09.2026",
        "consent": "да",
    },
}
_EXTRAS = {
    Base.MENTORS: ("birth_date", "capacity", "consent", "consent_on"),
    Base.MENTEES: (
        "group",
        "birth_date",
        "guardian_name",
        "guardian_phone",
        "guardian_email",
        "consent",
        "consent_on",
    ),
}
_ADVICE = (
    "Список начинается под строкой «пример»: она показывает, как заполнять, и не загружается.",
    "В одной строке — один человек. Фамилию, имя и отчество пишите полностью.",
    "Даты пишите так: 01.09.2026. Год рождения — четырьмя цифрами.",
    "Несколько компетенций или интересов разделяйте точкой с запятой.",
    "Столбцы можно менять местами и пропускать, названия лучше не менять.",
    "Пустые строки и повторённые заголовки пропускаются.",
)


@dataclass(frozen=True)
class _Formats:
    """The looks of the cells in one workbook."""

    heading: Format
    text: Format
    day: Format
    moment: Format

    @classmethod
    def of(cls, book: Workbook) -> _Formats:
        top = {"valign": "top"}
        return cls(
            heading=book.add_format(
                {**top, "bold": True, "text_wrap": True, "border": 1}
            ),
            text=book.add_format({**top, "text_wrap": True}),
            day=book.add_format({**top, "num_format": "dd.mm.yyyy"}),
            moment=book.add_format({**top, "num_format": "dd.mm.yyyy hh:mm"}),
        )


def workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """An XLSX file with one sheet: the headings in bold, dates as dates, text as text."""
    out = io.BytesIO()
    with _new_workbook(out) as book:
        _fill(book, title, headings, list(rows))
    return out.getvalue()


def delimited(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file as Excel in Russia opens it: UTF-8 with its mark, semicolons.

    Text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([_as_csv(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def blank_form(base: Base, *, with_extras: bool = False) -> bytes:
    """An XLSX with the federal columns, a sample row and a sheet of advice.

    With extras come the columns the portal can use besides: class, representative,
    number of places, consent.
    """
    columns = [*federal_columns(base), *(_extras(base) if with_extras else ())]
    sample = [_SAMPLES[base].get(column.code) for column in columns]
    out = io.BytesIO()
    with _new_workbook(out) as book:
        _fill(
            book,
            base.title.capitalize(),
            [column.title for column in columns],
            [sample],
        )
        _fill(book, "Как заполнять", ["Как заполнять"], [[line] for line in _ADVICE])
    return out.getvalue()


def _extras(base: Base) -> tuple[Column, ...]:
    by_code: Mapping[str, Column] = {column.code: column for column in EXTRA_COLUMNS}
    return tuple(by_code[code] for code in _EXTRAS[base])


def _new_workbook(out: io.BytesIO) -> Workbook:
    from xlsxwriter import Workbook

    return Workbook(out, _OPTIONS)


def _fill(
    book: Workbook, title: str, headings: Sequence[str], rows: list[Sequence[Cell]]
) -> None:
    sheet = book.add_worksheet(_sheet_title(title))
    formats = _Formats.of(book)
    for column, name in enumerate(headings):
        sheet.write_string(0, column, name[:_LONGEST_CELL], formats.heading)
        sheet.set_column(
            column, column, _width(name, [row[column : column + 1] for row in rows])
        )
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, formats)
    sheet.freeze_panes(1, 0)
    if headings and rows:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)


def _write(
    sheet: Worksheet, row: int, column: int, cell: Cell, formats: _Formats
) -> None:
    match cell:
        case None:
            return
        case bool():
            sheet.write_string(row, column, "да" if cell else "нет", formats.text)
        case datetime():
            # A table knows no time zones: the wall clock is written.
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), formats.moment)
        case date():
            sheet.write_datetime(
                row, column, datetime.combine(cell, time()), formats.day
            )
        case int() | float():
            sheet.write_number(row, column, cell)
        case _:
            sheet.write_string(row, column, _fitting(cell), formats.text)


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _width(name: str, cells: list[Sequence[Cell]]) -> int:
    longest = max((len(str(cell)) for part in cells for cell in part), default=0)
    return max(_NARROWEST, min(_WIDEST, max(longest, len(name) // 2) + 2))


def _sheet_title(title: str) -> str:
    plain = _FORBIDDEN_IN_SHEET_TITLE.sub(" ", title).strip().strip("'")
    return plain[:_LONGEST_SHEET_TITLE] or "Лист1"


def _as_csv(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "да" if cell else "нет"
        case datetime():
            return f"{short_date(cell.date())} {cell:%H:%M}"
        case date():
            return short_date(cell)
        case int() | float():
            return str(cell).replace(".", ",")
        case _:
            return guarded(cell)

"""Lists that leave the portal as XLSX or CSV: no cell is ever a formula (T18)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone

from common.formulas import guarded
from common.russian.dates import short_date

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORBIDDEN_IN_SHEET_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_TITLE = 31
_LONGEST_CELL = 32_767
_NARROWEST, _WIDEST = 8, 48
# No string becomes a formula, a link or a number by its looks. A row once written is let
# go: a book of any length takes the same memory.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# So many rows tell how wide the columns are.
_SAMPLE_ROWS = 200

Cell = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its title, its headings, its rows."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """Return an XLSX of one sheet: bold headings, days as days, text as text."""
    return workbook_of(Sheet(title, headings, rows))


def workbook_of(*sheets: Sheet) -> bytes:
    """Return an XLSX of the sheets in their order."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, _OPTIONS) as book:
        formats = _Formats.of(book)
        for sheet in sheets:
            _fill(book, sheet, formats)
    return out.getvalue()


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


def _fill(book: Workbook, told: Sheet, formats: _Formats) -> None:
    sheet = book.add_worksheet(_sheet_title(told.title))
    rows = iter(told.rows)
    first = list(islice(rows, _SAMPLE_ROWS))
    for column, name in enumerate(told.headings):
        cells = [row[column : column + 1] for row in first]
        sheet.set_column(column, column, _width(name, cells))
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(told.headings):
        sheet.write_string(0, column, name[:_LONGEST_CELL], formats.heading)
    number = 0
    for number, row in enumerate(chain(first, rows), start=1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, formats)
    if told.headings and number:
        sheet.autofilter(0, 0, number, len(told.headings) - 1)


def _write(
    sheet: Worksheet, row: int, column: int, cell: Cell, formats: _Formats
) -> None:
    # Text comes first: nine cells of ten are text, and an empty one needs no cell.
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, column, _fitting(cell), formats.text)
        return
    match cell:
        case None:
            return
        case bool():
            sheet.write_string(row, column, "да" if cell else "нет", formats.text)
        case datetime():
            sheet.write_datetime(row, column, _wall_clock(cell), formats.moment)
        case date():
            sheet.write_datetime(
                row, column, datetime.combine(cell, time()), formats.day
            )
        case _:
            sheet.write_number(row, column, cell)


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _width(name: str, cells: list[Sequence[Cell]]) -> int:
    longest = max((len(str(cell)) for part in cells for cell in part), default=0)
    return max(_NARROWEST, min(_WIDEST, max(longest, len(name) // 2) + 2))


def _sheet_title(title: str) -> str:
    plain = _FORBIDDEN_IN_SHEET_TITLE.sub(" ", title).strip().strip("'")
    return plain[:_LONGEST_SHEET_TITLE] or "Лист1"


def _wall_clock(moment: datetime) -> datetime:
    """A table knows no time zones: the organisation's wall clock is written."""
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return moment.replace(tzinfo=None)


def comma_separated(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV as Excel in Russia opens it: UTF-8 with its mark, semicolons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (headings, *rows):
        writer.writerow([_as_csv(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _as_csv(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "да" if cell else "нет"
        case datetime():
            moment = _wall_clock(cell)
            return f"{short_date(moment.date())} {moment:%H:%M}"
        case date():
            return short_date(cell)
        case int() | float():
            return str(cell).replace(".", ",")
        case _:
            return guarded(cell)


def table_response(
    kind: str, title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """Return the rows as a file to keep; `kind` is `xlsx` or `csv`."""
    if kind == "csv":
        return attachment(comma_separated(headings, rows), f"{title}.csv", "text/csv")
    return attachment(workbook(title, headings, rows), f"{title}.xlsx", XLSX)


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """Return a file the browser saves under a Russian name and never sniffs or keeps."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

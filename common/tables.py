"""Lists that leave the portal as XLSX or CSV; no cell is ever a formula (T18)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDEST = 60

Cell = str | int | float | date | datetime | None


def workbook(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """Return an XLSX of one sheet: bold headings, text as text, days as days."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    book = Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
            "default_date_format": "dd.mm.yyyy",
        },
    )
    sheet = book.add_worksheet(_sheet_name(title))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.write_row(0, 0, headings, head)
    widths = [len(heading) for heading in headings]
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell)
            widths[column] = max(widths[column], len(str(cell or "")))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST))
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def _write(sheet: object, row: int, column: int, cell: Cell) -> None:
    write = getattr(sheet, "write_string" if isinstance(cell, str) else "write")
    write(row, column, cell)


def _sheet_name(title: str) -> str:
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:31].strip()


def comma_separated(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV that Excel opens in Russian: UTF-8 with BOM, semicolons."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(DANGEROUS) else text


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

"""The sheet as XLSX: its own columns, the heading row repeated in print."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from programmes.roadmap_sheets.shape import Cell, Row, Sheet, Table
from programmes.roadmap_sheets.widths import (
    SIZES,
    lines_in,
    row_lines,
    total_mm,
    widths_mm,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FACE = "Times New Roman"
MM_IN_CHARACTER = 1.9
_HIGH = 17
_HIGHEST = 409
_TITLE_SIZE = 13
_LEADING = 1.25
_A4 = 9
_LONGEST_CELL = 32_767
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# No text becomes a formula, a link or a number by its looks.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def to_xlsx(sheet: Sheet) -> bytes:
    """Return the plan as a workbook, a worksheet for each table of the sheet."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, _OPTIONS) as book:
        names = ["План"] if len(sheet["tables"]) == 1 else ["Этапы", "План"]
        for name, table in zip(names, sheet["tables"], strict=True):
            _Page(book, name, table).fill(sheet)
    return out.getvalue()


class _Page:
    """One worksheet under way."""

    def __init__(self, book: Workbook, name: str, table: Table) -> None:
        edge: dict[str, object] = {"border": 1, "valign": "top", "text_wrap": True}
        edge |= {"font_name": FACE, "font_size": table.get("size", SIZES[0])}
        self._table = table
        self._page: Worksheet = book.add_worksheet(name)
        self._row = 0
        words = {"font_name": FACE, "text_wrap": True, "valign": "top"}
        self._corner = book.add_format(words)
        self._title = book.add_format(
            words | {"bold": True, "font_size": 13, "align": "center"}
        )
        self._head = book.add_format(
            edge | {"bold": True, "align": "center", "valign": "vcenter"}
        )
        self._text = book.add_format(edge)
        self._strong = book.add_format(edge | {"bold": True})

    def fill(self, sheet: Sheet) -> None:
        """Write the corners, the title and the table; set the page up for print."""
        table = self._table
        self._widths = widths_mm(table, total_mm(sheet))
        for place, width in enumerate(self._widths):
            self._page.set_column(place, place, width / MM_IN_CHARACTER)
        self._words(sheet, table)
        first = self._row
        for place, head in enumerate(table["columns"]):
            self._page.write_string(self._row, place, head["title"], self._head)
        self._row += 1
        for at, row in enumerate(table["rows"]):
            self._page.set_row(self._row, self._height(at))
            self._write(row)
        self._page.freeze_panes(first + 1, 0)
        self._page.repeat_rows(first)
        if not sheet.get("is_upright"):
            self._page.set_landscape()
        self._page.set_paper(_A4)
        self._page.fit_to_pages(1, 0)
        self._page.set_header("&C&P", {"scale_with_doc": False})

    def _words(self, sheet: Sheet, table: Table) -> None:
        blocks = [*sheet["adopted"], *sheet["approved"]]
        lines = [sheet["appendix"]]
        for block in blocks:
            lines += [" ".join([block["title"], *block["lines"]])]
        for line in filter(None, lines):
            self._line(line, self._corner)
        self._line(sheet["title"], self._title)
        for line in filter(None, (sheet["period"], table["caption"])):
            self._line(line, self._corner)
        self._row += 1

    def _line(self, text: str, look: Format) -> None:
        """A line across the table: words longer than a column are not cut by the next."""
        last = len(self._widths) - 1
        text = _clean(text)
        height = _HIGH * lines_in(text, sum(self._widths), _TITLE_SIZE)
        self._page.set_row(self._row, height)
        if last:
            self._page.merge_range(self._row, 0, self._row, last, "", look)
        self._page.write_string(self._row, 0, text, look)
        self._row += 1

    def _height(self, at: int) -> float:
        """The row's height in points: a spreadsheet does not measure merged cells itself."""
        size = self._table.get("size", SIZES[0])
        most = row_lines(self._table, self._table["rows"][at], self._widths)
        return min(most * size * _LEADING + 2, _HIGHEST)

    def _write(self, row: Row) -> None:
        is_strong = row["kind"] in {"section", "heading"}
        look = self._strong if is_strong else self._text
        place = 0
        for cell in row["cells"]:
            text, last = _text(cell), place + cell["span"] - 1
            if cell.get("is_covered"):
                place = last + 1
                continue
            below = self._row + cell.get("down", 1) - 1
            if last > place or below > self._row:
                self._page.merge_range(self._row, place, below, last, "", look)
            if text:
                self._page.write_string(self._row, place, text, look)
            else:
                self._page.write_blank(self._row, place, None, look)
            place = last + 1
        self._row += 1


def _text(cell: Cell) -> str:
    return _clean(
        "\n".join("   " * line["level"] + line["text"] for line in cell["lines"])
    )


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)[:_LONGEST_CELL]

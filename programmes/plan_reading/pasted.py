"""A table somebody copied from a page: HTML from the clipboard, or the text that was left of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from programmes.plan_reading.about import begins_title
from programmes.plan_reading.captions import meaning_of
from programmes.plan_reading.grid import (
    COVERED,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Grid,
    grid_of,
)
from programmes.plan_reading.texts import is_number

_MOST_DOWN = 200
_JUNK = 3
_SILENT = {"script", "style", "head", "title"}
_BLOCKS = {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"}
_PIPE_RULE = re.compile(r"[|\s:+=-]+")
_GAP = re.compile(r" {3,}|\t+")


def read_pasted(text: str) -> list[Grid]:
    """Tables of a pasted text: HTML, cells parted by tabs, by «|», or by wide gaps."""
    if "<table" in text[:200_000].casefold() or "<tr" in text[:200_000].casefold():
        return read_page(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if _is_cell_a_line(lines):
        return _of_cells_in_lines(lines)
    if "\t" in text:
        return _of_tabs(text)
    if sum(line.count("|") > 1 for line in lines) > 1:
        return [_of_pipes(lines)]
    return [_of_gaps(lines)]


def read_page(page: str) -> list[Grid]:
    """Every table of a page, with what stands before it."""
    parser = _Tables()
    parser.feed(page)
    parser.close()
    parser.finish()
    return parser.grids


class _Tables(HTMLParser):
    """Collects tables; a table inside a cell is the cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self._rows: list[dict[int, Cell]] = []
        self._before: list[str] = []
        self._reaching: dict[int, int] = {}
        self._words: list[str] = []
        self._lists: list[int] = []
        self._depth = 0
        self._silent = 0
        self._spans = (1, 1)
        self._is_in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._before += self._take().split("\n")
        elif tag == "tr" and self._depth <= 1:
            self._end_cell()
            if not self._depth:
                self._depth = 1
            self._begin_row()
        elif tag in {"td", "th"} and self._depth <= 1:
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag in _BLOCKS:
            self._begin_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in {"td", "th", "tr"} and self._depth <= 1:
            self._end_cell()
        elif tag == "table":
            if self._depth == 1:
                self.finish()
            self._depth = max(0, self._depth - 1)
        elif tag in {"ul", "ol"}:
            if self._lists:
                self._lists.pop()
        elif tag in _BLOCKS:
            self._words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(re.sub(r"\s+", " ", data))

    def finish(self) -> None:
        """Close the table that is open."""
        self._end_cell()
        rows = [
            [row.get(at, Cell()) for at in range(_width(row))] for row in self._rows
        ]
        grid = grid_of(rows, [line for line in self._before if line])
        if grid.rows:
            self.grids.append(grid)
            self._before = []
        self._rows, self._reaching = [], {}

    def _begin_block(self, tag: str) -> None:
        self._words.append("\n")
        if tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            if self._lists and self._lists[-1] >= 0:
                self._lists[-1] += 1
                self._words.append(f"{self._lists[-1]}. ")
            else:
                self._words.append("◦ " if len(self._lists) > 1 else "• ")

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if not self._rows:
            self._begin_row()
        self._spans = (
            _span(attributes.get("colspan"), MAX_COLUMNS),
            _span(attributes.get("rowspan"), _MOST_DOWN),
        )
        self._is_in_cell = True
        self._lists = []
        self._take()

    def _end_cell(self) -> None:
        if not self._is_in_cell:
            return
        self._is_in_cell = False
        text, (across, down), row = self._take(), self._spans, self._rows[-1]
        column = next(at for at in range(MAX_COLUMNS * 2) if at not in row)
        if column >= MAX_COLUMNS:
            return
        across = min(across, MAX_COLUMNS - column)
        row[column] = Cell(text, across, down)
        for right in range(column + 1, column + across):
            row[right] = COVERED
        if down > 1:
            covered = range(column, column + across)
            self._reaching.update(dict.fromkeys(covered, down - 1))

    def _begin_row(self) -> None:
        """Open a row with the places taken that cells above reach down to."""
        self._rows.append(dict.fromkeys(self._reaching, COVERED))
        left = {column: rows - 1 for column, rows in self._reaching.items()}
        self._reaching = {column: rows for column, rows in left.items() if rows}

    def _take(self) -> str:
        text = "".join(self._words)
        self._words = []
        lines = (" ".join(line.split()) for line in text.split("\n"))
        return "\n".join(line for line in lines if line)


def _width(row: dict[int, Cell]) -> int:
    return max(row, default=-1) + 1


def _span(told: str | None, most: int) -> int:
    return min(max(int(told), 1), most) if told and told.isdecimal() else 1


# --- Text that was left of a table ----------------------------------------------------


def _of_tabs(text: str) -> list[Grid]:
    """Tables of cells parted by tabs; text with captions below it begins another table."""
    grids: list[Grid] = []
    before: list[str] = []
    rows: list[list[str]] = []
    alone = 0
    for row in _fields(text):
        if len(row) < 2 and not rows:
            before += [field.strip() for field in row if field.strip()]
            continue
        is_caption = sum(bool(meaning_of(field)) for field in row) > 1
        if alone and is_caption:
            above = [field for line in rows[-alone:] for field in line if field.strip()]
            grids.append(_grid(_moved_back(rows[:-alone]), before))
            rows, before = [], above
        if len(row) > 1:
            alone = 0
        elif alone or any(field.strip() for field in row):
            # Blank lines alone are the end of a page, not of a table.
            alone += 1
        rows.append(row)
    return [*grids, _grid(_moved_back(rows), before)]


def _moved_back(rows: list[list[str]]) -> list[list[str]]:
    """Rows after a page break that begin without their empty number, one cell to the left."""
    captions = next(
        (row for row in rows if sum(bool(meaning_of(field)) for field in row) > 1), []
    )
    width = len(_trimmed(captions))
    if not width or meaning_of(captions[0]) != "number":
        return rows
    return [["", *row] if _is_moved(row, width) else row for row in rows]


def _is_moved(row: list[str], width: int) -> bool:
    told = _trimmed(row)
    return (
        len(told) == width - 1 > 1
        and all(field.strip() for field in told)
        and len(told[0].strip()) > _JUNK
        and not is_number(told[0])
        and sum(bool(meaning_of(field)) for field in told) < 2
    )


def _trimmed(row: list[str]) -> list[str]:
    """The row without the empty fields at its end."""
    last = max((at for at, field in enumerate(row) if field.strip()), default=-1)
    return row[: last + 1]


def _fields(text: str) -> list[list[str]]:
    plain = [line.split("\t") for line in text.split("\n")]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    except csv.Error:
        return plain
    # A lone quotation mark swallows all that follows it.
    longest = max((len(field) for row in rows for field in row), default=0)
    return plain if longest > max(len(text) // 2, 5_000) else rows


def _of_pipes(lines: list[str]) -> Grid:
    before: list[str] = []
    rows: list[list[str]] = []
    for line in lines:
        if line.count("|") < 1:
            if rows and line.strip():
                rows[-1][-1] += f"\n{line.strip()}"
            elif not rows and line.strip():
                before.append(line.strip())
        elif not _PIPE_RULE.fullmatch(line):
            fields = line.strip().removeprefix("|").removesuffix("|").split("|")
            rows.append([_unmarked(field) for field in fields])
    return _grid(rows, before)


def _of_gaps(lines: list[str]) -> Grid:
    rows = [_GAP.split(line.strip()) for line in lines if line.strip()]
    before: list[str] = []
    while rows and len(rows[0]) == 1:
        before.append(rows.pop(0)[0])
    return _grid(rows, before)


def _is_cell_a_line(lines: list[str]) -> bool:
    """Whether every cell stands on a line of its own that a tab begins."""
    filled = [line for line in lines if line.strip()]
    begun = [line for line in filled if line.startswith("\t")]
    return len(begun) * 2 > len(filled) and all(
        "\t" not in line.strip() for line in begun
    )


def _of_cells_in_lines(lines: list[str]) -> list[Grid]:
    """Cells by lines: a blank line after the last cell, or after a lone one, ends the row."""
    grids: list[Grid] = []
    before: list[str] = []
    rows: list[list[str]] = []
    row: list[str] = []
    width = 0
    is_after_blank = False
    for line, following in _with_next(lines):
        if is_after_blank and len(row) == width and begins_title(line):
            grids.append(_grid([*rows, row], before))
            before, rows, row, width = [], [], [], 0
        if line.startswith("\t"):
            row.append(line.strip())
        elif line.strip() and row:
            row[-1] = f"{row[-1]}\n{line.strip()}".strip()
        elif line.strip():
            before.append(line.strip())
        is_after_blank = not line.strip()
        ends = is_after_blank and following.startswith("\t")
        if row and ends and (not width or len(row) == 1 or len(row) >= width):
            rows.append(row)
            width, row = width or len(row), []
    return [*grids, _grid([*rows, row] if row else rows, before)]


def _with_next(lines: list[str]) -> Iterator[tuple[str, str]]:
    return zip(lines, [*lines[1:], "\t"], strict=True)


def _unmarked(field: str) -> str:
    plain = re.sub(r"<br\s*/?>", "\n", field.strip(), flags=re.IGNORECASE)
    return plain.replace("**", "").replace("\\n", "\n")


def _grid(rows: list[list[str]], before: list[str]) -> Grid:
    cells = [[Cell(field.strip()) for field in row[:MAX_COLUMNS]] for row in rows]
    return grid_of(cells[: MAX_ROWS * 2], before)

"""How wide the columns of a sheet are, how large its letters, which way the page lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import ceil

from programmes.roadmap_sheets.shape import Head, Row, Sheet, Table

TURNED_MM = 257
"""What a turned A4 sheet leaves between its margins."""
UPRIGHT_MM = 180
SIZES = (11, 10, 9, 8)
"""Points of the letters: the largest at which no heading breaks inside a word."""
_MM_IN_POINT = 0.3528
_PADDING_MM = 3.6
_MOST_LINES = 44
_MOST_TURNED_LINES = 27
_SPARE = 1.04
_MOST_UPRIGHT_COLUMNS = 4
_ROOMY_MM = 90
_LONGEST_WORD_MM = 46
_FEWEST_MM = {"number": 12, "mark": 34}
_WIDE = frozenset("жмшщыюфЖМШЩЮФЫmwMW@—…№")
_SLIM = frozenset(" .,;:()«»\"'!|-ijltfrзсгтэ1")
_BREAK = re.compile(r"(?<!№)\s+|(?<=[-–—])")


def fit(sheet: Sheet) -> Sheet:
    """Return the sheet with its columns measured: a page upright where that is enough."""
    is_upright = all(_is_upright(table) for table in sheet["tables"])
    total = UPRIGHT_MM if is_upright else TURNED_MM
    tables = [_fitted(table, total) for table in sheet["tables"]]
    return {**sheet, "tables": tables, "is_upright": is_upright}


def widths_mm(table: Table, total: int) -> list[float]:
    """Return the columns' widths; a sheet of before they were measured has equal ones."""
    told = [float(column.get("width", 0)) for column in table["columns"]]
    if not all(told):
        told = [1.0] * len(told)
    return [width * total / sum(told) for width in told]


def total_mm(sheet: Sheet) -> int:
    """Return how much room the sheet's page leaves between its margins."""
    return UPRIGHT_MM if sheet.get("is_upright") else TURNED_MM


def lines_in(text: str, width: float, size: int) -> int:
    """Return how many lines the text takes in a cell so wide, at least one."""
    room = max((width - _PADDING_MM) * SIZES[0] / size, 1.0)
    return sum(max(ceil(_mm(line) * _SPARE / room), 1) for line in text.split("\n"))


def row_lines(table: Table, row: Row, widths: Sequence[float]) -> float:
    """Return how many lines the row takes; a merged cell has several rows for its own."""
    size, most, place = table.get("size", SIZES[0]), 1.0, 0
    for cell in row["cells"]:
        width = sum(widths[place : place + cell["span"]])
        text = "\n".join(line["text"] for line in cell["lines"])
        most = max(most, lines_in(text, width, size) / cell.get("down", 1))
        place += cell["span"]
    return most


def _is_upright(table: Table) -> bool:
    """Whether a few columns leave room enough for words on a page that is not turned."""
    least = _least(table, SIZES[0])
    is_few = len(least) <= _MOST_UPRIGHT_COLUMNS
    return is_few and sum(least) + _ROOMY_MM <= UPRIGHT_MM + max(least)


def _fitted(table: Table, total: int) -> Table:
    size = next(
        (each for each in SIZES if sum(_least(table, each)) <= total), SIZES[-1]
    )
    widths = _shared(_least(table, size), _weights(table), total)
    columns: list[Head] = [
        {**column, "width": width}
        for column, width in zip(table["columns"], widths, strict=True)
    ]
    fitted: Table = {**table, "columns": columns, "size": size}
    if any("down" in cell for row in table["rows"] for cell in row["cells"]):
        fitted["has_merged"] = True
    most = _MOST_LINES * (total == UPRIGHT_MM) or _MOST_TURNED_LINES
    fitted["rows"] = [
        {**row, "is_tall": True} if row_lines(fitted, row, widths) > most else row
        for row in table["rows"]
    ]
    return fitted


def _least(table: Table, size: int) -> list[float]:
    """The longest word of each column: of its heading whole, of its cells within reason."""
    least = []
    for at, column in enumerate(table["columns"]):
        heading = max(map(_bold_mm, _words([column["title"]])), default=0.0)
        words = _words(_texts(table["rows"], at))
        longest = min(max(map(_mm, words), default=0.0), _LONGEST_WORD_MM)
        width = max(heading, longest) * size / SIZES[0] * _SPARE + _PADDING_MM
        least.append(max(width, _FEWEST_MM.get(column["key"], 0)))
    return least


def _weights(table: Table) -> list[float]:
    """Columns as wide as the cube root of their squared lengths make the lowest table."""
    return [
        sum(_mm(text) ** 2 for text in _texts(table["rows"], at)) ** (1 / 3)
        for at in range(len(table["columns"]))
    ]


def _shared(least: list[float], weights: list[float], total: int) -> list[int]:
    """Widths by weight, none less than its least; whole millimetres that fill the page."""
    if sum(least) >= total:
        widths = [width * total / sum(least) for width in least]
    else:
        fixed: dict[int, float] = {}
        while True:
            free = [at for at in range(len(least)) if at not in fixed]
            room = total - sum(fixed.values())
            whole = sum(weights[at] for at in free) or 1.0
            widths = [
                fixed.get(at, room * weights[at] / whole) for at in range(len(least))
            ]
            narrow = [at for at in free if widths[at] < least[at]]
            if not narrow:
                break
            fixed |= {at: least[at] for at in narrow}
    rounded = [int(width) for width in widths]
    rounded[rounded.index(max(rounded))] += total - sum(rounded)
    return rounded


def _texts(rows: Sequence[Row], column: int) -> list[str]:
    """The texts of the cells that stand in this column alone."""
    found = []
    for row in rows:
        place = 0
        for cell in row["cells"]:
            if place == column and cell["span"] == 1:
                found += [line["text"] for line in cell["lines"]]
            place += cell["span"]
    return found


def _words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in _BREAK.split(text) if word]


def _mm(text: str) -> float:
    """How long a text is in letters of the first size; close, not exact."""
    ems = sum(_em(sign) for sign in text)
    return ems * SIZES[0] * _MM_IN_POINT


def _bold_mm(text: str) -> float:
    return _mm(text) * 1.1


def _em(sign: str) -> float:
    if sign in _WIDE:
        return 0.78
    if sign in _SLIM:
        return 0.42
    return 0.72 if sign.isupper() else 0.53

"""CSV as schools save it: three encodings, three delimiters, Excel's own additions."""

from __future__ import annotations

import csv
import io
from statistics import median

from common.formulas import unguarded
from registry.spreadsheets.inspection import SAVE_AS
from registry.spreadsheets.table import Cell, TableRefused

_DELIMITERS = (";", "\t", ",")
_SAMPLE_ROWS = 20


def read_delimited(content: bytes) -> tuple[list[list[Cell]], int]:
    """The rows and the number of the first one in the file."""
    text = _decode(content)
    first_row = 1
    delimiter = ""
    if text[:4].lower() == "sep=" and len(text) > 4:
        # Excel writes the delimiter into a line of its own.
        delimiter, first_row = text[4], 2
        text = text.partition("\n")[2]
    delimiter = delimiter or _delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise TableRefused(f"Строки файла CSV не читаются. {SAVE_AS}") from error
    return [[_cell(field) for field in row] for row in rows], first_row


def _cell(field: str) -> Cell:
    return unguarded(field) or None


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableRefused(
        f"Буквы в файле CSV не читаются: неизвестная кодировка. {SAVE_AS}"
    )


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first rows into the most columns."""
    return max(_DELIMITERS, key=lambda delimiter: _typical_width(text, delimiter))


def _typical_width(text: str, delimiter: str) -> float:
    widths: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            widths += [len(row)] if row else []
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return 0
    return median(widths) if widths else 0

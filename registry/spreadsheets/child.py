"""The limited process that parses an untrusted table: bytes in, JSON lines out.

Started by `registry.spreadsheets.reading`; imports neither Django nor settings. The first
line out describes the sheet, then comes a line for every row, then the word that all came;
or one line with the refusal.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, TextIO

import python_calamine

from registry.spreadsheets.delimited import read_delimited
from registry.spreadsheets.inspection import (
    DAMAGED,
    SAVE_AS,
    TOO_HARD,
    FileKind,
    check_archive,
)
from registry.spreadsheets.table import Table, TableRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.spreadsheets.table import Cell

ADDRESS_SPACE_BYTES = 1024**3
CPU_SECONDS = 20
MAX_ROWS = 60_000
MAX_COLUMNS = 500
MAX_CHARACTERS = 20_000_000


def main() -> None:
    """Parse standard input as the kind named in the first argument."""
    limit_this_process()
    try:
        table = parse(sys.stdin.buffer.read(), FileKind(sys.argv[1]))
        write(table, sys.stdout)
    except TableRefused as refusal:
        print_line({"refused": str(refusal)}, sys.stdout)
    except MemoryError:
        print_line({"refused": TOO_HARD}, sys.stdout)


def limit_this_process() -> None:
    """Bound memory and processor time, forbid files and core dumps, before input is read."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def parse(content: bytes, kind: FileKind) -> Table:
    """The first sheet with content; TableRefused when there is none or too much of it."""
    if kind is FileKind.CSV:
        rows, first_row = read_delimited(content)
        table = Table(rows, "", first_row)
    else:
        if kind is not FileKind.XLS:
            check_archive(content, kind)
        table = _first_sheet_with_content(content)
    return _within_limits(table)


def write(table: Table, out: TextIO) -> None:
    """Send the table as JSON lines."""
    head = {
        "sheet": table.sheet,
        "first_row": table.first_row,
        "others": table.other_sheets,
    }
    print_line(head, out)
    for row in table.rows:
        print_line([_encoded(cell) for cell in row], out)
    print_line({"rows": len(table.rows)}, out)


def print_line(value: object, out: TextIO) -> None:
    """One JSON line."""
    out.write(json.dumps(value) + "\n")


def _first_sheet_with_content(content: bytes) -> Table:
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        return _read_workbook(workbook)
    except python_calamine.PasswordError as error:
        raise TableRefused(
            "Файл защищён паролем. Снимите пароль, сохраните таблицу и загрузите снова."
        ) from error
    except python_calamine.CalamineError as error:
        raise TableRefused(DAMAGED) from error


def _read_workbook(workbook: python_calamine.CalamineWorkbook) -> Table:
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        rows = [[_plain(cell) for cell in row] for row in sheet.to_python()]
        _spread(rows, sheet)
        if any(cell is not None for row in rows for cell in row):
            others = tuple(other for other in names if other != name)
            return Table(rows, name, sheet.start[0] + 1, others)
    return Table([], "")


def _spread(rows: list[list[Cell]], sheet: python_calamine.CalamineSheet) -> None:
    """Let every row under a cell merged downwards say what the merged cell says.

    Within the rows that are there: a range may claim the whole sheet.
    """
    top, left = sheet.start or (0, 0)
    for (first, column), (last, right) in sheet.merged_cell_ranges or ():
        at = column - left
        if column != right or not 0 <= first - top < len(rows):
            continue
        said = rows[first - top][at] if 0 <= at < len(rows[first - top]) else None
        for row in rows[first - top + 1 : last - top + 1] if said is not None else ():
            if at < len(row) and row[at] is None and any(c is not None for c in row):
                row[at] = said


def _plain(value: object) -> Cell:
    """A cell without the accidents of the format: 5.0 is 5, blank is nothing."""
    match value:
        case bool() | datetime() | date():
            return value
        case float() if value.is_integer():
            return int(value)
        case int():
            return value
        case float() if isfinite(value):
            return value
        case _:
            return str(value) if str(value).strip() else None


def _within_limits(table: Table) -> Table:
    rows = [_trimmed(row) for row in table.rows]
    while rows and not rows[-1]:
        rows.pop()
    filled_count = sum(1 for row in rows if row)
    if not filled_count:
        raise TableRefused(
            "В таблице нет ни одной заполненной ячейки. Внесите список и загрузите файл снова."
        )
    if filled_count > MAX_ROWS:
        raise TableRefused(
            f"В таблице {filled_count} строк, а за один раз принимается не больше {MAX_ROWS}. "
            "Разделите список на несколько файлов."
        )
    is_too_wide = any(len(row) > MAX_COLUMNS for row in rows)
    characters = sum(len(cell) for row in rows for cell in row if isinstance(cell, str))
    if is_too_wide or characters > MAX_CHARACTERS:
        raise TableRefused(
            f"В таблице слишком много данных для списка людей. {SAVE_AS}"
        )
    return Table(rows, table.sheet, table.first_row, table.other_sheets)


def _trimmed(row: Sequence[Cell]) -> list[Cell]:
    cells = [
        None if isinstance(cell, str) and not cell.strip() else cell for cell in row
    ]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _encoded(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell


if __name__ == "__main__":
    main()

"""The limited process that reads somebody's plan: bytes in, one line of JSON out.

Started by `programmes.plan_reading.reading`; imports neither Django nor settings.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from datetime import date, datetime, time

import python_calamine

from programmes.plan_reading.grid import (
    COVERED,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TABLES,
    Cell,
    Grid,
    grid_of,
)
from programmes.plan_reading.kinds import NO_CELLS, NO_TABLE, TOO_LARGE, PlanKind
from programmes.plan_reading.pasted import read_page, read_pasted
from programmes.plan_reading.word import read_word
from registry.spreadsheets.child import limit_this_process, print_line
from registry.spreadsheets.delimited import read_delimited
from registry.spreadsheets.inspection import check_unpacked
from registry.spreadsheets.table import TableRefused

_NEEDED = {
    PlanKind.DOCX: "word/document.xml",
    PlanKind.XLSX: "xl/workbook.xml",
    PlanKind.ODS: "content.xml",
}
Range = tuple[tuple[int, int], tuple[int, int]]


def main() -> None:
    """Read standard input as the kind named in the first argument."""
    limit_this_process()
    try:
        grids = parse(sys.stdin.buffer.read(), PlanKind(sys.argv[1]))
        print_line({"tables": [grid.to_json() for grid in grids]}, sys.stdout)
    except TableRefused as refusal:
        print_line({"refused": str(refusal)}, sys.stdout)
    except MemoryError:
        print_line({"refused": TOO_LARGE}, sys.stdout)


def parse(content: bytes, kind: PlanKind) -> list[Grid]:
    """Every table of the file; TableRefused when there is none or too much."""
    if kind in _NEEDED:
        check_unpacked(content, _NEEDED[kind])
    match kind:
        case PlanKind.DOCX:
            grids = read_word(content)
        case PlanKind.CSV:
            rows, _ = read_delimited(content)
            grids = [grid_of([[Cell(_text(cell)) for cell in row] for row in rows])]
        case PlanKind.PAGE:
            grids = read_page(content.decode("utf-8", errors="replace"))
        case PlanKind.TEXT:
            grids = read_pasted(content.decode("utf-8", errors="replace"))
        case _:
            grids = list(_sheets(content))
    found = [grid for grid in grids[:MAX_TABLES] if len(grid.rows) > 1]
    if not found:
        raise TableRefused(NO_CELLS if kind is PlanKind.TEXT else NO_TABLE)
    return _within_limits(found)


def _within_limits(found: list[Grid]) -> list[Grid]:
    characters = sum(
        len(cell.text) for grid in found for row in grid.rows for cell in row
    )
    is_large = any(
        len(grid.rows) > MAX_ROWS or grid.width > MAX_COLUMNS for grid in found
    )
    if is_large or characters > MAX_CHARACTERS:
        raise TableRefused(TOO_LARGE)
    return found


def _sheets(content: bytes) -> Iterable[Grid]:
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        for described in workbook.sheets_metadata[:MAX_TABLES]:
            if (
                described.typ == python_calamine.SheetTypeEnum.WorkSheet
                and described.visible == python_calamine.SheetVisibleEnum.Visible
            ):
                yield _sheet(workbook.get_sheet_by_name(described.name))
    except python_calamine.PasswordError as error:
        raise TableRefused(
            "Файл защищён паролем. Снимите пароль, сохраните таблицу и загрузите снова."
        ) from error


def _sheet(sheet: python_calamine.CalamineSheet) -> Grid:
    if sheet.start is None:
        return Grid((), (), sheet.name)
    rows = [[Cell(_text(value)) for value in row] for row in sheet.to_python()]
    for merged in sheet.merged_cell_ranges or ():
        _merge(rows, merged, sheet.start)
    return grid_of(rows, (), sheet.name)


def _merge(rows: list[list[Cell]], merged: Range, start: tuple[int, int]) -> None:
    (top, left), (bottom, right) = merged
    top, bottom = top - start[0], min(bottom - start[0], len(rows) - 1)
    left, right = left - start[1], right - start[1]
    if top < 0 or left < 0 or top > bottom or left >= len(rows[top]):
        return
    right = min(right, len(rows[top]) - 1)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            if (row, column) != (top, left):
                rows[row][column] = COVERED
    text = rows[top][left].text
    rows[top][left] = Cell(text, right - left + 1, bottom - top + 1)


def _text(value: object) -> str:
    """A cell in the words a person sees: 5.0 is 5, a day is 25.09.2023."""
    match value:
        case None:
            return ""
        case bool():
            return "да" if value else "нет"
        case datetime() | date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip()


if __name__ == "__main__":
    main()

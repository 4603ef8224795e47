"""A table as it was read, whatever file it came from: cells, merged spans, words above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MAX_ROWS = 1_500
MAX_COLUMNS = 40
MAX_TABLES = 20
MAX_CHARACTERS = 2_000_000

Stored = list[object]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `across` and `down` count the places a merged cell takes.

    A covered place belongs to a merged cell that stands to the left or above.
    """

    text: str = ""
    across: int = 1
    down: int = 1
    is_covered: bool = False


COVERED = Cell(is_covered=True)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of equal width, the paragraphs before it, the name of its sheet."""

    rows: tuple[tuple[Cell, ...], ...]
    before: tuple[str, ...] = ()
    name: str = ""

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def owners(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The place of the cell that shows at each covered place."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for top, row in enumerate(self.rows):
            for left, cell in enumerate(row):
                if cell.is_covered or cell.across == cell.down == 1:
                    continue
                for below in range(top, min(top + cell.down, len(self.rows))):
                    for right in range(left, min(left + cell.across, self.width)):
                        if (below, right) != (top, left):
                            found.setdefault((below, right), (top, left))
        return found

    def to_json(self) -> dict[str, object]:
        """A mapping of plain values: a covered place is null, a plain cell its text."""
        return {
            "name": self.name,
            "before": list(self.before),
            "rows": [[_stored(cell) for cell in row] for row in self.rows],
        }


def grid_of(
    rows: Sequence[Sequence[Cell]], before: Sequence[str] = (), name: str = ""
) -> Grid:
    """Make the rows equally wide; drop the columns and the last rows that hold nothing."""
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[Cell()] * (width - len(row))] for row in rows]
    while padded and not any(_is_filled(cell) for cell in padded[-1]):
        padded.pop()
    kept = [
        column
        for column in range(width)
        if any(_is_filled(row[column]) for row in padded)
    ]
    narrowed = [
        tuple(_narrowed(row, column, kept) for column in kept) for row in padded
    ]
    return Grid(tuple(narrowed), tuple(before), name)


def grid_from(stored: object) -> Grid:
    """Read what `to_json` wrote."""
    if not isinstance(stored, dict):
        msg = f"not a grid: {type(stored)}"
        raise TypeError(msg)
    rows = tuple(tuple(_cell(cell) for cell in row) for row in stored["rows"])
    return Grid(rows, tuple(stored["before"]), str(stored["name"]))


def _is_filled(cell: Cell) -> bool:
    return not cell.is_covered and bool(cell.text.strip())


def _narrowed(row: Sequence[Cell], column: int, kept: Sequence[int]) -> Cell:
    """The cell with the columns it spans counted among those that are kept."""
    cell = row[column]
    if cell.across == 1:
        return cell
    across = sum(column <= each < column + cell.across for each in kept)
    return Cell(cell.text, max(across, 1), cell.down, cell.is_covered)


def _stored(cell: Cell) -> object:
    if cell.is_covered:
        return None
    if cell.across == cell.down == 1:
        return cell.text
    return [cell.text, cell.across, cell.down]


def _cell(stored: object) -> Cell:
    match stored:
        case None:
            return COVERED
        case str():
            return Cell(stored)
        case [str(text), int(across), int(down)]:
            return Cell(text, across, down)
        case _:
            msg = f"not a cell: {stored!r}"
            raise TypeError(msg)

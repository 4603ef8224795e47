"""Which of a file's tables is the plan, and which go on with it on the next pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from programmes.plan_reading.captions import layout_of, score
from programmes.plan_reading.grid import Grid
from programmes.plan_reading.texts import clean, one_line


def chosen(grids: Sequence[Grid], corrections: Mapping[str, Any]) -> int:
    """The place of the table that is the plan: as told, else the likeliest, else the largest."""
    told = corrections.get("table")
    if isinstance(told, int) and 0 <= told < len(grids):
        return told
    scores = [score(grid) for grid in grids]
    best = max(scores, default=0)
    if best:
        return _first_page(grids, scores.index(best))
    sizes = [len(grid.rows) * grid.width for grid in grids]
    return sizes.index(max(sizes))


def _first_page(grids: Sequence[Grid], at: int) -> int:
    """The first of the tables with the same captions that stand in a row up to this one."""
    captions = _captions(grids[at])
    while at and _captions(grids[at - 1]) == captions:
        at -= 1
    return at


def _captions(grid: Grid) -> list[str]:
    return [column.title for column in layout_of(grid, {}).columns]


def with_next_pages(grids: Sequence[Grid], at: int) -> Grid:
    """The table with those that follow it and go on with the same columns."""
    grid = grids[at]
    captions = _captions(grid)
    rows = list(grid.rows)
    for following in grids[at + 1 :]:
        layout = layout_of(following, {})
        is_same = [column.title for column in layout.columns] == captions
        is_bare = layout.first == layout.last and not following.before
        if following.width != grid.width or not (is_same or is_bare):
            break
        rows += following.rows
    return Grid(tuple(rows), grid.before, grid.name)


def described(grids: Sequence[Grid]) -> list[dict[str, Any]]:
    """What the curator chooses a table by."""
    found = []
    for at, grid in enumerate(grids):
        words = [
            one_line(clean(cell.text)) for cell in grid.rows[0] if cell.text.strip()
        ]
        name = grid.name or (grid.before[-1] if grid.before else "")
        found.append(
            {
                "at": at,
                "name": one_line(name)[:120],
                "row_count": len(grid.rows),
                "captions": ", ".join(words)[:160],
                "is_likely": bool(score(grid)),
            }
        )
    return found

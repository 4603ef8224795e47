"""The sheet for a page of the portal: every cell knows the caption of its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from programmes.roadmap_sheets.shape import Line, Sheet


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with the caption of its column."""

    caption: str
    lines: Sequence[Line]
    span: int
    down: int


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row."""

    kind: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]


def shown(sheet: Sheet) -> tuple[ShownTable, ...]:
    """Return the tables of the sheet for `programmes/_plan_sheet.html`."""
    tables = []
    for table in sheet["tables"]:
        captions = {column["key"]: column["title"] for column in table["columns"]}
        rows = tuple(
            ShownRow(
                row["kind"],
                tuple(
                    ShownCell(
                        captions[cell["key"]],
                        cell["lines"],
                        cell["span"],
                        cell.get("down", 1),
                    )
                    for cell in row["cells"]
                    if not cell.get("is_covered")
                ),
            )
            for row in table["rows"]
        )
        caption = table["caption"] or sheet["title"]
        tables.append(ShownTable(caption, tuple(captions.values()), rows))
    return tuple(tables)

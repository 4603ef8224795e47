"""A grid of counts, the darker the more."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from common.charts.words import WIDTH, chart_key

HEAT_LABEL_ROOM = 132
HEAT_LABEL_LETTERS = 17
HEAT_ROW = 24
HEAT_HEAD = 20
HEAT_LEVELS = 4


@dataclass(frozen=True, slots=True)
class HeatCell:
    x: int
    middle: int
    value: int
    level: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: str
    short_label: str
    url: str
    y: int
    text_y: int
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatHead:
    title: str
    x: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A grid of counts; level 0 is none, 4 the most."""

    key: str
    title: str
    description: str
    heads: tuple[HeatHead, ...]
    rows: tuple[HeatRow, ...]
    cell_width: int
    height: int
    width: int = WIDTH
    row_height: int = HEAT_ROW

    @property
    def levels(self) -> range:
        return range(HEAT_LEVELS + 1)


def _level(value: int, maximum: int) -> int:
    return -(-HEAT_LEVELS * value // maximum) if value > 0 else 0


def heat_map(
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int]]],
    *,
    urls: Sequence[str] = (),
) -> HeatMap:
    """Lay out counts by row and column; more than 12 columns are too narrow to read."""
    cell_width = (WIDTH - HEAT_LABEL_ROOM) // max(len(columns), 1)
    most = max((value for _, values in rows for value in values), default=0)
    left = [HEAT_LABEL_ROOM + cell_width * number for number in range(len(columns))]
    drawn = tuple(
        HeatRow(
            label=label,
            short_label=textwrap.shorten(label, HEAT_LABEL_LETTERS, placeholder="…"),
            url=urls[number] if number < len(urls) else "",
            y=HEAT_HEAD + HEAT_ROW * number,
            text_y=HEAT_HEAD + HEAT_ROW * number + 16,
            cells=tuple(
                HeatCell(x, x + cell_width // 2, value, _level(value, most))
                for x, value in zip(left, values, strict=True)
            ),
        )
        for number, (label, values) in enumerate(rows)
    )
    return HeatMap(
        key=chart_key(title),
        title=title,
        description="; ".join(f"{label}: всего {sum(v)}" for label, v in rows),
        heads=tuple(HeatHead(c, x) for c, x in zip(columns, left, strict=True)),
        rows=drawn,
        cell_width=cell_width,
        height=HEAT_HEAD + HEAT_ROW * len(rows),
    )

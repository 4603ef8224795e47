"""What stands on the sheet, already worded: plain JSON, frozen with a paper (R-352)."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Line(TypedDict):
    """A paragraph of a cell; level 1 is a point inside it, printed with a shift."""

    text: str
    level: Literal[0, 1]


class Cell(TypedDict):
    """A cell of the printed table: blank ones have no lines."""

    key: str
    """The key of its column."""
    lines: list[Line]
    span: int
    """How many columns it takes."""
    down: NotRequired[int]
    """How many rows a cell printed once for a stage takes."""
    is_covered: NotRequired[bool]
    """A place that such a cell above takes; it has no lines."""


class Row(TypedDict):
    """A row; `section` is the title of a section across the table, `heading` a measure
    that holds others, `whole` a stage with everything in it."""

    kind: Literal["section", "heading", "measure", "whole"]
    cells: list[Cell]
    is_tall: NotRequired[bool]
    """Whether the row takes most of a page: only such may go on overleaf."""


class Head(TypedDict):
    """A column: what it holds and its caption."""

    key: str
    title: str
    width: NotRequired[int]
    """Millimetres of a page."""


class Table(TypedDict):
    """One table of the sheet."""

    caption: str
    """Printed above the table; empty when the title of the sheet is enough."""
    columns: list[Head]
    rows: list[Row]
    size: NotRequired[int]
    """Points of its letters; 11 where not told."""
    has_merged: NotRequired[bool]
    """Whether a cell takes several rows."""


class Block(TypedDict):
    """«ПРИНЯТО …» or «УТВЕРЖДЕНО …» in an upper corner (ГОСТ Р 7.0.97)."""

    title: str
    lines: list[str]


class Sheet(TypedDict):
    """A plan ready to be printed."""

    appendix: str
    """«Приложение № 1 к приказу», upper right; may be empty."""
    adopted: list[Block]
    """Upper left; none, or the body that adopted the plan."""
    approved: list[Block]
    """Upper right."""
    title: str
    period: str
    """«на 2026/2027 учебный год» or as printed; may be empty."""
    tables: list[Table]
    is_upright: NotRequired[bool]
    """Whether few columns let the page stand upright; turned where not told."""

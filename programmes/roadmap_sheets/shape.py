"""What stands on the sheet, already worded: plain JSON, frozen with a paper (R-352)."""

from __future__ import annotations

from typing import Literal, TypedDict


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


class Row(TypedDict):
    """A row; `section` is the title of a section across the table, `heading` a measure
    that holds others, `whole` a stage with everything in it."""

    kind: Literal["section", "heading", "measure", "whole"]
    cells: list[Cell]


class Head(TypedDict):
    """A column: what it holds and its caption."""

    key: str
    title: str


class Table(TypedDict):
    """One table of the sheet."""

    caption: str
    """Printed above the table; empty when the title of the sheet is enough."""
    columns: list[Head]
    rows: list[Row]


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

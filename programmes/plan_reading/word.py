"""DOCX as schools write it: tables with merged cells, automatic numbers, words above.

Runs in the limited child alone: the file is somebody's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from programmes.plan_reading.grid import (
    COVERED,
    MAX_COLUMNS,
    MAX_TABLES,
    Cell,
    Grid,
    grid_of,
)

BULLETS = ("•", "◦", "▪")
_PLACE = re.compile(r"%(\d)")
_BREAKS = {qn("w:br"), qn("w:cr")}
_INNER = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")}


def read_word(content: bytes) -> list[Grid]:
    """Every table of the document with the paragraphs that stand before it."""
    document = docx.Document(io.BytesIO(content))
    numbering = Numbering(document)
    grids: list[Grid] = []
    before: list[str] = []
    for block in _blocks(document.element.body):
        if block.tag == qn("w:tbl"):
            grid = grid_of(_rows(block, numbering), before)
            if grid.rows:
                grids.append(grid)
            before = []
        elif text := _paragraph(block, numbering).strip():
            before.append(text)
        if len(grids) == MAX_TABLES:
            break
    return grids


class Numbering:
    """The numbers Word draws by itself: they are in no text of the file."""

    def __init__(self, document: docx.document.Document) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        try:
            part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
        except KeyError:
            return
        root = parse_xml(part.blob)
        drawn = {
            each.get(qn("w:abstractNumId")): _levels(each)
            for each in root.iterfind(qn("w:abstractNum"))
        }
        for number in root.iterfind(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            if link is not None:
                self._levels[number.get(qn("w:numId"))] = drawn.get(_value(link), {})
        for style in document.styles.element.iterfind(qn("w:style")):
            if told := _numbered_as(style.find(qn("w:pPr"))):
                self._styles[style.get(qn("w:styleId"))] = told

    def label(self, paragraph: BaseOxmlElement) -> str:
        """«1.2. » or «• » to put before the paragraph, or nothing."""
        properties = paragraph.find(qn("w:pPr"))
        told = _numbered_as(properties)
        if told is None and properties is not None:
            style = properties.find(qn("w:pStyle"))
            told = self._styles.get(_value(style)) if style is not None else None
        if told is None or told[1] not in self._levels.get(told[0], {}):
            return ""
        key, level = told
        levels = self._levels[key]
        kind, pattern, start = levels[level]
        if kind == "bullet":
            return f"{BULLETS[min(level, len(BULLETS) - 1)]} "
        if kind == "none":
            return ""
        counters = self._counters.setdefault(key, {})
        counters[level] = counters.get(level, start - 1) + 1
        for deeper in [each for each in counters if each > level]:
            del counters[deeper]

        def counted(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            return str(counters.get(at, levels.get(at, ("", "", 1))[2]))

        return f"{_PLACE.sub(counted, pattern)} "


def _levels(drawn: BaseOxmlElement) -> dict[int, tuple[str, str, int]]:
    found: dict[int, tuple[str, str, int]] = {}
    for level in drawn.iterfind(qn("w:lvl")):
        kind, text = level.find(qn("w:numFmt")), level.find(qn("w:lvlText"))
        start = level.find(qn("w:start"))
        found[int(level.get(qn("w:ilvl")) or 0)] = (
            _value(kind) if kind is not None else "decimal",
            _value(text) if text is not None else "%1.",
            int(_value(start) or 1) if start is not None else 1,
        )
    return found


def _numbered_as(properties: BaseOxmlElement | None) -> tuple[str, int] | None:
    if properties is None:
        return None
    told = properties.find(qn("w:numPr"))
    if told is None:
        return None
    number, level = told.find(qn("w:numId")), told.find(qn("w:ilvl"))
    if number is None:
        return None
    return _value(number), int(_value(level) or 0) if level is not None else 0


def _blocks(parent: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Paragraphs and tables in order, those inside content controls too."""
    for child in parent:
        if child.tag in _INNER:
            yield from _blocks(child)
        elif child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child


def _within(parent: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    for child in parent:
        if child.tag in _INNER:
            yield from _within(child, tag)
        elif child.tag == tag:
            yield child


def _rows(table: BaseOxmlElement, numbering: Numbering) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    open_above: dict[int, int] = {}
    for at, row in enumerate(_within(table, qn("w:tr"))):
        cells: list[Cell] = [Cell()] * _skipped(row)
        for drawn in _within(row, qn("w:tc")):
            column = len(cells)
            if column >= MAX_COLUMNS:
                break
            span, merge = _spans(drawn)
            across = min(span, MAX_COLUMNS - column)
            if merge == "continue" and column in open_above:
                _grow(rows, open_above[column], column)
                cells += [COVERED] * across
                continue
            cells += [Cell(_cell_text(drawn, numbering), across)]
            cells += [COVERED] * (across - 1)
            open_above.pop(column, None)
            if merge == "restart":
                open_above[column] = at
        rows.append(cells)
    return rows


def _grow(rows: list[list[Cell]], at: int, column: int) -> None:
    cell = rows[at][column]
    rows[at][column] = Cell(cell.text, cell.across, cell.down + 1)


def _skipped(row: BaseOxmlElement) -> int:
    properties = row.find(qn("w:trPr"))
    before = None if properties is None else properties.find(qn("w:gridBefore"))
    return 0 if before is None else min(_count(before), MAX_COLUMNS)


def _spans(cell: BaseOxmlElement) -> tuple[int, str]:
    """How many columns, and «restart», «continue» or nothing of a vertical merge."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, ""
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    across = 1 if span is None else max(_count(span), 1)
    return across, "" if merge is None else _value(merge) or "continue"


def _cell_text(cell: BaseOxmlElement, numbering: Numbering) -> str:
    lines = []
    for block in _blocks(cell):
        if block.tag == qn("w:tbl"):
            for row in _within(block, qn("w:tr")):
                texts = [
                    _cell_text(each, numbering) for each in _within(row, qn("w:tc"))
                ]
                lines.append(" ".join(text for text in texts if text))
        else:
            lines.append(_paragraph(block, numbering))
    return "\n".join(line for line in lines if line.strip())


def _paragraph(paragraph: BaseOxmlElement, numbering: Numbering) -> str:
    label = numbering.label(paragraph)
    signs: list[str] = []
    for each in paragraph.iter():
        if each.tag == qn("w:t"):
            signs.append(each.text or "")
        elif each.tag == qn("w:tab"):
            signs.append(" ")
        elif each.tag in _BREAKS:
            signs.append("\n")
        elif each.tag == qn("w:noBreakHyphen"):
            signs.append("-")
    return label + "".join(signs)


def _value(element: BaseOxmlElement) -> str:
    return element.get(qn("w:val")) or ""


def _count(element: BaseOxmlElement) -> int:
    value = _value(element)
    return int(value) if value.isdecimal() else 0

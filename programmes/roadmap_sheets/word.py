"""The sheet as DOCX: a turned page, the heading row repeated, numbers at the top."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from programmes.roadmap_sheets.shape import Block, Cell, Row, Sheet, Table
from programmes.roadmap_sheets.widths import SIZES, total_mm, widths_mm

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject
    from docx.table import Table as WordTable
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

FACE = "Times New Roman"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# XML 1.0 has no such characters; a text pasted from somewhere may.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a DOCX file; equal sheets need not give equal bytes."""
    document = Document()
    _set_page(document, is_upright=bool(sheet.get("is_upright")))
    _set_corners(document, sheet)
    _paragraph(document, sheet["title"], bold=True, size=14)
    if sheet["period"]:
        _paragraph(document, sheet["period"], size=12)
    for table in sheet["tables"]:
        if table["caption"]:
            _paragraph(document, table["caption"], bold=True, size=12)
        _set_table(document, table, total_mm(sheet))
    document.core_properties.title = _clean(sheet["title"])[:255]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document: DocumentObject, *, is_upright: bool) -> None:
    page = document.sections[0]
    page.left_margin = page.right_margin = page.top_margin = Mm(20)
    if is_upright:
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.right_margin, page.bottom_margin = Mm(10), Mm(20)
    else:
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = Mm(297), Mm(210)
        page.bottom_margin = Mm(10)
    page.header_distance = Mm(10)
    page.different_first_page_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    style.paragraph_format.space_after = Pt(0)
    number = page.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(number, "PAGE")


def _field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001 -- python-docx has no fields


def _set_corners(document: DocumentObject, sheet: Sheet) -> None:
    left = list(_block_lines(sheet["adopted"]))
    right = [sheet["appendix"], *_block_lines(sheet["approved"])]
    right = [line for line in right if line]
    if not left and not right:
        return
    corners = document.add_table(rows=1, cols=2)
    room = total_mm(sheet)
    for column, lines, width in zip(
        corners.columns, (left, right), (room * 0.6, room * 0.4), strict=True
    ):
        cell = column.cells[0]
        column.width = Mm(width)
        cell.width = Mm(width)
        _write(cell, lines)
    document.add_paragraph()


def _block_lines(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        yield block["title"]
        yield from block["lines"]


def _paragraph(
    document: DocumentObject, text: str, *, bold: bool = False, size: int
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(_clean(text))
    run.bold, run.font.size = bold, Pt(size)


def _set_table(document: DocumentObject, table: Table, room: int) -> None:
    made = document.add_table(rows=1, cols=len(table["columns"]))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    widths = widths_mm(table, room)
    size = table.get("size", SIZES[0])
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    heading = made.rows[0]
    _mark(heading, "w:tblHeader")
    for cell, head in zip(heading.cells, table["columns"], strict=True):
        _write(cell, [head["title"]], bold=True, centred=True, size=size)
    for row in table["rows"]:
        _add_row(made, row, size)
    _fix_widths(made, widths)
    document.add_paragraph()


def _add_row(made: WordTable, row: Row, size: int) -> None:
    added: _Row = made.add_row()  # type: ignore[no-untyped-call]  # python-docx
    if not row.get("is_tall"):
        _mark(added, "w:cantSplit")
    cells = added.cells
    place = 0
    for content in row["cells"]:
        cell = cells[place]
        if content["span"] > 1:
            cell = cell.merge(cells[place + content["span"] - 1])
        if content.get("down"):
            _merge_down(cell, "restart")
        if content.get("is_covered"):
            _merge_down(cell, "continue")
        _write_content(cell, content, row, size)
        place += content["span"]


def _merge_down(cell: _Cell, how: str) -> None:
    """Open a cell that takes the rows below, or go on with it: one in every row of Word's."""
    mark = cell._tc.get_or_add_tcPr()._add_vMerge()  # noqa: SLF001 -- python-docx merges slowly
    mark.val = how


def _write_content(cell: _Cell, content: Cell, row: Row, size: int) -> None:
    is_bold = row["kind"] in {"section", "heading"}
    _write(
        cell,
        [line["text"] for line in content["lines"]],
        bold=is_bold,
        size=size,
        shifted={at for at, line in enumerate(content["lines"]) if line["level"]},
    )
    if row["kind"] in {"section", "heading"}:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _write(
    cell: _Cell,
    texts: list[str],
    *,
    bold: bool = False,
    centred: bool = False,
    size: int = SIZES[0],
    shifted: Iterable[int] = (),
) -> None:
    """Fill the cell, a paragraph for each text; a blank cell stays blank."""
    inner = set(shifted)
    for place, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        run = paragraph.add_run(_clean(text))
        run.bold = bold and place not in inner
        run.font.size = Pt(size)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if place in inner:
            paragraph.paragraph_format.left_indent = Mm(4)


def _fix_widths(made: WordTable, widths: list[float]) -> None:
    """Word trusts the width of each cell, not that of its column."""
    for row in made._tbl.tr_lst:  # noqa: SLF001 -- its rows are slow
        place = 0
        for cell in row.tc_lst:
            cell.width = Mm(sum(widths[place : place + cell.grid_span]))
            place += cell.grid_span


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 -- nor marks of rows


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)

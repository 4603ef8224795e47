"""Plans as files: the project's fixtures printed with the defects of real documents."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass, field

import docx

from programmes.roadmap_templates import (
    Basis,
    MeasureTemplate,
    RoadmapTemplate,
    SectionTemplate,
)


@dataclass
class Sheet:
    """A table as printed: rows of texts; `merged` = (row, column, last row, last column)."""

    rows: list[list[str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def above(template: RoadmapTemplate) -> list[str]:
    """The paragraphs above the table."""
    lines = []
    if approval := template.approval:
        if approval.body:
            lines.append(
                f"Принято: протокол {approval.body} № {approval.protocol_number}"
                f" от {approval.protocol_on:%d.%m. %Y} г."
            )
        if approval.order_number:
            lines.append(
                f"Утверждено. Приказ № {approval.order_number} от {approval.order_on:%d.%m. %Y} г."
            )
        lines.append(approval.appendix)
    return [*lines, template.title, template.period.raw]


def sheet_of(template: RoadmapTemplate) -> Sheet:
    """The table of a fixture, row for row."""
    keys = [column.key for column in template.columns]
    sheet = Sheet([[column.title for column in template.columns]])
    for section in template.sections:
        if "stage" in keys:
            sheet.rows.append([_stage_cell(section, key) for key in keys])
            continue
        sheet.rows.append(_section_row(section, keys))
        at = len(sheet.rows) - 1
        first = 1 if keys[0] == "number" and section.number_printed else 0
        sheet.merged.append((at, first, at, len(keys) - 1))
        for measure in section.measures:
            sheet.rows.append([_measure_cell(measure, key, template) for key in keys])
    return sheet


def work_of(template: RoadmapTemplate) -> Sheet:
    """The table of inside and outside work."""
    rows = [list(template.work_columns)]
    for section in template.sections:
        work = section.work
        assert work is not None
        inner, outer = (
            "\n".join(f"· {line};" for line in lines)
            for lines in (work.inner, work.outer)
        )
        rows.append([work.number_printed, section.title, inner, outer])
    return Sheet(rows)


def spoil(sheet: Sheet, template: RoadmapTemplate) -> Sheet:
    """Put in what real files have: a page break, merged cells, lost numbers, markup."""
    keys = [column.key for column in template.columns]
    _number_the_columns(sheet)
    _merge_equal(sheet, keys)
    if "number" in keys and "title" in keys:
        _number_into_text(sheet, keys)
    _break_page(sheet, keys)
    return sheet


def as_word(template: RoadmapTemplate) -> bytes:
    """The DOCX, spoilt."""
    document = docx.Document()
    if template.work_columns:
        document.add_paragraph("Этапы реализации программы")
        _draw(document, work_of(template))
    for line in above(template):
        if line:
            document.add_paragraph(line)
    _draw(document, spoil(sheet_of(template), template))
    document.add_paragraph("Директор ______________")
    return _saved(document)


def as_page(template: RoadmapTemplate) -> str:
    """The HTML a browser puts on the clipboard."""
    tables = []
    for sheet in _sheets(template):
        corners = {
            (top, left): (down, right) for top, left, down, right in sheet.merged
        }
        covered = {
            (row, column)
            for top, left, down, right in sheet.merged
            for row in range(top, down + 1)
            for column in range(left, right + 1)
        } - set(corners)
        rows = []
        for at, texts in enumerate(sheet.rows):
            cells = []
            for column, text in enumerate(texts):
                if (at, column) in covered:
                    continue
                down, right = corners.get((at, column), (at, column))
                spans = f' rowspan="{down - at + 1}" colspan="{right - column + 1}"'
                paragraphs = "".join(
                    f"<p>{html.escape(line)}</p>" for line in text.split("\n")
                )
                cells.append(f"<td{spans}>{paragraphs}</td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        tables.append(f"<table><tbody>{''.join(rows)}</tbody></table>")
    words = "".join(f"<p>{html.escape(line)}</p>" for line in above(template) if line)
    return f"<html><body>{tables[0] if len(tables) > 1 else ''}{words}{tables[-1]}</body></html>"


def as_text(template: RoadmapTemplate) -> str:
    """The plain text a spreadsheet or a browser leaves: tabs, quoted line breaks."""
    work = work_of(template).rows if template.work_columns else []
    lines = ["\t".join(map(_quoted, row)) for row in work]
    lines += [line for line in above(template) if line]
    lines += ["\t".join(map(_quoted, row)) for row in sheet_of(template).rows]
    return "\n".join(lines)


def _sheets(template: RoadmapTemplate) -> list[Sheet]:
    work = [work_of(template)] if template.work_columns else []
    return [*work, sheet_of(template)]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "\n" in text or '"' in text else text


def _section_row(section: SectionTemplate, keys: list[str]) -> list[str]:
    row = [""] * len(keys)
    if keys[0] == "number" and section.number_printed:
        row[:2] = [section.number_printed, section.title]
    else:
        row[0] = section.title
    return row


def _stage_cell(section: SectionTemplate, key: str) -> str:
    match key:
        case "number":
            return section.number_printed
        case "stage":
            return section.title
        case "deadline":
            return section.deadline.raw
        case "documents":
            return "\n".join(f"– {document.title};" for document in section.documents)
        case _:
            return "\n".join(_listed(measure) for measure in section.measures)


def _listed(measure: MeasureTemplate) -> str:
    begin = measure.number_printed or "–"
    if not measure.items:
        return f"{begin} {measure.title}"
    items = "\n".join(f"• {item.text};" for item in measure.items)
    return f"{begin} {measure.title}:\n{items}"


def _measure_cell(measure: MeasureTemplate, key: str, template: RoadmapTemplate) -> str:
    match key:
        case "number":
            return measure.number_printed
        case "deadline":
            return measure.deadline.deadline.raw
        case "responsibles":
            return "\n".join(role.label for role in measure.responsibles)
        case "result":
            return measure.result
        case "documents":
            printed = [
                each
                for each in measure.documents
                if each.basis is Basis.DOCUMENT_COLUMN
            ]
            return "\n".join(f"{document.title};" for document in printed)
        case _:
            title = measure.title_printed or measure.title
            items = "".join(f"\n- {item.text};" for item in measure.items)
            return f"{title}:{items}" if items else title


def _number_the_columns(sheet: Sheet) -> None:
    width = len(sheet.rows[0])
    _insert(sheet, 1, [str(at) for at in range(1, width + 1)])


def _insert(sheet: Sheet, at: int, row: list[str]) -> None:
    sheet.rows.insert(at, row)
    sheet.merged = [
        (top + (top >= at), left, down + (down >= at), right)
        for top, left, down, right in sheet.merged
    ]


def _merge_equal(sheet: Sheet, keys: list[str]) -> None:
    """Equal deadlines and responsibles of neighbouring rows are one merged cell."""
    if "stage" in keys:
        return
    full = {top for top, left, _, right in sheet.merged if right - left > 1}
    for key in ("deadline", "responsibles"):
        if key not in keys:
            continue
        column, begun = keys.index(key), 1
        for row in range(2, len(sheet.rows) + 1):
            texts = sheet.rows[begun][column]
            is_same = row < len(sheet.rows) and row not in full and begun not in full
            if is_same and texts and sheet.rows[row][column] == texts:
                continue
            if row - begun > 1:
                sheet.merged.append((begun, column, row - 1, column))
                for below in range(begun + 1, row):
                    sheet.rows[below][column] = ""
            begun = row


def _number_into_text(sheet: Sheet, keys: list[str]) -> None:
    """The third numbered measure has its number in its title."""
    number, title = keys.index("number"), keys.index("title")
    numbered = [
        row for row in sheet.rows[2:] if re.fullmatch(r"\d+\.\d+\.?", row[number])
    ]
    if len(numbered) > 2:
        row = numbered[2]
        row[number], row[title] = "", f"{row[number]} {row[title]}"
    if len(numbered) > 5:
        numbered[5][number] = ""


def _break_page(sheet: Sheet, keys: list[str]) -> None:
    """The longest list is cut in two by a page: the captions again, then the tail alone."""
    content = keys.index("title" if "title" in keys else "measures")
    at = max(
        range(2, len(sheet.rows)), key=lambda row: sheet.rows[row][content].count("\n")
    )
    lines = sheet.rows[at][content].split("\n")
    if len(lines) < 3:
        return
    sheet.rows[at][content] = "\n".join(lines[:-2])
    tail = [""] * len(keys)
    tail[content] = "\n".join(lines[-2:])
    _split_merged(sheet, at)
    _insert(sheet, at + 1, list(sheet.rows[0]))
    _insert(sheet, at + 2, tail)


def _split_merged(sheet: Sheet, at: int) -> None:
    """A merged cell does not go on over the page: its text is printed again below."""
    kept = []
    for top, left, down, right in sheet.merged:
        if top <= at < down:
            for row in range(at + 1, down + 1):
                sheet.rows[row][left] = sheet.rows[top][left]
        last = at if top <= at < down else down
        if (top, left) != (last, right):
            kept.append((top, left, last, right))
    sheet.merged = kept


def _draw(document: docx.document.Document, sheet: Sheet) -> None:
    table = document.add_table(len(sheet.rows), len(sheet.rows[0]))
    for row, texts in zip(table.rows, sheet.rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            lines = text.split("\n")
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
    for top, left, down, right in sheet.merged:
        text = sheet.rows[top][left]
        merged = table.cell(top, left).merge(table.cell(down, right))
        lines = text.split("\n")
        merged.text = lines[0]
        for line in lines[1:]:
            merged.add_paragraph(line)


def _saved(document: docx.document.Document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()

"""From a plan to the rows and cells its own form prints (R-120, R-352)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from common.russian.dates import short_date
from programmes.roadmap_sheets.shape import Block, Cell, Head, Line, Row, Sheet, Table
from programmes.roadmap_sheets.widths import fit
from programmes.roadmap_templates import (
    Approval,
    Basis,
    DocumentRef,
    ItemTemplate,
    Level,
    MeasureTemplate,
    RoadmapTemplate,
    SectionTemplate,
)

PRINTED_BASES = frozenset({Basis.DOCUMENT_COLUMN, Basis.OWN})
"""A document known only from the text, or implied, has no line of its own in the form."""
_OWN_KEYS = frozenset({"deadline", "responsibles", "result", "documents"})
"""Columns that a measure fills for itself, in a form that has a column of stages too."""
USUAL_COLUMNS: tuple[Head, ...] = (
    {"key": "number", "title": "№"},
    {"key": "title", "title": "Мероприятие"},
    {"key": "deadline", "title": "Срок"},
    {"key": "responsibles", "title": "Ответственный"},
    {"key": "result", "title": "Ожидаемый результат"},
    {"key": "documents", "title": "Документ"},
)
"""For a plan of which no printed form is known."""
WORK_KEYS = ("number", "stage", "inner", "outer")
WORK_TITLES = ("№", "Этап", "Работа внутри организации", "Работа с внешней средой")
MARK: Head = {"key": "mark", "title": "Отметка о выполнении"}


def lay_out(
    template: RoadmapTemplate,
    *,
    approved: Block | None = None,
    marks: Mapping[str, str] = MappingProxyType({}),
    with_marks: bool = False,
) -> Sheet:
    """Return the sheet of the plan in its own columns; blank cells stay blank.

    `approved` is the block to print where the plan itself names no order; `marks` are
    words about done measures by their codes, printed in a last column `with_marks`.
    """
    own = approval_blocks(template.approval)
    table = _Plan(template, marks, with_marks=with_marks).table()
    return fit(
        {
            "appendix": template.approval.appendix if template.approval else "",
            "adopted": own[0],
            "approved": own[1] or ([approved] if approved else []),
            "title": template.title,
            "period": template.period.raw,
            "tables": [*_work_tables(template), table],
        }
    )


def approval_blocks(approval: Approval | None) -> tuple[list[Block], list[Block]]:
    """Return («ПРИНЯТО», «УТВЕРЖДЕНО») as far as the plan names them."""
    if approval is None:
        return [], []
    adopted, approved = [], []
    if approval.body or approval.protocol_number:
        adopted.append(
            _block(
                "ПРИНЯТО",
                approval.body,
                _requisites("протокол", approval.protocol_on, approval.protocol_number),
            )
        )
    if approval.order_number or approval.order_on:
        approved.append(
            _block(
                "УТВЕРЖДЕНО",
                _requisites("приказом", approval.order_on, approval.order_number),
            )
        )
    return adopted, approved


def _requisites(what: str, day: object, number: str) -> str:
    words = [what]
    if day:
        words.append(f"от {short_date(day)}")  # type: ignore[arg-type]  # a date
    if number:
        words.append(f"№ {number}")
    return " ".join(words) if len(words) > 1 else ""


def _block(title: str, *lines: str) -> Block:
    return {"title": title, "lines": [line for line in lines if line]}


class _Plan:
    """The main table: either a row for each measure, or a row for each stage."""

    def __init__(
        self, template: RoadmapTemplate, marks: Mapping[str, str], *, with_marks: bool
    ) -> None:
        self._template = template
        self._marks = marks
        printed: list[Head] = [
            {"key": column.key, "title": column.title} for column in template.columns
        ]
        self.columns = printed or list(USUAL_COLUMNS)
        if with_marks:
            self.columns.append(MARK)
        self._keys = [column["key"] for column in self.columns]
        self._numbers_measures = "number" in self._keys and (
            "stage" not in self._keys
            or not any(section.number_printed for section in template.sections)
        )

    def table(self) -> Table:
        rows: list[Row] = []
        for section in self._template.sections:
            if "stage" not in self._keys:
                rows.append(self._section(section))
                rows.extend(self._measure(measure) for measure in section.measures)
            elif section.measures and self._has_rows(section):
                rows.extend(self._in_rows(section))
            else:
                rows.append(self._whole(section))
        return {"caption": "", "columns": self.columns, "rows": rows}

    def _section(self, section: SectionTemplate) -> Row:
        """The title takes every column to its right the form leaves to measures."""
        cells: list[Cell] = []
        for key in self._keys:
            lines = self._section_lines(section, key)
            if lines or not cells or cells[-1]["key"] == "number":
                cells.append({"key": key, "lines": lines, "span": 1})
            else:
                cells[-1]["span"] += 1
        if cells[0]["key"] == "number" and not cells[0]["lines"]:
            del cells[0]
            cells[0]["span"] += 1
        return {"kind": "section", "cells": cells}

    def _section_lines(self, section: SectionTemplate, key: str) -> list[Line]:
        if key == "number":
            return _lines(section.number_printed)
        if key == "title":
            return _lines(section.title)
        if key == "result":
            return _lines(section.result)
        if not self._is_at(key, Level.SECTION):
            return []
        if key == "deadline":
            return _lines(section.deadline.raw)
        return _documents(section.documents) if key == "documents" else []

    def _measure(self, measure: MeasureTemplate) -> Row:
        return {
            "kind": "heading" if measure.is_heading else "measure",
            "cells": [
                {"key": key, "lines": self._measure_lines(measure, key), "span": 1}
                for key in self._keys
            ],
        }

    def _measure_lines(self, measure: MeasureTemplate, key: str) -> list[Line]:
        if key == "number":
            return _lines(measure.number_printed) if self._numbers_measures else []
        if key == "title":
            return self._title(measure)
        if key == "measures":
            is_list = "title" in self._keys
            return _items(measure) if is_list else self._title(measure)
        if key == MARK["key"]:
            return _lines(self._marks.get(measure.code, ""))
        if not self._is_at(key, Level.MEASURE):
            return []
        return {
            "deadline": lambda: _lines(measure.deadline.deadline.raw),
            "responsibles": lambda: _lines(*(r.label for r in measure.responsibles)),
            "result": lambda: self._result(measure),
            "documents": lambda: _documents(measure.documents),
        }.get(key, list)()

    def _title(self, measure: MeasureTemplate) -> list[Line]:
        number = "" if self._numbers_measures else measure.number_printed
        has_list = {"title", "measures"} <= set(self._keys)
        title = _lines(f"{number} {measure.title}".strip())
        return title if has_list else [*title, *_items(measure)]

    def _result(self, measure: MeasureTemplate) -> list[Line]:
        """One column for both: the printed words hold the documents already (R-128)."""
        if self._template.is_result_in_document_column and not measure.result:
            return _documents(measure.documents)
        return _lines(measure.result)

    def _has_rows(self, section: SectionTemplate) -> bool:
        """Whether the measures say different things in a column: stacked in one cell, they
        would not tell which measure each belongs to."""
        if "title" in self._keys:
            return True
        return any(
            self._own_lines(measure, key) != self._own_lines(section.measures[0], key)
            for key in _OWN_KEYS.intersection(self._keys)
            for measure in section.measures
        )

    def _in_rows(self, section: SectionTemplate) -> list[Row]:
        """A row for each measure; what is printed once for the stage stands beside them all."""
        rows: list[Row] = [{"kind": "measure", "cells": []} for _ in section.measures]
        for key in self._keys:
            for row, cell in zip(rows, self._column(section, key), strict=True):
                row["cells"].append(cell)
        return rows

    def _column(self, section: SectionTemplate, key: str) -> list[Cell]:
        """The stage's cells of one column: one for all, or one for each measure."""
        once = self._once_lines(section, key)
        own = [self._own_lines(measure, key) for measure in section.measures]
        if key in _OWN_KEYS and not once and all(lines == own[0] for lines in own):
            once, own = own[0], []
        is_stages = key in {"number", "stage"} and not any(own)
        if any(own) or not (once or is_stages):
            own = own or [[]] * len(section.measures)
            heirs = [each.deadline.is_inherited for each in section.measures]
            if key == "deadline" and any(heirs):
                pairs = zip(heirs, own, strict=True)
                own = [once if is_heir else lines for is_heir, lines in pairs]
            else:
                own[0] = [*once, *own[0]]
            return [{"key": key, "lines": lines, "span": 1} for lines in own]
        if len(section.measures) == 1:
            return [{"key": key, "lines": once, "span": 1}]
        merged: Cell = {"key": key, "lines": once, "span": 1}
        merged["down"] = len(section.measures)
        covered: Cell = {"key": key, "lines": [], "span": 1, "is_covered": True}
        return [merged, *[covered] * (len(section.measures) - 1)]

    def _own_lines(self, measure: MeasureTemplate, key: str) -> list[Line]:
        """What the measure says beside its stage; a deadline of the stage is not its own."""
        if key == "deadline" and measure.deadline.is_inherited:
            return []
        return self._measure_lines(measure, key)

    def _once_lines(self, section: SectionTemplate, key: str) -> list[Line]:
        """What the form prints once for the whole stage (R-120)."""
        return {
            "number": lambda: _lines(section.number_printed),
            "stage": lambda: _lines(section.title),
            "deadline": lambda: _lines(section.deadline.raw),
            "documents": lambda: _documents(section.documents),
            "result": lambda: _lines(section.result),
        }.get(key, list)()

    def _whole(self, section: SectionTemplate) -> Row:
        return {
            "kind": "whole",
            "cells": [
                {"key": key, "lines": self._whole_lines(section, key), "span": 1}
                for key in self._keys
            ],
        }

    def _whole_lines(self, section: SectionTemplate, key: str) -> list[Line]:
        if key == "measures":
            return [line for measure in section.measures for line in _in_list(measure)]
        if key == MARK["key"]:
            done = [self._marks.get(measure.code, "") for measure in section.measures]
            return _lines(*filter(None, done))
        own = self._own_lines(section.measures[0], key) if section.measures else []
        return [*self._once_lines(section, key), *own]

    def _is_at(self, key: str, level: Level) -> bool:
        """A form that says nothing of levels prints everything at the measures."""
        if not self._template.columns:
            return level is Level.MEASURE
        return getattr(self._template.level_of, key, None) is level


def _in_list(measure: MeasureTemplate) -> list[Line]:
    mark = measure.number_printed or "–"
    return [{"text": f"{mark} {measure.title}", "level": 0}, *_items(measure)]


def _items(measure: MeasureTemplate) -> list[Line]:
    return [
        {
            "text": f"– {item.text}{_own_term(item)}",
            "level": 1,
        }
        for item in measure.items
    ]


def _own_term(item: ItemTemplate) -> str:
    """The item's term, where its words do not name it already."""
    raw = item.deadline.raw
    return f" ({raw})" if raw and raw not in item.text else ""


def _documents(documents: Iterable[DocumentRef]) -> list[Line]:
    return [
        {"text": document.title, "level": 1 if document.part_of else 0}
        for document in documents
        if document.basis in PRINTED_BASES
    ]


def _lines(*texts: str) -> list[Line]:
    return [{"text": text, "level": 0} for text in texts if text]


def _work_tables(template: RoadmapTemplate) -> list[Table]:
    """The table of work inside and outside, where the plan has one (R-353)."""
    with_work = [section for section in template.sections if section.work]
    if not with_work:
        return []
    own = template.work_columns
    titles = own if len(own) == len(WORK_KEYS) else WORK_TITLES
    rows: list[Row] = [
        {
            "kind": "measure",
            "cells": [
                {"key": key, "lines": lines, "span": 1}
                for key, lines in zip(WORK_KEYS, _work_lines(section), strict=True)
            ],
        }
        for section in with_work
    ]
    columns: list[Head] = [
        {"key": key, "title": title}
        for key, title in zip(WORK_KEYS, titles, strict=True)
    ]
    caption = "Работа по этапам внутри организации и с внешней средой"
    return [{"caption": caption, "columns": columns, "rows": rows}]


def _work_lines(section: SectionTemplate) -> tuple[list[Line], ...]:
    work = section.work
    return (
        _lines(work.number_printed if work else ""),
        _lines(section.title),
        _lines(*(f"– {text}" for text in (work.inner if work else ()))),
        _lines(*(f"– {text}" for text in (work.outer if work else ()))),
    )

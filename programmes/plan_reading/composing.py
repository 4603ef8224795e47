"""A plan as understood made into a template, by the same strict reader as our own plans."""

from __future__ import annotations

from typing import Any

from common.strict_yaml import Node
from programmes.plan_reading.plan import Line, LineKind, Plan
from programmes.plan_reading.terms import term_of_item
from programmes.roadmap_templates import RoadmapTemplate, read_template

CODE = "own_plan"
_LONGEST_NUMBER = 20


def compose(plan: Plan, organisation_type: str) -> RoadmapTemplate:
    """The template; FixtureError when the plan has no measure."""
    return read_template(Node("plan", composed(plan, organisation_type)))


def composed(plan: Plan, organisation_type: str) -> dict[str, Any]:
    """The template as YAML would hold it (docs/roadmap-format.md)."""
    sections: list[dict[str, Any]] = []
    headings: list[Line] = []
    for line in plan.lines:
        if line.kind is LineKind.SECTION:
            sections.append(_section(line, plan))
            headings = []
        elif line.kind in {LineKind.MEASURE, LineKind.HEADING}:
            sections[-1]["measures"].append(_measure(line, headings, sections[-1]))
            headings += [line] if line.kind is LineKind.HEADING else []
    return _filled(
        {
            "code": CODE,
            "title": plan.title[:400],
            "organisation_type": organisation_type,
            "structure": plan.structure,
            "printed_section_count": len(sections),
            "period": plan.period,
            "approval": plan.approval,
            "columns": [
                {"key": _column_key(column), "title": column["title"] or "—"}
                for column in plan.columns
                if column["key"] != "skip"
            ],
            "work_columns": [title for title in plan.work_columns if title],
            "level_of": plan.level_of,
            "result_and_document_share_column": plan.is_result_in_document_column,
            "roles": [
                _filled(
                    {
                        "code": word.role,
                        "label": word.label,
                        "role": word.role,
                        "is_inferred": not word.is_fixed,
                    }
                )
                for word in plan.words
            ],
            "sections": sections,
        }
    )


def _section(line: Line, plan: Plan) -> dict[str, Any]:
    crosses = all(code.startswith("X") for code in line.stages)
    is_stage = plan.structure == "stages" and not (line.stages and crosses)
    return _filled(
        {
            "number_printed": line.number[:_LONGEST_NUMBER],
            "title": line.title or "—",
            "title_printed": line.title_printed,
            "kind": "stage" if is_stage else "section",
            "canonical": line.stages,
            "deadline": line.deadline,
            "documents": [_filled(document) for document in line.documents],
            "result": line.result,
            "work": _work(line),
        }
    ) | {"measures": []}


def _work(line: Line) -> dict[str, Any]:
    if not (line.inner or line.outer):
        return {}
    told = {
        "number_printed": line.work_number,
        "inner": line.inner,
        "outer": line.outer,
    }
    return _filled(told)


def _measure(
    line: Line, headings: list[Line], section: dict[str, Any]
) -> dict[str, Any]:
    inherits = line.inherits_deadline and "deadline" in section
    return _filled(
        {
            "code": line.key,
            "parent": _parent(line, headings),
            "number_printed": line.number[:_LONGEST_NUMBER],
            "title": line.title or "—",
            "title_printed": line.title_printed,
            "is_heading": line.kind is LineKind.HEADING,
            "items": [_item(item) for item in line.items if item],
            "canonical": line.stages,
            "deadline": {} if inherits else line.deadline,
            "inherits_deadline": inherits,
            "responsibles": list(dict.fromkeys(line.responsibles)),
            "result": line.result,
            "documents": [_filled(document) for document in line.documents],
        }
    )


def _item(text: str) -> str | dict[str, Any]:
    term = term_of_item(text)
    return {"text": text, "deadline": term.to_json()} if term else text


def _parent(line: Line, headings: list[Line]) -> str:
    """The heading whose number begins this one's; an unnumbered heading takes what follows."""
    if line.kind is LineKind.HEADING or not headings:
        return ""
    number = line.number.rstrip(".")
    for heading in reversed(headings):
        above = heading.number.rstrip(".")
        if above and number.startswith(f"{above}."):
            return heading.key
    return "" if headings[-1].number else headings[-1].key


def _column_key(column: dict[str, Any]) -> str:
    return "result" if column["key"] == "result_document" else str(column["key"])


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in told.items()
        if value or (value == 0 and name == "printed_section_count")
    }

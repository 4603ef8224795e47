"""A plan as the text of its file, the reverse of `reading`; docs/roadmap-format.md."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import yaml

from programmes.deadlines import UNSPECIFIED, Deadline
from programmes.roadmap_templates.shape import (
    Approval,
    DocumentRef,
    ItemTemplate,
    Level,
    LevelOf,
    MeasureTemplate,
    Period,
    ResponsibleRole,
    RoadmapTemplate,
    SectionTemplate,
    SectionWork,
)

WIDTH = 100
_Entry = dict[str, object]


class _Dumper(yaml.SafeDumper):
    """Writes every value out: a plan's file has no references (R-341)."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def dump(template: RoadmapTemplate) -> str:
    """Return the text of the plan's file; `read_template` of it equals the template."""
    return yaml.dump(
        _plan(template),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH,
    )


def _told(entry: Mapping[str, object]) -> _Entry:
    """Leave out what is empty: an absent key means the same."""
    return {
        key: value
        for key, value in entry.items()
        if value not in ("", None, False, [], {})
    }


def _plan(template: RoadmapTemplate) -> _Entry:
    told = _told(
        {
            "code": template.code,
            "title": template.title,
            "organisation_type": template.organisation_type,
            "structure": str(template.structure),
        }
    )
    told["printed_section_count"] = template.printed_section_count
    return told | _told(
        {
            "mentee_audiences": list(template.mentee_audiences),
            "period": _period(template.period),
            "approval": _approval(template.approval),
            "columns": [
                {"key": column.key, "title": column.title}
                for column in template.columns
            ],
            "work_columns": list(template.work_columns),
            "level_of": _levels(template.level_of),
            "result_and_document_share_column": template.is_result_in_document_column,
            "roles": [_role(role) for role in template.roles],
            "flags": list(template.flags),
            "notes": list(template.notes),
            "sections": [_section(section) for section in template.sections],
        }
    )


def _period(period: Period) -> _Entry:
    return _told(
        {
            "kind": str(period.kind),
            "raw": period.raw,
            "starts_on": _day(period.starts_on),
            "ends_on": _day(period.ends_on),
            "is_inferred": period.is_inferred,
            "note": period.note,
        }
    )


def _approval(approval: Approval | None) -> _Entry | None:
    if approval is None:
        return None
    order = {"number": approval.order_number, "date": _day(approval.order_on)}
    protocol = {
        "body": approval.body,
        "number": approval.protocol_number,
        "date": _day(approval.protocol_on),
    }
    return _told(
        {
            "order": _told(order),
            "protocol": _told(protocol),
            "appendix": approval.appendix,
        }
    )


def _levels(levels: LevelOf) -> _Entry:
    told = {
        "deadline": levels.deadline,
        "documents": levels.documents,
        "responsibles": levels.responsibles,
        "result": levels.result,
    }
    return {
        key: str(level) for key, level in told.items() if level is not Level.NOT_PRINTED
    }


def _role(role: ResponsibleRole) -> _Entry:
    return _told(
        {
            "code": role.code,
            "label": role.label,
            "role": role.role,
            "is_inferred": role.is_inferred,
            "basis": role.basis,
        }
    )


def _section(section: SectionTemplate) -> _Entry:
    return _told(
        {
            "number_printed": section.number_printed,
            "title": section.title,
            "title_printed": section.title_printed,
            "kind": str(section.kind),
            "canonical": list(section.canonical),
            "deadline": _deadline(section.deadline),
            "documents": [_document(document) for document in section.documents],
            "result": section.result,
            "work": _work(section.work),
            "deviation": section.deviation,
            "flags": list(section.flags),
            "source": section.source,
            "measures": [_measure(measure) for measure in section.measures],
        }
    )


def _work(work: SectionWork | None) -> _Entry | None:
    if work is None:
        return None
    return _told(
        {
            "number_printed": work.number_printed,
            "inner": list(work.inner),
            "outer": list(work.outer),
            "source": work.source,
        }
    )


def _measure(measure: MeasureTemplate) -> _Entry:
    spec = measure.deadline
    suggested: _Entry = {}
    if spec.suggested is not None:
        suggested = {
            "deadline": spec.suggested.to_json(),
            "basis": spec.suggested_why,
        }
    return _told(
        {
            "code": measure.code,
            "parent": measure.parent,
            "number_printed": measure.number_printed,
            "title": measure.title,
            "title_printed": measure.title_printed,
            "is_heading": measure.is_heading,
            "items": [_item(item) for item in measure.items],
            "canonical": list(measure.canonical),
            "deadline": None if spec.is_inherited else _deadline(spec.deadline),
            "inherits_deadline": spec.is_inherited,
            "suggested_deadline": suggested,
            "responsibles": [role.label for role in measure.responsibles],
            "result": measure.result,
            "documents": [_document(document) for document in measure.documents],
            "flags": list(measure.flags),
            "source": measure.source,
        }
    )


def _item(item: ItemTemplate) -> _Entry | str:
    if item.deadline == UNSPECIFIED:
        return item.text
    return {"text": item.text, "deadline": item.deadline.to_json()}


def _document(document: DocumentRef) -> _Entry:
    return _told(
        {
            "kind": document.kind,
            "title": document.title,
            "basis": str(document.basis),
            "part_of": document.part_of,
        }
    )


def _deadline(deadline: Deadline) -> _Entry | None:
    return None if deadline == UNSPECIFIED else deadline.to_json()


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

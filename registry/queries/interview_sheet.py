"""What the sheet of an interview prints, blank or filled (DK-52)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from common.russian.dates import long_date
from common.russian.names import FullName
from documents.payloads import Choice, Signatory
from documents.queries import blank_payload
from registry.enums import InterviewConclusion, InterviewStatus, Readiness
from registry.models import Criterion, Cycle, Interview
from registry.payloads import InterviewSheetPayload, ScoreLine
from registry.queries.interviews import conductors_told
from registry.queries.mentor_register import competences_of, standing_of
from registry.queries.selection_marks import MarkLine, criteria_of, mark_of

TEMPLATE = "papers/interview_sheet.html"
TITLE = "Лист собеседования с наставником"


def blank_sheet(cycle: Cycle) -> InterviewSheetPayload:
    """Return the sheet of the cycle's criteria to be filled in by hand."""
    payload = {
        **blank_payload(cycle.organisation, TITLE),
        "state": "blank",
        "cycle": cycle.title,
        "candidate": "",
        "standing": "",
        "competences": "",
        "held_on": "",
        "conductors": "",
        "readiness": _choices(Readiness, ""),
        "scores": [_score(line) for line in _unscored(criteria_of(cycle.pk))],
        "total": "",
        "notes": "",
        "conclusion": _choices(InterviewConclusion, ""),
        "conclusion_reason": "",
        "signatories": [
            {"post": "Собеседование провёл(а)", "name": ""},
            {"post": "Педагог-психолог", "name": ""},
        ],
    }
    return cast(InterviewSheetPayload, payload)


def interview_sheet(interview: Interview) -> InterviewSheetPayload:
    """Return the sheet of one candidate: what is known so far, the rest for the pen."""
    card = interview.card
    is_held = interview.status == InterviewStatus.HELD
    mark = mark_of(interview)
    payload = {
        **blank_sheet(card.cycle),
        "candidate": card.person.full_name,
        "standing": standing_of(card),
        "competences": competences_of(card),
        "held_on": long_date(interview.held_on) if interview.held_on else "",
        "conductors": conductors_told(interview),
        "readiness": _choices(Readiness, interview.readiness),
        "scores": [_score(line) for line in mark.lines],
        "total": mark.told if is_held else "",
        "notes": interview.notes,
        "conclusion": _choices(InterviewConclusion, interview.conclusion),
        "conclusion_reason": interview.conclusion_reason,
        "signatories": _signatories(interview),
    }
    return cast(InterviewSheetPayload, payload)


def _unscored(criteria: Sequence[Criterion]) -> list[MarkLine]:
    return [MarkLine(criterion, None) for criterion in criteria]


def _score(line: MarkLine) -> ScoreLine:
    criterion = line.criterion
    return {
        "title": criterion.title,
        "description": criterion.description,
        "maximum": criterion.max_points,
        "weight": criterion.weight,
        "threshold": "" if criterion.threshold is None else str(criterion.threshold),
        "points": "" if line.points is None else str(line.points),
        "remark": line.remark,
    }


def _choices(
    kinds: type[Readiness] | type[InterviewConclusion], chosen: str
) -> list[Choice]:
    return [
        {"label": kind.label.lower(), "is_chosen": kind.value == chosen}
        for kind in kinds
    ]


def _signatories(interview: Interview) -> list[Signatory]:
    conductor = interview.recorded_by or (
        interview.slot.interviewer if interview.slot else None
    )
    lines: list[Signatory] = [
        {"post": "Собеседование провёл(а)", "name": _short(str(conductor or ""))}
    ]
    if interview.psychologist is not None:
        lines.append(
            {"post": "Педагог-психолог", "name": _short(interview.psychologist.name)}
        )
    return lines


def _short(name: str) -> str:
    return FullName.parse(name).short() if any(map(str.isalpha, name)) else ""

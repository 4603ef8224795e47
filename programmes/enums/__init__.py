"""Words of the roadmap, of pairs and of their programmes."""

from __future__ import annotations

from programmes.enums.pair import (
    PAIR_TRANSITIONS,
    AcceptanceAnswer,
    EndReason,
    PairSide,
    PairStatus,
    ProposalStatus,
)
from programmes.enums.programme import (
    MEETING_TRANSITIONS,
    PLAN_ROW_TRANSITIONS,
    PROGRAMME_TRANSITIONS,
    Basis,
    MeetingFormat,
    MeetingKind,
    MeetingStatus,
    PlanRowStatus,
    ProgrammePart,
    ProgrammeStatus,
)
from programmes.enums.roadmap import (
    MEASURE_TRANSITIONS,
    PLAN_IMPORT_TRANSITIONS,
    FeedScope,
    MeasureStatus,
    PlanImportStatus,
    TeamKind,
)

__all__ = [
    "MEASURE_TRANSITIONS",
    "MEETING_TRANSITIONS",
    "PAIR_TRANSITIONS",
    "PLAN_IMPORT_TRANSITIONS",
    "PLAN_ROW_TRANSITIONS",
    "PROGRAMME_TRANSITIONS",
    "AcceptanceAnswer",
    "Basis",
    "EndReason",
    "FeedScope",
    "MeasureStatus",
    "MeetingFormat",
    "MeetingKind",
    "MeetingStatus",
    "PairSide",
    "PairStatus",
    "PlanImportStatus",
    "PlanRowStatus",
    "ProgrammePart",
    "ProgrammeStatus",
    "ProposalStatus",
    "TeamKind",
]

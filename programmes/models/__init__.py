"""The roadmap, matching, pairs, their programmes and meetings."""

from __future__ import annotations

from programmes.models.matching import MatchingRun, Proposal
from programmes.models.meeting import Feedback, Meeting
from programmes.models.pair import Acceptance, Pair, PairMember
from programmes.models.programme import (
    PlanRow,
    Programme,
    ProgrammeAgreement,
    ProgrammeRevision,
)
from programmes.models.roadmap import Measure, Roadmap, Section

__all__ = [
    "Acceptance",
    "Feedback",
    "MatchingRun",
    "Measure",
    "Meeting",
    "Pair",
    "PairMember",
    "PlanRow",
    "Programme",
    "ProgrammeAgreement",
    "ProgrammeRevision",
    "Proposal",
    "Roadmap",
    "Section",
]

"""The roadmap, matching, pairs, their programmes and meetings."""

from __future__ import annotations

from programmes.models.calendar import CalendarFeed
from programmes.models.matching import MatchingRun, Proposal
from programmes.models.measure import (
    Measure,
    MeasureComment,
    MeasureItem,
    Responsible,
)
from programmes.models.meeting import Feedback, Meeting
from programmes.models.pair import Acceptance, Pair, PairMember
from programmes.models.plan_import import PlanImport
from programmes.models.programme import (
    PlanRow,
    Programme,
    ProgrammeAgreement,
    ProgrammeRevision,
)
from programmes.models.roadmap import Roadmap, RoadmapEdit, Section
from programmes.models.team import Team, TeamMember

__all__ = [
    "Acceptance",
    "CalendarFeed",
    "Feedback",
    "MatchingRun",
    "Measure",
    "MeasureComment",
    "MeasureItem",
    "Meeting",
    "Pair",
    "PairMember",
    "PlanImport",
    "PlanRow",
    "Programme",
    "ProgrammeAgreement",
    "ProgrammeRevision",
    "Proposal",
    "Responsible",
    "Roadmap",
    "RoadmapEdit",
    "Section",
    "Team",
    "TeamMember",
]

"""Cycles, people, cards, needs, consents, selection and imports."""

from __future__ import annotations

from registry.models.application import Application
from registry.models.blank import BlankFile, BlankPack
from registry.models.calendar import DayCorrection
from registry.models.card import (
    Competence,
    MenteeCard,
    MentorCard,
    MentorPool,
    Request,
    TopicPhrase,
)
from registry.models.consent import Consent, ConsentText
from registry.models.cycle import Cycle, MentoringForm, MentoringKind, Stage
from registry.models.erasure import Erasure, ErasureTerm
from registry.models.importing import ColumnMemory, ImportBatch, ImportRow
from registry.models.joining import Joining
from registry.models.need import (
    Diagnostic,
    Difficulty,
    FormCuratorship,
    NeedsAnalysis,
    Problem,
    PsychologistAssignment,
    PsychologistNote,
    ThirdPartyWord,
)
from registry.models.person import (
    Department,
    Distinction,
    Group,
    Guardianship,
    Partner,
    Person,
)
from registry.models.questionnaire import (
    CandidateQuestionnaire,
    MenteeQuestionnaire,
    OwnQuestion,
    PortfolioEntry,
    PortfolioSection,
    PrimaryQuestionnaire,
    UsefulSurvey,
)
from registry.models.selection import (
    Criterion,
    CriterionScore,
    Interview,
    InterviewSlot,
    MentorRegisterEdition,
    MentorRegisterEntry,
)
from registry.models.topic import TopicMerge

__all__ = [
    "Application",
    "BlankFile",
    "BlankPack",
    "CandidateQuestionnaire",
    "ColumnMemory",
    "Competence",
    "Consent",
    "ConsentText",
    "Criterion",
    "CriterionScore",
    "Cycle",
    "DayCorrection",
    "Department",
    "Diagnostic",
    "Difficulty",
    "Distinction",
    "Erasure",
    "ErasureTerm",
    "FormCuratorship",
    "Group",
    "Guardianship",
    "ImportBatch",
    "ImportRow",
    "Interview",
    "InterviewSlot",
    "Joining",
    "MenteeCard",
    "MenteeQuestionnaire",
    "MentorCard",
    "MentorPool",
    "MentorRegisterEdition",
    "MentorRegisterEntry",
    "MentoringForm",
    "MentoringKind",
    "NeedsAnalysis",
    "OwnQuestion",
    "Partner",
    "Person",
    "PortfolioEntry",
    "PortfolioSection",
    "PrimaryQuestionnaire",
    "Problem",
    "PsychologistAssignment",
    "PsychologistNote",
    "Request",
    "Stage",
    "ThirdPartyWord",
    "TopicMerge",
    "TopicPhrase",
    "UsefulSurvey",
]

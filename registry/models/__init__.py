"""Cycles, people, cards, consents and imports."""

from __future__ import annotations

from registry.models.application import Application
from registry.models.blank import BlankFile, BlankPack
from registry.models.calendar import DayCorrection
from registry.models.card import (
    Competence,
    MenteeCard,
    MentorCard,
    Request,
    TopicPhrase,
)
from registry.models.consent import Consent, ConsentText
from registry.models.cycle import Cycle, MentoringForm, MentoringKind, Stage
from registry.models.importing import ImportBatch, ImportRow
from registry.models.person import Distinction, Group, Guardianship, Person

__all__ = [
    "Application",
    "BlankFile",
    "BlankPack",
    "Competence",
    "Consent",
    "ConsentText",
    "Cycle",
    "DayCorrection",
    "Distinction",
    "Group",
    "Guardianship",
    "ImportBatch",
    "ImportRow",
    "MenteeCard",
    "MentorCard",
    "MentoringForm",
    "MentoringKind",
    "Person",
    "Request",
    "Stage",
    "TopicPhrase",
]

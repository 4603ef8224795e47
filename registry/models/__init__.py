"""Cycles, people, cards, consents and imports."""

from __future__ import annotations

from registry.models.application import Application
from registry.models.card import Competence, MenteeCard, MentorCard, Request
from registry.models.consent import Consent, ConsentText
from registry.models.cycle import Cycle, MentoringForm, MentoringKind, Stage
from registry.models.importing import ImportBatch, ImportRow
from registry.models.person import Group, Guardianship, Person

__all__ = [
    "Application",
    "Competence",
    "Consent",
    "ConsentText",
    "Cycle",
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
]

"""What is known of one mentee's needs: analyses, difficulties, strong sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from registry.enums import AnalysisMethod, ConsentKind
from registry.models import (
    Consent,
    Difficulty,
    MenteeCard,
    NeedsAnalysis,
    Person,
)


def analysis_consent(person: Person, on: date) -> Consent | None:
    """Return the representative's consent to analyse that stood on the day (R-266)."""
    given = Consent.objects.valid_on(on).filter(
        person=person, kind=ConsentKind.NEEDS_ANALYSIS
    )
    for consent in given.select_related("person").order_by("-pk"):
        if consent.stands_on(on):
            return consent
    return None


@dataclass(frozen=True, slots=True)
class Analysed:
    """An analysis as its card shows it."""

    row: NeedsAnalysis
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """Analyses the latest first; difficulties and strong sides apart (R-148, R-151)."""

    analyses: list[Analysed]
    difficulties: list[Difficulty]
    strengths: list[Difficulty]


def needs_of(card: MenteeCard) -> Needs:
    """Gather them; two queries."""
    analyses = NeedsAnalysis.objects.filter(card=card).select_related(
        "made_by", "recommended_form", "consent"
    )
    sides = list(Difficulty.objects.filter(card=card).select_related("request"))
    return Needs(
        [Analysed(row, _titles(row)) for row in analyses],
        [side for side in sides if not side.is_strength],
        [side for side in sides if side.is_strength],
    )


def _titles(row: NeedsAnalysis) -> tuple[str, ...]:
    known = dict(AnalysisMethod.choices)
    return tuple(known[code] for code in row.methods if code in known)

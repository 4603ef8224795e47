"""A mentee's needs refined: by whom, how, what was found (R-148, R-266)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from registry.actions.cards import follow_mentee
from registry.enums import AnalysisMethod, ConsentKind, MenteeStatus
from registry.models import Consent, MenteeCard, MentoringForm, NeedsAnalysis
from registry.models.consent import needs_representative
from registry.permissions.analyses import may_analyse_on, may_change_analysis
from registry.permissions.card_guards import mentee_guard
from registry.queries.needs import analysis_consent


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is written down of an analysis; `made_on` is the day it was held."""

    made_on: date
    methods: Collection[AnalysisMethod]
    findings: str
    recommended_form: MentoringForm | None = None


@transaction.atomic
def record_analysis(*, card: MenteeCard, analysis: Analysis, by: User) -> NeedsAnalysis:
    """Write an analysis down; a card in the base goes on to «Потребности уточнены».

    A minor's stands on the separate consent that was valid on the day it was held.
    """
    card = _locked(card)
    may_analyse_on(by, card, analysis.made_on).require()
    row = NeedsAnalysis.objects.create(
        organisation_id=card.organisation_id,
        card=card,
        made_by=by,
        consent=_consent(card, analysis.made_on),
        **_values(analysis),
    )
    audit.record(by=by, what="analysis.recorded", on=card, after={"analysis": row.pk})
    is_in_base = card.status == MenteeStatus.IN_BASE
    if is_in_base and mentee_guard(card, MenteeStatus.ANALYSED):
        follow_mentee(card=card, to=MenteeStatus.ANALYSED, by=by)
    return row


@transaction.atomic
def change_analysis(
    *, row: NeedsAnalysis, analysis: Analysis, by: User
) -> NeedsAnalysis:
    """Put a written analysis right; the day is asked for its consent again."""
    card = _locked(row.card)
    row = NeedsAnalysis.objects.select_for_update(of=("self",)).get(pk=row.pk)
    may_change_analysis(by, row).require()
    may_analyse_on(by, card, analysis.made_on).require()
    values = _values(analysis)
    for name, value in values.items():
        setattr(row, name, value)
    row.consent = _consent(card, analysis.made_on)
    row.save(update_fields=[*values, "consent"])
    audit.record(by=by, what="analysis.changed", on=card, after={"analysis": row.pk})
    return row


def _locked(card: MenteeCard) -> MenteeCard:
    """Hold the consents first, as their withdrawal does: a withdrawal always wins."""
    consents = Consent.objects.select_for_update(of=("self",)).filter(
        person_id=card.person_id, kind=ConsentKind.NEEDS_ANALYSIS
    )
    list(consents.order_by("pk"))
    return MenteeCard.objects.select_for_update(of=("self",)).get(pk=card.pk)


def _consent(card: MenteeCard, on: date) -> Consent | None:
    if not needs_representative(card.person, on):
        return None
    return analysis_consent(card.person, on)


def _values(analysis: Analysis) -> dict[str, object]:
    return {
        "made_on": analysis.made_on,
        "methods": [
            str(method) for method in AnalysisMethod if method in analysis.methods
        ],
        "findings": analysis.findings,
        "recommended_form": analysis.recommended_form,
    }

"""Questions about cycles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Organisation
from common.russian.dates import school_year_start
from registry.enums import ConsentStatus, CycleStatus
from registry.models import Consent, Cycle, ImportBatch, MenteeCard, MentorCard
from registry.queries.levels import sent_mentees, sent_mentors


def current_cycle(organisation: Organisation) -> Cycle | None:
    """Return the running cycle, else the newest open one, else the newest at all."""
    cycles = list(
        Cycle.objects.filter(organisation=organisation).select_related(
            "introduction_order"
        )
    )
    ranks = {CycleStatus.RUNNING: 0, CycleStatus.CLOSING: 1, CycleStatus.PREPARATION: 2}
    return min(
        cycles,
        key=lambda cycle: (ranks.get(CycleStatus(cycle.status), 3), -cycle.pk),
        default=None,
    )


def school_year_term(day: date) -> tuple[date, date]:
    """Return 1 September and 31 May of the school year; in summer, of the next one."""
    start = school_year_start(day)
    if day > date(start + 1, 5, 31):
        start += 1
    return date(start, 9, 1), date(start + 1, 5, 31)


@dataclass(frozen=True, slots=True)
class CycleNumbers:
    """What a cycle has come to, for its page."""

    mentors: int
    mentees: int
    imports: int
    consents_missing: int


def numbers_of(cycle: Cycle) -> CycleNumbers:
    """Count the bases of the cycle."""
    mentors = sent_mentors(MentorCard.objects.filter(cycle=cycle))
    mentees = sent_mentees(MenteeCard.objects.filter(cycle=cycle))
    missing = (
        Consent.objects.missing()
        .exclude(status=ConsentStatus.REFUSED)
        .filter(organisation_id=cycle.organisation_id)
    )
    in_cycle = missing.filter(
        Q(person_id__in=mentors.values("person_id"))
        | Q(person_id__in=mentees.values("person_id"))
    )
    return CycleNumbers(
        mentors=mentors.count(),
        mentees=mentees.count(),
        imports=ImportBatch.objects.filter(cycle=cycle).count(),
        consents_missing=in_cycle.count(),
    )

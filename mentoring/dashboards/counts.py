"""How much of what waits for the curator, taken in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from programmes.enums import PairStatus, ProgrammeStatus
from programmes.models import Measure, Pair, Programme, Roadmap
from registry.enums import MenteeStatus, MentorStatus
from registry.models import Application, Consent, Cycle, MenteeCard, MentorCard


def _seeking(cycle: Cycle) -> QuerySet[MenteeCard]:
    """Return the mentees no pair holds yet: the same whom matching takes."""
    return (
        MenteeCard.objects.filter(cycle=cycle)
        .waiting_for_mentor()
        .exclude(pair_members__is_current=True)
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """What the curator's to-dos count, taken in one query."""

    roadmaps: int
    mentors: int
    mentees: int
    seeking: int
    missing_consents: int
    agreed_programmes: int
    reported_measures: int
    returned_pairs: int
    agreed_pairs: int
    proposed_pairs: int
    waiting_applications: int
    submitted_mentors: int
    submitted_mentees: int
    stale_mentees: int
    oldest_application: datetime | None


def counts_of(cycle: Cycle) -> Counts:
    """Count what waits for the curator in the cycle."""
    pairs = Pair.objects.filter(cycle=cycle)
    waiting = Application.objects.waiting().filter(cycle=cycle)
    asked: dict[str, QuerySet[Any]] = {
        "roadmaps": Roadmap.objects.filter(cycle=cycle),
        "mentors": MentorCard.objects.filter(cycle=cycle),
        "mentees": MenteeCard.objects.filter(cycle=cycle),
        "seeking": _seeking(cycle),
        "missing_consents": Consent.objects.missing().filter(
            organisation_id=cycle.organisation_id
        ),
        "agreed_programmes": Programme.objects.filter(
            pair__cycle=cycle, status=ProgrammeStatus.AGREED
        ),
        "reported_measures": Measure.objects.filter(
            section__roadmap__cycle=cycle
        ).reported(),
        "returned_pairs": pairs.filter(status=PairStatus.RETURNED),
        "agreed_pairs": pairs.filter(status=PairStatus.AGREED),
        "proposed_pairs": pairs.filter(status=PairStatus.PROPOSED),
        "waiting_applications": waiting,
        "submitted_mentors": MentorCard.objects.filter(
            cycle=cycle, status=MentorStatus.SUBMITTED
        ),
        "submitted_mentees": MenteeCard.objects.filter(
            cycle=cycle, status=MenteeStatus.SUBMITTED
        ),
        "stale_mentees": MenteeCard.objects.filter(
            cycle=cycle, status=MenteeStatus.STALE
        ),
    }
    oldest = waiting.order_by("created_at").values("created_at")[:1]
    told = (
        Cycle.objects.filter(pk=cycle.pk)
        .annotate(
            oldest_application=Subquery(oldest),
            **{name: _number_of(rows) for name, rows in asked.items()},
        )
        .values("oldest_application", *asked)
        .get()
    )
    return Counts(**told)


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    counted_rows = (
        rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk"))
    )
    return Coalesce(Subquery(counted_rows.values("n")), 0)

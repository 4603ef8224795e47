"""Whether what is known of a mentee's needs is older than a year (R-267)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from registry.enums import MENTEE_TRANSITIONS, MenteeStatus
from registry.models import MenteeCard, Request
from registry.models.need import NeedsAnalysis

REFRESHED_EVERY = timedelta(days=365)
# Who waits for a mentor: the needs of those who work with one are in their programme.
WAITING = [
    status
    for status in MenteeStatus
    if MENTEE_TRANSITIONS.allows(status, MenteeStatus.STALE)
]


def needs_are_stale(on: date) -> Q:
    """Keep cards with a request, none of whose needs was asked or refined within a year."""
    since = on - REFRESHED_EVERY
    requests = Request.objects.filter(card=OuterRef("pk"))
    analyses = NeedsAnalysis.objects.filter(card=OuterRef("pk"), made_on__gt=since)
    return (
        Q(status__in=WAITING)
        & Q(Exists(requests))
        & ~Q(Exists(requests.filter(asked_on__gt=since)))
        & ~Q(Exists(analyses))
    )


def has_stale_needs(card: MenteeCard, on: date) -> bool:
    """Say the same of one card."""
    return MenteeCard.objects.filter(needs_are_stale(on), pk=card.pk).exists()

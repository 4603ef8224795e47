"""Whose card nobody has confirmed for a year: one notion for every page (R-030, R-267).

A mentor's card is as old as its last change or confirmation. A mentee's is as old as the
last word on his needs: a request, an analysis, a confirmation; a change of anything else
makes old needs no fresher. Without a request it is as old as the card.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from registry.enums import MENTEE_TRANSITIONS, MenteeStatus, MentorStatus
from registry.models import MenteeCard, MentorCard, NeedsAnalysis, Request
from registry.models.card import YEAR

MENTORS_OUT = (MentorStatus.REJECTED, MentorStatus.WITHDRAWN, MentorStatus.RESIGNED)
# Who waits for a mentor: the needs of those who work with one are in their programme.
MENTEES_AGEING = tuple(
    status
    for status in MenteeStatus
    if MENTEE_TRANSITIONS.allows(status, MenteeStatus.STALE)
)


def aged_mentees(on: date) -> Q:
    """Keep the mentees who wait, of whose needs nobody has spoken for a year."""
    since = on - YEAR
    asked, analysed = Request.objects.all(), NeedsAnalysis.objects.all()
    # Not correlated: a list of thousands asks each of them once.
    return (
        Q(status__in=MENTEES_AGEING)
        & _is_unconfirmed(since)
        & ~Q(pk__in=asked.filter(asked_on__gt=since).values("card"))
        & ~Q(pk__in=analysed.filter(made_on__gt=since).values("card"))
        & (_is_unchanged(since) | Q(pk__in=asked.values("card")))
    )


def mentors_to_refresh(on: date) -> Q:
    """Keep the mentors whose card is to be confirmed."""
    since = on - YEAR
    gone = Q(status__in=[MentorStatus.DRAFT, *MENTORS_OUT])
    return _is_unconfirmed(since) & _is_unchanged(since) & ~gone


def mentees_to_refresh(on: date) -> Q:
    """Keep the mentees whose card is to be confirmed: marked already or not yet."""
    return Q(status=MenteeStatus.STALE) | aged_mentees(on)


def cards_to_refresh(
    cards: Iterable[MentorCard | MenteeCard], on: date
) -> list[MentorCard | MenteeCard]:
    """Return those of the cards that are to be confirmed; two queries."""
    rows = list(cards)
    mentors = [card.pk for card in rows if isinstance(card, MentorCard)]
    mentees = [card.pk for card in rows if isinstance(card, MenteeCard)]
    return [
        *(MentorCard.objects.filter(mentors_to_refresh(on), pk__in=mentors)),
        *(MenteeCard.objects.filter(mentees_to_refresh(on), pk__in=mentees)),
    ]


def _is_unconfirmed(since: date) -> Q:
    return Q(refreshed_on=None) | Q(refreshed_on__lte=since)


def _is_unchanged(since: date) -> Q:
    midnight = datetime.combine(since + timedelta(days=1), time.min)
    return Q(changed_at__lt=timezone.make_aware(midnight))

"""What follows for the cards when a consent begins or ceases to stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from accounts import audit
from accounts.models import User
from registry.enums import (
    MENTEE_TRANSITIONS,
    MENTOR_TRANSITIONS,
    CycleStatus,
    MenteeStatus,
    MentorStatus,
)
from registry.models import MenteeCard, MentorCard, Person
from registry.queries.consents import people_without_consent


def admit(*, people: Collection[Person], on: date, by: User | None) -> int:
    """Let mentees who waited for the consent into the base; return how many.

    The caller holds the consents and is inside its transaction.
    """
    lacking = {person.pk for person in people_without_consent(people, on)}
    ready = [person.pk for person in people if person.pk not in lacking]
    waiting = MenteeCard.objects.filter(
        person__in=ready, status=MenteeStatus.CONSENT_WAIT
    ).exclude(cycle__status=CycleStatus.CLOSED)
    cards = list(waiting.order_by("pk").select_for_update(of=("self",)))
    if not cards:
        return 0
    MENTEE_TRANSITIONS.check(MenteeStatus.CONSENT_WAIT, MenteeStatus.IN_BASE)
    MenteeCard.objects.filter(pk__in=[card.pk for card in cards]).update(
        status=MenteeStatus.IN_BASE, changed_at=timezone.now()
    )
    audit.record(
        by=by,
        what="mentee.moved",
        on=cards[0] if len(cards) == 1 else cards[0].organisation,
        ids=[card.pk for card in cards],
        before={"status": str(MenteeStatus.CONSENT_WAIT)},
        after={"status": str(MenteeStatus.IN_BASE)},
    )
    return len(cards)


def suspend(*, person: Person, by: User | None) -> bool:
    """Withdraw the person's cards of open cycles; tell whether one is left at work.

    A mentor in a pair lays his duties down by the curator's act: his card stays.
    """
    left = [
        _withdraw(card, by)
        for cards in (
            MentorCard.objects.filter(person=person),
            MenteeCard.objects.filter(person=person),
        )
        for card in cards.exclude(cycle__status=CycleStatus.CLOSED)
        .order_by("pk")
        .select_for_update(of=("self",))
    ]
    return any(left)


def _withdraw(card: MentorCard | MenteeCard, by: User | None) -> bool:
    """Withdraw the card if its road allows; tell whether it goes on."""
    before = card.status
    if isinstance(card, MentorCard):
        ended = {MentorStatus.WITHDRAWN, MentorStatus.REJECTED, MentorStatus.RESIGNED}
        if not MENTOR_TRANSITIONS.allows(before, MentorStatus.WITHDRAWN):
            return before not in ended
        card.status = MentorStatus.WITHDRAWN
    else:
        if not MENTEE_TRANSITIONS.allows(before, MenteeStatus.WITHDRAWN):
            return False
        card.status = MenteeStatus.WITHDRAWN
    card.save(update_fields=["status", "changed_at"])
    kind = "mentor" if isinstance(card, MentorCard) else "mentee"
    audit.record(
        by=by,
        what=f"{kind}.moved",
        on=card,
        before={"status": before},
        after={"status": card.status},
        remark="Согласие отозвано",
    )
    return before in {MenteeStatus.PAIRED, MenteeStatus.IN_PROGRAMME}

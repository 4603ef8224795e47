"""Cards grow stale by the clock and are confirmed as true in one click (R-030, R-267)."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from common.tenancy import within
from registry.actions.cards import follow_mentee
from registry.enums import MENTEE_TRANSITIONS, CycleStatus, MenteeStatus
from registry.models import MenteeCard, MentorCard
from registry.permissions.card_guards import mentee_guard
from registry.permissions.refreshing import may_refresh_card
from registry.queries.ageing import aged_mentees
from registry.queries.consents import local_day

logger = logging.getLogger(__name__)


@transaction.atomic
def refresh_mentor(*, card: MentorCard, by: User) -> MentorCard:
    """Say that what stands in a mentor's card is true today."""
    card = MentorCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    may_refresh_card(by, card).require()
    _confirm(card, by, "mentor.refreshed")
    return card


@transaction.atomic
def refresh_mentee(*, card: MenteeCard, by: User) -> MenteeCard:
    """Say the same of a mentee's; a stale one is back in the base."""
    card = MenteeCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    may_refresh_card(by, card).require()
    _confirm(card, by, "mentee.refreshed")
    if card.status == MenteeStatus.STALE:
        verdict = mentee_guard(card, MenteeStatus.IN_BASE)
        if not verdict:
            raise Refused(verdict.refusal)
        card = follow_mentee(
            card=card, to=MenteeStatus.IN_BASE, by=by, remark="Сведения верны"
        )
    return card


def _confirm(card: MentorCard | MenteeCard, by: User, what: str) -> None:
    today = local_day(card.organisation)
    if card.refreshed_on == today:
        return
    before, card.refreshed_on = card.refreshed_on, today
    card.save(update_fields=["refreshed_on", "changed_at"])
    audit.record(
        by=by,
        what=what,
        on=card,
        before={"refreshed_on": before},
        after={"refreshed_on": today},
    )


@transaction.atomic
def mark_stale(*, organisation: Organisation) -> int:
    """Mark the mentees nobody has spoken of for a year; return how many.

    Repeating marks nobody twice; a card somebody holds waits for the next day.
    """
    ageing = MenteeCard.objects.filter(
        aged_mentees(local_day(organisation)), organisation=organisation
    ).exclude(cycle__status=CycleStatus.CLOSED)
    held = ageing.order_by("pk").select_for_update(of=("self",), skip_locked=True)
    by_status: dict[str, list[MenteeCard]] = {}
    for card in held:
        MENTEE_TRANSITIONS.check(card.status, MenteeStatus.STALE)
        by_status.setdefault(card.status, []).append(card)
    for status, cards in by_status.items():
        MenteeCard.objects.filter(pk__in=[card.pk for card in cards]).update(
            status=MenteeStatus.STALE
        )
        audit.record_each(
            by=None,
            what="mentee.moved",
            on=cards,
            before={"status": status},
            after={"status": str(MenteeStatus.STALE)},
            remark="Сведения не обновляли больше года",
        )
    return sum(map(len, by_status.values()))


def mark_stale_everywhere() -> int:
    """Do it in every organisation, each for itself; return how many."""
    marked = 0
    for organisation in Organisation.objects.ready():
        try:
            with within(organisation.pk), timezone.override(organisation.time_zone):
                marked += mark_stale(organisation=organisation)
        except Exception:
            # One organisation's trouble must not keep the others waiting.
            logger.exception("Stale cards of organisation %s", organisation.pk)
    return marked

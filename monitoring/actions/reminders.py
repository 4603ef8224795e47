"""The morning's letters: one digest to a person a day, nothing twice (invariant 48)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Organisation, User
from common.links import absolute, link
from monitoring.letters import MorningDigest
from monitoring.models import Reminder
from monitoring.queries.reminders import SECTIONS, Item, items_of, untold
from monitoring.reference import MORNING_HOUR
from notifications.actions import notify


def remind_people(*, organisation: Organisation, now: datetime) -> int:
    """Write to every member who has something due; return to how many.

    Called again the same day it writes to nobody twice; called first in the afternoon
    or the day after an outage it makes good what was missed.
    """
    there = now.astimezone(ZoneInfo(organisation.time_zone))
    if there.hour < MORNING_HOUR:
        return 0
    today = there.date()
    by_person: dict[User, list[Item]] = {}
    for item in untold(items_of(organisation, today), organisation, today):
        by_person.setdefault(item.recipient, []).append(item)
    return sum(
        send_digest(organisation=organisation, to=to, items=items, day=today)
        for to, items in by_person.items()
        if to.roles_in(organisation.pk)
    )


@transaction.atomic
def send_digest(
    *, organisation: Organisation, to: User, items: Sequence[Item], day: date
) -> bool:
    """Write one person's digest of the day; False when another beat was first."""
    reminder, is_first = Reminder.objects.get_or_create(
        organisation=organisation,
        recipient=to,
        day=day,
        defaults={"keys": [item.key for item in items]},
    )
    if not is_first:
        return False
    notify(
        letter=MorningDigest,
        to=[to],
        organisation=organisation,
        key=f"morning_digest:{reminder.day}",
        path=link("dashboard", organisation=organisation.slug),
        context={"day": day, "sections": _sections(items)},
    )
    return True


def _sections(items: Sequence[Item]) -> list[dict[str, object]]:
    return [
        {
            "title": section,
            "items": [
                {"text": item.text, "url": absolute(item.path)}
                for item in items
                if item.section == section
            ],
        }
        for section in SECTIONS
        if any(item.section == section for item in items)
    ]

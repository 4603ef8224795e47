"""What is to be called to whose mind today (R-322, R-374…R-378, R-381, R-386)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accounts.models import Membership
from monitoring.models import Reminder
from monitoring.queries.reminders.items import SECTIONS, Item, Morning, morning_of
from monitoring.queries.reminders.measures import measure_items
from monitoring.queries.reminders.pairs import feedback_items, plan_row_items
from monitoring.queries.reminders.papers import (
    consent_items,
    duty_items,
    signature_items,
    stale_items,
)

__all__ = ["SECTIONS", "Item", "Morning", "digests", "items_of", "morning_of"]


def items_of(morning: Morning) -> Iterator[Item]:
    """Yield everything whose milestone fell since the last digest, told or not."""
    yield from signature_items(morning)
    yield from measure_items(morning)
    yield from plan_row_items(morning)
    yield from feedback_items(morning)
    yield from consent_items(morning)
    yield from stale_items(morning)
    yield from duty_items(morning)


def digests(morning: Morning) -> dict[tuple[int, int], list[Item]]:
    """Return this morning's digests, by (organisation, account).

    Nothing in them was told before, nobody has had today's, everybody is a member; on a
    day off only those digests in which something presses.
    """
    found: dict[tuple[int, int], list[Item]] = {}
    for item in _wanted(morning, items_of(morning)):
        found.setdefault((item.organisation, item.recipient), []).append(item)
    if not found:
        return found
    told, served = _told(morning, found)
    members = _members(morning, found)
    return {
        key: untold
        for key, items in found.items()
        if key in members
        and key not in served
        and (untold := [item for item in items if (*key, item.key) not in told])
        and (morning.is_working or any(item.is_pressing for item in untold))
    }


def _wanted(morning: Morning, items: Iterable[Item]) -> Iterator[Item]:
    """Leave out what the account was told in time, and weekly readers' other days."""
    for item in items:
        is_weekly = (item.organisation, item.recipient) in morning.weekly
        if is_weekly and not morning.is_first_of_week:
            continue
        if item.day >= morning.since_for(item.organisation, item.recipient):
            yield item


def _told(
    morning: Morning, keys: Iterable[tuple[int, int]]
) -> tuple[set[tuple[int, int, str]], set[tuple[int, int]]]:
    told: set[tuple[int, int, str]] = set()
    served: set[tuple[int, int]] = set()
    reminders = Reminder.objects.filter(
        organisation__in=morning.organisations, day__gte=morning.earliest
    ).order_by()
    for organisation, recipient, day, known in reminders.values_list(
        "organisation_id", "recipient_id", "day", "keys"
    ):
        told.update((organisation, recipient, key) for key in known)
        if day == morning.today:
            served.add((organisation, recipient))
    return told, served


def _members(morning: Morning, keys: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Keep who holds a role there today: others are not written to (invariant 8)."""
    current = Membership.objects.current(morning.today).filter(
        organisation__in=morning.organisations, user__in={user for _, user in keys}
    )
    return set(current.values_list("organisation_id", "user_id"))

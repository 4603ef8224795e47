"""The morning's letters: one digest to a person a day, nothing twice (invariant 48)."""

from __future__ import annotations

import gc
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.models.organisation import OrganisationQuerySet
from common.links import absolute
from common.russian.dates import long_date
from common.tenancy import everywhere
from monitoring.letters import MorningDigest
from monitoring.models import MorningRound, Reminder
from monitoring.queries.reminders import (
    SECTIONS,
    Item,
    Morning,
    digests,
    morning_of,
)
from monitoring.queries.reminders.items import rules_of
from notifications.actions import Event, notify_each

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Organisations reminded in one transaction: what a kill -9 can undo."""


def make_rounds(*, now: datetime, only: Collection[int] | None = None) -> int:
    """Write the digests of every organisation where morning has come; return how many.

    Each organisation's day is claimed on its MorningRound and kept in the transaction of
    its letters: killed at any point and called again, this reminds nobody twice and
    forgets nobody. Days of outage are made good. `only` names organisations by key.
    """
    with everywhere():
        _give_rounds(only)
        waiting = _mornings(now, only)
    with everywhere(), _collector_resting():
        return sum(
            _remind_or_divide(organisations[start : start + AT_ONCE], today)
            for today, organisations in waiting.items()
            for start in range(0, len(organisations), AT_ONCE)
        )


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Let thousands of new rows live without being looked through again and again."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


def _give_rounds(only: Collection[int] | None) -> None:
    """Give organisations that have just begun the row their days are claimed on."""
    begun = MorningRound.objects.values("organisation_id")
    new = _institutions(only).exclude(pk__in=begun).values_list("pk", flat=True)
    MorningRound.objects.bulk_create(
        (MorningRound(organisation_id=pk) for pk in new), ignore_conflicts=True
    )


def _institutions(only: Collection[int] | None) -> OrganisationQuerySet:
    ready = Organisation.objects.ready().institutions()
    return ready if only is None else ready.filter(pk__in=only)


def _mornings(now: datetime, only: Collection[int] | None) -> dict[date, list[int]]:
    """Return by local day the organisations whose hour has come and who wait for it."""
    found: dict[date, list[int]] = {}
    zones = _institutions(only).order_by("pk").values_list("pk", "time_zone")
    made = dict(MorningRound.objects.values_list("organisation_id", "day"))
    there: dict[str, datetime | None] = {}
    rules = rules_of([pk for pk, _ in zones])
    for pk, zone in zones:
        if zone not in there:
            there[zone] = _local(now, zone)
        local = there[zone]
        if local is None or local.hour < rules[pk].morning_hour:
            continue
        last = made.get(pk)
        if last is None or last < local.date():
            found.setdefault(local.date(), []).append(pk)
    return found


def _local(now: datetime, zone: str) -> datetime | None:
    try:
        return now.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError):
        logger.exception("Nobody was reminded where the time zone is %s", zone)
        return None


def _remind_or_divide(organisations: Sequence[int], today: date) -> int:
    """Remind all at once; when one is in trouble, one by one, so that it is alone in it."""
    try:
        return remind(organisations=organisations, today=today)
    except Exception:
        if len(organisations) == 1:
            logger.exception("Nobody was reminded in %s", organisations[0])
            return 0
    half = len(organisations) // 2
    return _remind_or_divide(organisations[:half], today) + _remind_or_divide(
        organisations[half:], today
    )


@transaction.atomic
def remind(*, organisations: Collection[int], today: date) -> int:
    """Write the day's digests of these organisations and note that it is done.

    Those another worker holds at this moment, or has done, are left to it.
    """
    rounds = {
        row.organisation_id: row
        for row in MorningRound.objects.filter(
            Q(day=None) | Q(day__lt=today), organisation__in=organisations
        )
        .select_related("organisation")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("pk")
    }
    if not rounds:
        return 0
    morning = morning_of([row.organisation for row in rounds.values()], today, rounds)
    written = digests(morning)
    _send(written, morning)
    MorningRound.objects.filter(organisation__in=rounds).update(
        day=today, made_at=timezone.now()
    )
    return len(written)


def _send(
    written: Mapping[tuple[int, int], Sequence[Item]],
    morning: Morning,
) -> None:
    """Keep what was told to whom, and write the letters."""
    users = User.objects.in_bulk({user for _, user in written})
    Reminder.objects.bulk_create(
        (
            Reminder(
                organisation_id=organisation,
                recipient_id=user,
                day=morning.today,
                keys=[item.key for item in items],
            )
            for (organisation, user), items in written.items()
        ),
        ignore_conflicts=True,
    )
    notify_each(
        [
            (_digest(organisation, items, morning), users[user])
            for (organisation, user), items in written.items()
        ]
    )


def _digest(organisation: int, items: Sequence[Item], morning: Morning) -> Event:
    return Event(
        letter=MorningDigest,
        organisation=morning.organisations[organisation],
        key=f"morning_digest:{morning.today}",
        path=morning.path(organisation, "dashboard"),
        context={
            "day": long_date(morning.today),
            "sections": sections_of(items),
        },
    )


def sections_of(items: Iterable[Item]) -> str:
    """Put items under their titles, in the order of the letter; each with its address.

    In one go: the loops of a template would cost a third of the letter.
    """
    found: dict[str, list[str]] = {}
    for item in items:
        line = f"— {item.text}\n  {absolute(item.path)}\n"
        found.setdefault(item.section, []).append(line)
    return "\n".join(
        f"{title}\n{''.join(found[title])}" for title in SECTIONS if title in found
    )

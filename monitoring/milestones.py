"""On which days a deadline calls for a reminder. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from common.russian.dates import short_date
from common.russian.plural import counted


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on which something is to be said of a deadline; `code` tells them apart."""

    code: str
    day: date


def milestones_of(
    due_on: date, ahead: Sequence[int], *, overdue_every: int, until: date
) -> Iterator[Milestone]:
    """Yield the days before and on the deadline, then those after it, up to `until`."""
    for days in ahead:
        day = due_on - timedelta(days=days)
        if day <= until:
            yield Milestone(f"{days}", day)
    yield from repeated(
        due_on + timedelta(days=1), every=overdue_every, until=until, code="late"
    )


def repeated(
    first_on: date, *, every: int, until: date, code: str = "since"
) -> Iterator[Milestone]:
    """Yield the first day and every so many days after it, up to `until`."""
    day = first_on
    while day <= until:
        yield Milestone(f"{code}-{(day - first_on).days}", day)
        day += timedelta(days=every)


def fallen(
    milestones: Iterator[Milestone], today: date, *, catch_up_days: int
) -> Milestone | None:
    """Return the latest milestone of today or of the days to be caught up, if any."""
    since = today - timedelta(days=catch_up_days)
    due = [milestone for milestone in milestones if since <= milestone.day <= today]
    return max(due, key=lambda milestone: milestone.day, default=None)


def deadline_words(due_on: date, today: date) -> str:
    """Say how the deadline stands today, whenever its reminder was due."""
    left = (due_on - today).days
    if left < 0:
        return f"просрочено на {counted(-left, 'день', 'дня', 'дней')}"
    if left == 0:
        return f"срок — {short_date(due_on)}, сегодня последний день"
    return f"срок — {short_date(due_on)}, {_remaining(left)}"


def _remaining(days: int) -> str:
    verb = "остался" if days % 10 == 1 and days % 100 != 11 else "осталось"
    return f"{verb} {counted(days, 'день', 'дня', 'дней')}"

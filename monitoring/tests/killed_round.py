"""A process that makes the mornings' rounds and is killed in the middle of one.

    python -m monitoring.tests.killed_round 2027-02-09 written 2

kills itself at the second transaction as soon as its letters are written; without a point
it says «begun» and works until somebody else kills it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from monitoring.actions import reminders

AT_ONCE = 3
POINTS = ("claimed", "decided", "noted", "written", "committed")


def morning(day: date) -> datetime:
    """Nine o'clock in Moscow."""
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def killed(number: int, work: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    """Wrap a step so that its `number`-th time is the last thing the process does."""
    times = iter(range(1, 1000))

    def step(*args: Any, **kwargs: Any) -> Any:
        is_last = next(times) == number
        if is_last and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = work(*args, **kwargs)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return step


def lay_mine(point: str, number: int) -> None:
    """Put the end of the process at a point of the `number`-th transaction."""
    name, after = {
        "claimed": ("morning_of", False),
        "decided": ("digests", True),
        "noted": ("notify_each", False),
        "written": ("notify_each", True),
        "committed": ("remind", True),
    }[point]
    setattr(reminders, name, killed(number, getattr(reminders, name), after=after))


def main(day: date, point: str = "", number: str = "1") -> None:
    """Make the rounds of the day, a few organisations at once."""
    reminders.AT_ONCE = AT_ONCE
    if point:
        lay_mine(point, int(number))
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    reminders.make_rounds(now=morning(day))


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]), *sys.argv[2:])

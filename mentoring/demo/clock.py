"""A story told in days gone by: the portal's own clock set back while it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from django.utils import timezone


@contextmanager
def on(day: date, at: time = time(10, 0)) -> Iterator[None]:
    """Let everything that asks `timezone.now()` believe it is that day.

    The house asks nobody else (ruff bans `date.today`), so the actions, the audit trail
    and the numbers all tell the same story. For the demo alone.
    """
    real_now = timezone.now
    moment = timezone.make_aware(datetime.combine(day, at))
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real_now

"""Days worked or not against the calendar, as the reference data of the portal say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date


def day_corrections() -> Mapping[date, bool]:
    """Return the days moved by the government, by day: worked or not."""
    return {}

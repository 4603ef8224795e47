"""Days worked or not against the calendar, as the reference data say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from registry.models import DayCorrection


def day_corrections() -> Mapping[date, bool]:
    """Return the moved days: whether each is worked; for common.russian.dates."""
    return dict(DayCorrection.objects.order_by().values_list("day", "is_working"))

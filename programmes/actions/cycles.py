"""What becomes of a cycle and its roadmap: another term, closing, closed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from common.errors import Refused
from programmes.actions.roadmaps import recompute_days
from programmes.queries.closing import left_in
from registry.actions import cycles
from registry.enums import CycleStatus
from registry.models import Cycle


@transaction.atomic
def change_cycle(*, cycle: Cycle, values: Mapping[str, object], by: User) -> Cycle:
    """Change a cycle; the roadmap's days follow its new term (R-300)."""
    cycle = cycles.change_cycle(cycle=cycle, values=values, by=by)
    recompute_days(cycle=cycle)
    return cycle


def begin_closing(*, cycle: Cycle, by: User) -> Cycle:
    """Stop taking people into the cycle: what runs is brought to its end (R-330)."""
    return cycles.end_cycle(cycle=cycle, to=CycleStatus.CLOSING, by=by)


@transaction.atomic
def close_cycle(*, cycle: Cycle, by: User) -> Cycle:
    """Close a cycle in which nothing works any more; it becomes an archive (R-330)."""
    cycle = cycles.end_cycle(cycle=cycle, to=CycleStatus.CLOSED, by=by)
    left = left_in(cycle)
    if left.forbidding:
        raise Refused(f"Сначала завершите: {', '.join(left.forbidding)}.")
    return cycle

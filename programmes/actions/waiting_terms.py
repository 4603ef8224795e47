"""Terms «после приказа о внедрении» that nobody has begun though the order is signed."""

from __future__ import annotations

from common.tenancy import everywhere
from documents.enums import DocumentStatus
from programmes.actions.roadmaps import recompute_days
from programmes.deadlines import DeadlineKind
from programmes.models import Measure
from registry.enums import CycleStatus
from registry.models import Cycle

INTRODUCTION = "order_cmn_introduction"


def begin_waiting_terms() -> int:
    """Compute the days of the cycles where a term should run and does not; return how many.

    Signing begins them at once (R-300); the clock makes good what was brought in from
    elsewhere or interrupted. It looks at every organisation with one query.
    """
    with everywhere():
        waiting = (
            Measure.objects.filter(
                planned_on=None,
                deadline__kind=DeadlineKind.RELATIVE_TO_ORDER.value,
                deadline__anchor=INTRODUCTION,
                section__roadmap__cycle__introduction_order__status=DocumentStatus.SIGNED,
                section__roadmap__cycle__introduction_order__signed_on__isnull=False,
            )
            .exclude(section__roadmap__cycle__status=CycleStatus.CLOSED)
            .order_by()
            .values("section__roadmap__cycle_id")
            .distinct()
        )
        begun = list(
            Cycle.objects.filter(pk__in=waiting)
            .select_related("introduction_order")
            .order_by("pk")
        )
        for cycle in begun:
            recompute_days(cycle=cycle)
    return len(begun)

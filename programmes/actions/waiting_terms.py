"""Terms «после приказа …» that nobody has begun though the order is signed."""

from __future__ import annotations

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, ExtractYear

from common.tenancy import everywhere
from documents.enums import DocumentStatus
from documents.models import Document
from programmes.actions.roadmaps import recompute_days
from programmes.deadlines import DeadlineKind
from programmes.models import Measure
from programmes.queries.order_days import INTRODUCTION
from registry.enums import CycleStatus
from registry.models import Cycle


def begin_waiting_terms() -> int:
    """Compute the days of the cycles where a term should run and does not; return how many.

    Signing the orders of introduction, of pairs and of the plan begins their terms at once
    (R-300); the clock follows the other orders, and makes good what was brought in from elsewhere
    or interrupted. It looks at every organisation with one query.
    """
    with everywhere():
        waiting = (
            Measure.objects.filter(
                planned_on=None,
                deadline__kind=DeadlineKind.RELATIVE_TO_ORDER.value,
            )
            .annotate(
                anchor=Cast(KT("deadline__anchor"), CharField()),
                year=ExtractYear("section__roadmap__cycle__starts_on"),
            )
            .filter(_introduced() | Exists(_other_order()))
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


def _introduced() -> Q:
    order = "section__roadmap__cycle__introduction_order"
    return Q(
        **{
            "deadline__anchor": INTRODUCTION,
            f"{order}__status": DocumentStatus.SIGNED,
            f"{order}__signed_on__isnull": False,
        }
    )


def _other_order() -> QuerySet[Document]:
    """A signed order of the kind the measure waits for, of the cycle's years."""
    return Document.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        kind__code=OuterRef("anchor"),
        status=DocumentStatus.SIGNED,
        signed_on__year__gte=OuterRef("year"),
        signed_on__lte=OuterRef("section__roadmap__cycle__ends_on"),
    ).exclude(kind__code=INTRODUCTION)

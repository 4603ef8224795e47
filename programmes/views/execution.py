"""How the plan goes: over the months, in counts, as lists behind the counts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import Request
from common.paging import page_of
from programmes.forms.execution import MeasureFilter
from programmes.models import Roadmap
from programmes.permissions.roadmap import may_see_roadmap
from programmes.queries.execution import (
    MeasureState,
    by_responsible,
    by_section,
    by_stage,
    chosen,
    facts_of,
    total_of,
)
from programmes.queries.timeline import GROUPINGS, timelines_of
from registry.queries.cycles import current_cycle


@require_GET
def roadmap_timeline(request: Request) -> HttpResponse:
    """Show the measures over the cycle's months, grouped as asked."""
    plan = _plan_or_404(request)
    asked = request.GET.get("by", "")
    grouped = asked if asked in GROUPINGS else ""
    return render(
        request,
        "programmes/roadmap_timeline.html",
        {
            "roadmap": plan,
            "charts": timelines_of(plan, timezone.localdate(), grouped=grouped),
            "groupings": GROUPINGS.items(),
            "grouped": grouped,
        },
    )


@require_GET
def roadmap_execution(request: Request) -> HttpResponse:
    """Show how much of the plan is done: by section, by stage, by who answers."""
    plan = _plan_or_404(request)
    facts = facts_of(plan, timezone.localdate())
    return render(
        request,
        "programmes/roadmap_execution.html",
        {
            "roadmap": plan,
            "total": total_of(facts),
            "tables": [
                ("По разделам", "Раздел", by_section(facts)),
                ("По этапам", "Этап", by_stage(facts)),
                ("По ответственным", "Кто отвечает", by_responsible(facts)),
            ],
        },
    )


@require_GET
def measure_list(request: Request) -> HttpResponse:
    """Show the measures a figure counts."""
    plan = _plan_or_404(request)
    facts = facts_of(plan, timezone.localdate())
    form = MeasureFilter(request.GET, facts=facts)
    return render(
        request,
        "programmes/measure_list.html",
        {
            "roadmap": plan,
            "form": form,
            "page": page_of(request, chosen(facts, **form.asked)),
            "overdue": MeasureState.OVERDUE,
        },
    )


def _plan_or_404(request: Request) -> Roadmap:
    may_see_roadmap(request.user, request.organisation.pk).require()
    return get_object_or_404(
        Roadmap.objects.select_related("cycle__introduction_order"),
        cycle=current_cycle(request.organisation),
    )

"""The roadmap: as printed, in time, begun from a plan; the steps of its editing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.http import Request
from programmes.models import Roadmap
from programmes.permissions.roadmap import may_change_roadmap, may_see_roadmap
from programmes.queries.roadmap import stage_track
from programmes.queries.roadmap_table import table_of
from registry.queries.cycles import current_cycle

# So many measures whose day has passed are offered to be told of at once.
MANY_PAST = 5
SHOWN = {
    "overdue": "Просрочено",
    "due_soon": "Скоро срок",
    "unconfirmed": "Ждут подтверждения",
    "no_deadline": "Без срока",
    "waiting_order": "Ждут приказа",
}


@require_GET
def roadmap(request: Request) -> HttpResponse:
    """Show the current cycle's roadmap exactly as printed, with its progress."""
    may_see_roadmap(request.user, request.organisation.pk).require()
    cycle = current_cycle(request.organisation)
    today = timezone.localdate()
    plan = (
        Roadmap.objects.select_related("cycle__introduction_order")
        .filter(cycle=cycle)
        .first()
    )
    if plan is None:
        return render(
            request,
            "programmes/roadmap_none.html",
            {
                "cycle": cycle,
                "may_change": cycle and may_change_roadmap(request.user, cycle),
            },
        )
    stage, show = request.GET.get("stage", ""), request.GET.get("show", "")
    table = table_of(plan, today, stage=stage, show=show, user=request.user)
    counts = table.counts
    return render(
        request,
        "programmes/roadmap.html",
        {
            "cycle": plan.cycle,
            "roadmap": plan,
            "table": table,
            "asked_stage": stage,
            "show": show,
            "shown": [
                (code, SHOWN[code], counts[code]) for code in SHOWN if counts[code]
            ],
            "has_many_past": counts["overdue"] >= MANY_PAST,
            "track": stage_track(plan.cycle, today),
            "may_change": may_change_roadmap(request.user, plan.cycle),
        },
    )

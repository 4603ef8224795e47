"""The roadmap: as printed, in time, begun from a plan; the steps of its editing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from common.links import link
from programmes import roadmap_templates
from programmes.actions import roadmaps
from programmes.forms.roadmap import RoadmapLoadForm
from programmes.models import Roadmap
from programmes.permissions.roadmap import may_change_roadmap, may_see_roadmap
from programmes.queries.measures import past_measures_of
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


@require_http_methods(["GET", "POST"])
def roadmap_load(request: Request) -> HttpResponse:
    """Begin the cycle's roadmap from a template."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        messages.info(request, "Сначала откройте цикл.")
        return redirect(link("registry:cycle_open"))
    may_change_roadmap(request.user, cycle).require()
    form = RoadmapLoadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan = roadmaps.load_roadmap(cycle=cycle, by=request.user, **form.cleaned_data)
        messages.success(request, "Дорожная карта готова: проверьте сроки.")
        past = past_measures_of(plan, timezone.localdate()).count()
        is_late = past >= MANY_PAST
        return redirect(
            link("programmes:measures_catch_up" if is_late else "programmes:roadmap")
        )
    templates = [
        (code, title, len(list(roadmap_templates.load(code).measures())))
        for code, title, _ in roadmap_templates.available()
    ]
    return render(
        request,
        "programmes/roadmap_load.html",
        {"form": form, "cycle": cycle, "templates": templates},
    )

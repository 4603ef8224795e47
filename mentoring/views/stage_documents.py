"""Papers of the stages: there or not, and how to get the missing one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.http import Request
from documents.permissions import may_prepare
from mentoring.dashboards import stage_documents as papers
from programmes.models import Roadmap
from programmes.permissions.roadmap import may_see_roadmap
from registry.queries.cycles import current_cycle


@require_GET
def stage_documents(request: Request) -> HttpResponse:
    """Show by stages which papers of the plan are there (R-028)."""
    may_see_roadmap(request.user, request.organisation.pk).require()
    roadmap = get_object_or_404(
        Roadmap.objects.select_related("cycle"),
        cycle=current_cycle(request.organisation),
    )
    stages = papers.stage_documents(roadmap.cycle)
    return render(
        request,
        "mentoring/stage_documents.html",
        {
            "roadmap": roadmap,
            "stages": stages,
            "may_prepare": may_prepare(request.user, request.organisation.pk),
        },
    )

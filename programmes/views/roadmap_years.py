"""The plans of other cycles: copied into the next one, kept, compared (R-330, R-373)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from common.errors import Refused
from common.links import link
from programmes.actions import roadmap_copies
from programmes.forms.roadmap_copy import CopyForm
from programmes.models import Roadmap
from programmes.permissions.roadmap import may_change_roadmap, may_see_roadmap
from programmes.queries.roadmap_next import compare, copy_proposal, earlier_roadmap
from programmes.queries.roadmap_sheet import sheet_of
from programmes.roadmap_sheets import shown
from registry.models import Cycle


@require_http_methods(["GET", "POST"])
def roadmap_copy(request: Request, pk: int) -> HttpResponse:
    """Make the cycle's plan of the one before it: what to take, with which deadlines."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), pk=pk)
    may_change_roadmap(request.user, cycle).require()
    source = earlier_roadmap(cycle)
    if source is None:
        messages.info(request, "Плана прошлого года в портале нет: выберите готовый.")
        return redirect(link("programmes:roadmap_load"))
    proposal = copy_proposal(source, cycle)
    form = CopyForm(proposal, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            roadmap = roadmap_copies.copy_roadmap(
                source=source,
                cycle=cycle,
                taken=form.taken,
                texts=form.texts,
                by=request.user,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, "План на следующий год готов. Прошлогодний остался в архиве."
            )
            return redirect(link("programmes:roadmap_sheet", pk=roadmap.pk))
    return render(
        request,
        "programmes/roadmap_copy.html",
        {"cycle": cycle, "source": source, "proposal": proposal, "form": form},
    )


@require_GET
def roadmap_sheet(request: Request, pk: int) -> HttpResponse:
    """Show the plan of any cycle as printed, with what was done."""
    roadmap = _roadmap_or_404(request, pk)
    return render(
        request,
        "programmes/roadmap_sheet.html",
        {
            "roadmap": roadmap,
            "tables": shown(sheet_of(roadmap, with_marks=True)),
            "earlier": earlier_roadmap(roadmap.cycle),
            "others": _other_roadmaps(roadmap),
        },
    )


@require_GET
def roadmap_compare(request: Request, pk: int) -> HttpResponse:
    """Show what is new, gone and changed beside the plan of the cycle before."""
    roadmap = _roadmap_or_404(request, pk)
    asked = request.GET.get("with", "")
    before = (
        _roadmap_or_404(request, int(asked))
        if asked.isdecimal()
        else earlier_roadmap(roadmap.cycle)
    )
    return render(
        request,
        "programmes/roadmap_compare.html",
        {
            "roadmap": roadmap,
            "comparison": compare(before, roadmap) if before else None,
            "others": _other_roadmaps(roadmap),
        },
    )


def _other_roadmaps(roadmap: Roadmap) -> list[Roadmap]:
    return list(
        Roadmap.objects.filter(organisation_id=roadmap.organisation_id)
        .exclude(pk=roadmap.pk)
        .select_related("cycle")
        .order_by("-cycle__starts_on")
    )


def _roadmap_or_404(request: Request, pk: int) -> Roadmap:
    may_see_roadmap(request.user, request.organisation.pk).require()
    roadmaps = Roadmap.objects.filter(organisation=request.organisation)
    return get_object_or_404(
        roadmaps.select_related(
            "cycle__organisation",
            "cycle__introduction_order",
            "approving_document__kind",
        ),
        pk=pk,
    )

"""Where a roadmap begins, and ready measures to add to it later (R-341, R-342)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from common.errors import Refused
from common.links import link
from common.strict_yaml import FixtureError
from programmes import roadmap_templates
from programmes.actions import plan_files, roadmaps, samples
from programmes.forms.roadmap_begin import EmptyPlanForm, PlanFileForm, RoadmapLoadForm
from programmes.models import Roadmap
from programmes.permissions.roadmap import (
    may_be_replaced,
    may_change_roadmap,
    may_drop_roadmap,
)
from programmes.queries.measures import past_measures_of
from programmes.queries.roadmap_next import earlier_roadmap
from programmes.queries.samples import sample_plans, samples_of
from programmes.roadmap_sheets import lay_out, shown
from programmes.roadmap_templates import ANY_ORGANISATION, RoadmapTemplate
from registry.models import Cycle
from registry.queries.cycles import current_cycle

# So many measures whose day has passed are offered to be told of at once.
MANY_PAST = 5


@require_http_methods(["GET", "POST"])
def roadmap_load(request: Request) -> HttpResponse:
    """Choose what the cycle's roadmap begins from: what fits the organisation first."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        messages.info(request, "Сначала откройте цикл.")
        return redirect(link("registry:cycle_open"))
    may_change_roadmap(request.user, cycle).require()
    form = RoadmapLoadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan = roadmaps.load_roadmap(cycle=cycle, by=request.user, **form.cleaned_data)
        return _begun(request, plan)
    return _page(request, cycle)


@require_GET
def roadmap_preview(request: Request, code: str) -> HttpResponse:
    """Show a ready plan as it would be printed, before it is taken."""
    cycle = _cycle_or_404(request)
    template = _template_or_404(code)
    return render(
        request,
        "programmes/roadmap_preview.html",
        {
            "cycle": cycle,
            "template": template,
            "suits": roadmap_templates.suits(template),
            "tables": shown(lay_out(template)),
            "may_change": may_change_roadmap(request.user, cycle),
        },
    )


@require_http_methods(["POST"])
def roadmap_load_file(request: Request) -> HttpResponse:
    """Begin from a plan's file that a portal gave out."""
    cycle = _cycle_or_404(request)
    form = PlanFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            plan = plan_files.load_plan_file(
                cycle=cycle, text=form.cleaned_data["file"], by=request.user
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return _begun(request, plan)
    return _page(request, cycle, file_form=form)


@require_http_methods(["POST"])
def roadmap_begin_empty(request: Request) -> HttpResponse:
    """Begin from seven stages without measures."""
    cycle = _cycle_or_404(request)
    form = EmptyPlanForm(request.POST)
    if form.is_valid():
        try:
            plan_files.begin_empty(cycle=cycle, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "План начат: добавьте мероприятия.")
            return redirect(link("programmes:roadmap_samples"))
    return _page(request, cycle, empty_form=form)


@require_http_methods(["GET", "POST"])
def roadmap_samples(request: Request) -> HttpResponse:
    """Offer ready measures, documents and surveys by stage, and add those chosen."""
    roadmap = get_object_or_404(
        Roadmap.objects.select_related("cycle"), cycle=_cycle_or_404(request)
    )
    may_change_roadmap(request.user, roadmap.cycle).require()
    plans = sample_plans(request.organisation.kind)
    asked = request.POST.get("plan") or request.GET.get("plan", "")
    template = next((plan for plan in plans if plan.code == asked), plans[0])
    if request.method == "POST":
        section = get_object_or_404(
            roadmap.sections, pk=_number(request.POST.get("section", ""))
        )
        try:
            added = samples.add_samples(
                section=section,
                template_code=template.code,
                codes=request.POST.getlist("take"),
                by=request.user,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"Добавлено в раздел «{section.title}»: {len(added)}."
            )
            url = link("programmes:roadmap_samples")
            return redirect(f"{url}?plan={template.code}")
    return render(
        request,
        "programmes/roadmap_samples.html",
        {
            "roadmap": roadmap,
            "plan": template,
            "plans": plans,
            "stages": samples_of(roadmap, template),
        },
    )


@require_http_methods(["GET", "POST"])
def roadmap_drop(request: Request) -> HttpResponse:
    """Take the plan away, once more asked."""
    roadmap = get_object_or_404(
        Roadmap.objects.select_related("cycle", "approving_document"),
        cycle=_cycle_or_404(request),
    )
    may_change_roadmap(request.user, roadmap.cycle).require()
    if request.method == "POST":
        roadmaps.drop_roadmap(roadmap=roadmap, by=request.user)
        messages.success(request, "План удалён. Выберите, с какого начать.")
        return redirect(link("programmes:roadmap_load"))
    return render(
        request,
        "programmes/roadmap_drop.html",
        {
            "roadmap": roadmap,
            "may_drop": may_drop_roadmap(request.user, roadmap),
            "edits": roadmap.edits.filter(undone_at=None).count(),
        },
    )


def _page(
    request: Request,
    cycle: Cycle,
    *,
    file_form: PlanFileForm | None = None,
    empty_form: EmptyPlanForm | None = None,
) -> HttpResponse:
    kind = request.organisation.kind
    plans = [
        (
            plan,
            roadmap_templates.suits(plan),
            sum(not measure.is_heading for measure in plan.measures()),
        )
        for plan in roadmap_templates.fitting(kind)
    ]
    return render(
        request,
        "programmes/roadmap_load.html",
        {
            "cycle": cycle,
            "own": [plan for plan in plans if plan[0].organisation_type == kind],
            "common": [
                plan for plan in plans if plan[0].organisation_type == ANY_ORGANISATION
            ],
            "foreign": [
                plan
                for plan in plans
                if plan[0].organisation_type not in {kind, ANY_ORGANISATION}
            ],
            "earlier": earlier_roadmap(cycle),
            "may_replace": may_be_replaced(cycle),
            "file_form": file_form or PlanFileForm(),
            "empty_form": empty_form or EmptyPlanForm(),
        },
    )


def _begun(request: Request, plan: Roadmap) -> HttpResponse:
    messages.success(request, "Дорожная карта готова: проверьте сроки.")
    is_late = past_measures_of(plan, timezone.localdate()).count() >= MANY_PAST
    return redirect(
        link("programmes:measures_catch_up" if is_late else "programmes:roadmap")
    )


def _template_or_404(code: str) -> RoadmapTemplate:
    try:
        return roadmap_templates.load(code)
    except FixtureError:
        raise Http404 from None


def _cycle_or_404(request: Request) -> Cycle:
    cycle = current_cycle(request.organisation)
    if cycle is None:
        raise Http404
    may_change_roadmap(request.user, cycle).require()
    return cycle


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Http404
    return int(text)

"""The roadmap: as printed, in time, and what becomes of each measure."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import AuditEvent
from common.links import link
from documents.actions import attach
from programmes import roadmap_templates
from programmes.actions import measures, roadmaps
from programmes.enums import MeasureStatus
from programmes.forms.roadmap import (
    MeasureCancelForm,
    MeasureDoneForm,
    MeasurePostponeForm,
    MeasureResponsiblesForm,
    RoadmapLoadForm,
)
from programmes.models import Measure, Roadmap
from programmes.permissions.roadmap import (
    may_change_roadmap,
    may_report_measure,
    may_see_roadmap,
)
from programmes.queries.roadmap import (
    lines_of,
    measures_of,
    stage_track,
    timeline_of,
)
from registry.queries.cycles import current_cycle


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
    asked = request.GET.get("stage", "")
    return render(
        request,
        "programmes/roadmap.html",
        {
            "cycle": plan.cycle,
            "roadmap": plan,
            "sections": lines_of(plan, today, stage=asked),
            "asked_stage": asked,
            "track": stage_track(plan.cycle, today),
            "may_change": may_change_roadmap(request.user, plan.cycle),
        },
    )


@require_GET
def roadmap_timeline(request: Request) -> HttpResponse:
    """Show the measures over the cycle's months."""
    may_see_roadmap(request.user, request.organisation.pk).require()
    plan = get_object_or_404(
        Roadmap.objects.select_related("cycle__introduction_order"),
        cycle=current_cycle(request.organisation),
    )
    chart = timeline_of(plan, timezone.localdate())
    return render(
        request, "programmes/roadmap_timeline.html", {"roadmap": plan, "chart": chart}
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
        roadmaps.load_roadmap(cycle=cycle, by=request.user, **form.cleaned_data)
        messages.success(request, "Дорожная карта готова: проверьте сроки.")
        return redirect(link("programmes:roadmap"))
    templates = [
        (code, title, len(list(roadmap_templates.load(code).measures())))
        for code, title, _ in roadmap_templates.available()
    ]
    return render(
        request,
        "programmes/roadmap_load.html",
        {"form": form, "cycle": cycle, "templates": templates},
    )


@require_GET
def measure_detail(request: Request, pk: int) -> HttpResponse:
    """Show one measure with its printed words, state, evidence and history."""
    measure = _measure(request, pk)
    cycle = measure.section.roadmap.cycle
    return render(
        request,
        "programmes/measure_detail.html",
        {
            "measure": measure,
            "is_overdue": measure.is_overdue_on(timezone.localdate()),
            "may_report": may_report_measure(request.user, measure),
            "may_change": may_change_roadmap(request.user, cycle),
            "history": AuditEvent.objects.filter(
                object_kind="programmes.measure", object_id=measure.pk
            )
            .select_related("by", "detail")
            .order_by("-at"),
        },
    )


@require_http_methods(["GET", "POST"])
def measure_done(request: Request, pk: int) -> HttpResponse:
    """Mark a measure done with its evidence."""
    measure = _measure(request, pk)
    may_report_measure(request.user, measure).require()
    form = MeasureDoneForm(
        request.POST or None, request.FILES or None, user=request.user, measure=measure
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data.pop("upload")
        attachment = upload and attach(
            organisation=request.organisation, upload=upload, by=request.user
        )
        measures.report_done(
            measure=measure,
            by=request.user,
            attachment=attachment or None,
            **form.cleaned_data,
        )
        messages.success(request, "Мероприятие выполнено.")
        return redirect(link("programmes:roadmap"))
    return _form(request, measure, form, "Мероприятие выполнено", "Отметить выполнение")


@require_http_methods(["GET", "POST"])
def measure_postpone(request: Request, pk: int) -> HttpResponse:
    """Give a measure another day."""
    measure = _measure(request, pk)
    may_report_measure(request.user, measure).require()
    form = MeasurePostponeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        measures.postpone(measure=measure, by=request.user, **form.cleaned_data)
        messages.success(request, "Срок перенесён, напечатанный остался.")
        return redirect(link("programmes:measure_detail", pk=measure.pk))
    return _form(request, measure, form, "Перенести срок", "Перенести")


@require_http_methods(["GET", "POST"])
def measure_cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel a measure with a reason."""
    measure = _measure(request, pk)
    may_report_measure(request.user, measure).require()
    form = MeasureCancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        measures.move(
            measure=measure,
            to=MeasureStatus.CANCELLED,
            by=request.user,
            **form.cleaned_data,
        )
        messages.success(request, "Мероприятие отменено.")
        return redirect(link("programmes:measure_detail", pk=measure.pk))
    return _form(request, measure, form, "Отменить мероприятие", "Отменить")


@require_http_methods(["GET", "POST"])
def measure_assign(request: Request, pk: int) -> HttpResponse:
    """Name who answers for a measure."""
    measure = _measure(request, pk)
    may_change_roadmap(request.user, measure.section.roadmap.cycle).require()
    form = MeasureResponsiblesForm(
        request.POST or None, user=request.user, measure=measure
    )
    if request.method == "POST" and form.is_valid():
        measures.assign(measure=measure, by=request.user, **form.cleaned_data)
        messages.success(request, "Ответственные назначены.")
        return redirect(link("programmes:measure_detail", pk=measure.pk))
    return _form(request, measure, form, "Кто отвечает", "Назначить")


@require_POST
def measure_start(request: Request, pk: int) -> HttpResponse:
    """Take a measure into work, or open a done one again."""
    measures.move(
        measure=_measure(request, pk),
        to=MeasureStatus.IN_PROGRESS,
        by=request.user,
    )
    messages.success(request, "Мероприятие в работе.")
    return redirect(link("programmes:measure_detail", pk=pk))


@require_GET
def my_measures(request: Request) -> HttpResponse:
    """Show what the user answers for."""
    today = timezone.localdate()
    rows = [
        (measure, measure.is_overdue_on(today))
        for measure in measures_of(request.user, request.organisation.pk)
    ]
    return render(request, "programmes/my_measures.html", {"rows": rows})


def _measure(request: Request, pk: int) -> Measure:
    may_see_roadmap(request.user, request.organisation.pk).require()
    return get_object_or_404(
        Measure.objects.select_related(
            "section__roadmap__cycle", "evidence_document", "evidence_file"
        ),
        pk=pk,
    )


def _form(
    request: Request, measure: Measure, form: object, title: str, button: str
) -> HttpResponse:
    return render(
        request,
        "programmes/measure_form.html",
        {"measure": measure, "form": form, "title": title, "button": button},
    )

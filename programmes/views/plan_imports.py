"""A plan of one's own: a file or a pasted table, its review, its acceptance."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accounts.http import Request
from accounts.once import acts_once
from common.errors import Refused
from common.links import link
from common.russian.dates import school_year_start
from programmes.actions import plan_imports
from programmes.forms.plan_import_rows import PlanLineAddForm, PlanLineSplitForm
from programmes.forms.plan_imports import (
    PlanAboutForm,
    PlanColumnsForm,
    PlanImportForm,
    PlanLineForm,
    PlanWordsForm,
    VersionForm,
)
from programmes.models import PlanImport, Roadmap
from programmes.permissions.plan_imports import (
    may_accept_plan,
    may_import_plan,
    may_resume_plan,
    may_review_plan,
)
from programmes.permissions.roadmap import may_be_replaced
from programmes.plan_reading.kinds import FORMATS
from programmes.plan_reading.plan import Plan
from programmes.queries.plan_imports import (
    ShownLine,
    added_of,
    doubt_count,
    lost_sections,
    may_undo,
    plan_of,
    shown_columns,
    shown_line,
    shown_lines,
    shown_lost,
    shown_words,
    staff_of,
    unfinished_plans,
)
from registry.queries.cycles import current_cycle


@require_http_methods(["GET", "POST"])
def plan_import_bring(request: Request) -> HttpResponse:
    """Take a plan in: a file, or a table pasted from a page."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        messages.info(request, "Сначала откройте цикл.")
        return redirect(link("registry:cycle_open"))
    may_import_plan(request.user, cycle).require()
    form = PlanImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan_import = plan_imports.bring(
                cycle=cycle, by=request.user, **form.cleaned_data
            )
            return redirect(_review(plan_import))
        except Refused as refusal:
            form.add_error(
                "upload" if form.cleaned_data["upload"] else "text", str(refusal)
            )
    return render(
        request,
        "programmes/plan_import_bring.html",
        {
            "form": form,
            "cycle": cycle,
            "formats": FORMATS,
            "unfinished": unfinished_plans(cycle),
            "may_replace": may_be_replaced(cycle),
        },
    )


@require_GET
def plan_import_review(request: Request, pk: int) -> HttpResponse:
    """Show what was understood of a plan, each guess marked and changeable."""
    plan_import = _plan_import(request, pk)
    plan = plan_of(plan_import)
    only_doubts = request.GET.get("look") == "doubts"
    return render(
        request,
        "programmes/plan_import_review.html",
        {
            "plan_import": plan_import,
            "plan": plan,
            "lines": shown_lines(plan, only_doubts=only_doubts),
            "only_doubts": only_doubts,
            "doubt_count": doubt_count(plan),
            "columns": shown_columns(plan),
            "words": shown_words(plan, plan_import.organisation_id),
            "may_review": may_review_plan(request.user, plan_import),
            "may_accept": may_accept_plan(request.user, plan_import),
            "may_resume": may_resume_plan(request.user, plan_import),
            "may_undo": may_undo(plan_import),
            "lost": shown_lost(plan),
            "years_moved": _years_moved(plan_import, plan),
            "replaced": Roadmap.objects.filter(cycle=plan_import.cycle_id).first(),
        },
    )


@require_http_methods(["GET", "POST"])
def plan_import_about(request: Request, pk: int) -> HttpResponse:
    """Ask what the plan is called, which year it is for, which table it is."""
    plan_import = _reviewed(request, pk)
    form = PlanAboutForm(
        request.POST or None,
        plan=plan_of(plan_import),
        cycle_year=school_year_start(plan_import.cycle.starts_on),
        initial={"version": plan_import.version},
    )
    return _asked(request, plan_import, form, "О плане")


@require_http_methods(["GET", "POST"])
def plan_import_columns(request: Request, pk: int) -> HttpResponse:
    """Ask what the columns hold."""
    plan_import = _reviewed(request, pk)
    form = PlanColumnsForm(
        request.POST or None,
        plan=plan_of(plan_import),
        initial={"version": plan_import.version},
    )
    return _asked(request, plan_import, form, "Что в столбцах")


@require_http_methods(["GET", "POST"])
def plan_import_words(request: Request, pk: int) -> HttpResponse:
    """Ask whom the printed words mean."""
    plan_import = _reviewed(request, pk)
    form = PlanWordsForm(
        request.POST or None,
        plan=plan_of(plan_import),
        staff=staff_of(plan_import.organisation_id),
        initial={"version": plan_import.version},
    )
    return _asked(request, plan_import, form, "Кто отвечает")


@require_http_methods(["GET", "POST"])
def plan_import_line(request: Request, pk: int, key: str) -> HttpResponse:
    """Ask what was understood of one line; without a script it is a page of its own."""
    plan_import = _reviewed(request, pk)
    shown = _line(plan_import, key)
    initial = {"version": plan_import.version}
    form = PlanLineForm(request.POST or None, line=shown.line, initial=initial)
    is_cancelled = request.GET.get("cancel") == "1"
    if request.method == "POST" and form.is_valid():
        changed = form.change()
        if _corrected(request, plan_import, form):
            told = changed.get("lines", {}).get(key, {})
            address = f"{_review(plan_import)}#line-{key}"
            if request.htmx and ("kind" in told or "stages" in told):
                return HttpResponseClientRedirect(
                    f"{_review(plan_import)}?at={key}#line-{key}"
                )
            if not request.htmx:
                return redirect(address)
            plan_import.refresh_from_db()
            shown = _line(plan_import, key)
            is_cancelled = True
    context = {
        "plan_import": plan_import,
        "shown": shown,
        "form": form,
        "may_review": True,
    }
    if not request.htmx:
        return render(request, "programmes/plan_import_line.html", context)
    if is_cancelled:
        return render(request, "programmes/_plan_import_line.html", context)
    return render(request, "programmes/_plan_import_line_form.html", context)


@require_http_methods(["GET", "POST"])
@acts_once
def plan_import_line_add(request: Request, pk: int, key: str) -> HttpResponse:
    """Add a row beside another: a measure or a section the file lost."""
    plan_import = _reviewed(request, pk)
    beside = _line(plan_import, key)
    form = PlanLineAddForm(
        request.POST or None,
        beside=beside.line,
        added=added_of(plan_import),
        initial={"version": plan_import.version},
    )
    return _rows(
        request, plan_import, beside, form, "programmes/plan_import_line_add.html"
    )


@require_http_methods(["GET", "POST"])
@acts_once
def plan_import_line_split(request: Request, pk: int, key: str) -> HttpResponse:
    """Divide a row that holds several measures."""
    plan_import = _reviewed(request, pk)
    shown = _line(plan_import, key)
    if not shown.may_be_split:
        raise Http404
    form = PlanLineSplitForm(
        request.POST or None,
        line=shown.line,
        added=added_of(plan_import),
        initial={"version": plan_import.version},
    )
    return _rows(
        request, plan_import, shown, form, "programmes/plan_import_line_split.html"
    )


@require_POST
def plan_import_stages(request: Request, pk: int) -> HttpResponse:
    """Add a section for each stage the text has no heading of."""
    plan_import = _reviewed(request, pk)
    change = lost_sections(plan_import)
    if change and (version := _version(request)):
        plan_imports.correct(
            plan_import=plan_import, version=version, change=change, by=request.user
        )
        messages.success(
            request, "Разделы добавлены. Проверьте, с каких мероприятий они начинаются."
        )
    return redirect(_review(plan_import))


@require_POST
def plan_import_undo(request: Request, pk: int) -> HttpResponse:
    """Take the last correction back."""
    plan_import = _reviewed(request, pk)
    if version := _version(request):
        plan_imports.undo(plan_import=plan_import, version=version, by=request.user)
        messages.success(request, "Последнее исправление отменено.")
    return redirect(_review(plan_import))


@require_POST
def plan_import_accept(request: Request, pk: int) -> HttpResponse:
    """Make the plan the cycle's roadmap."""
    plan_imports.accept(plan_import=_plan_import(request, pk), by=request.user)
    messages.success(request, "Ваш план загружен: дорожная карта готова.")
    return redirect(link("programmes:roadmap"))


@require_POST
def plan_import_discard(request: Request, pk: int) -> HttpResponse:
    """Put a plan away."""
    plan_import = plan_imports.discard(
        plan_import=_plan_import(request, pk), by=request.user
    )
    messages.success(request, "План отложен. В дорожную карту ничего не записано.")
    return redirect(_review(plan_import))


@require_POST
def plan_import_resume(request: Request, pk: int) -> HttpResponse:
    """Take up a plan that was put away."""
    plan_import = plan_imports.resume(
        plan_import=_plan_import(request, pk), by=request.user
    )
    return redirect(_review(plan_import))


def _asked(
    request: Request,
    plan_import: PlanImport,
    form: PlanAboutForm | PlanColumnsForm | PlanWordsForm,
    title: str,
) -> HttpResponse:
    is_taken = request.method == "POST" and form.is_valid()
    if is_taken and _corrected(request, plan_import, form):
        messages.success(request, "Исправлено, план прочитан заново.")
        return redirect(_review(plan_import))
    return render(
        request,
        "programmes/plan_import_ask.html",
        {"plan_import": plan_import, "form": form, "title": title},
    )


def _corrected(
    request: Request,
    plan_import: PlanImport,
    form: PlanAboutForm
    | PlanColumnsForm
    | PlanWordsForm
    | PlanLineForm
    | PlanLineSplitForm,
) -> bool:
    """Whether the correction was taken; if not, the form says why and keeps what was typed."""
    change = form.change()
    if not change:
        return True
    try:
        plan_imports.correct(
            plan_import=plan_import,
            version=form.cleaned_data["version"],
            change=change,
            by=request.user,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        # Sent once more, it is for the state the person has now been told of.
        typed = request.POST.copy()
        typed["version"] = str(PlanImport.objects.get(pk=plan_import.pk).version)
        form.data = typed
        return False
    return True


def _rows(
    request: Request,
    plan_import: PlanImport,
    shown: ShownLine,
    form: PlanLineAddForm | PlanLineSplitForm,
    template: str,
) -> HttpResponse:
    is_taken = request.method == "POST" and form.is_valid()
    if is_taken and _corrected(request, plan_import, form):
        return redirect(f"{_review(plan_import)}#line-{form.key}")
    context = {"plan_import": plan_import, "shown": shown, "form": form}
    return render(request, template, context)


def _line(plan_import: PlanImport, key: str) -> ShownLine:
    shown = shown_line(plan_of(plan_import), key)
    if shown is None:
        raise Http404
    return shown


def _version(request: Request) -> int:
    """The state of the plan the button was shown at."""
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0


def _years_moved(plan_import: PlanImport, plan: Plan) -> int:
    """By how many school years the plan's days will move; 0 when none does."""
    starts_on = str(plan.period.get("starts_on", ""))
    if not starts_on:
        return 0
    begun = school_year_start(date.fromisoformat(starts_on))
    return school_year_start(plan_import.cycle.starts_on) - begun


def _review(plan_import: PlanImport) -> str:
    return link("programmes:plan_import_review", pk=plan_import.pk)


def _plan_import(request: Request, pk: int) -> PlanImport:
    plan_import = get_object_or_404(
        PlanImport.objects.select_related("cycle__organisation", "by"), pk=pk
    )
    may_import_plan(request.user, plan_import.cycle).require()
    return plan_import


def _reviewed(request: Request, pk: int) -> PlanImport:
    plan_import = _plan_import(request, pk)
    may_review_plan(request.user, plan_import).require()
    return plan_import

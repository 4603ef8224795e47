"""«Править»: the roadmap as a table that is typed into, step by step, each undone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.errors import Refused
from common.links import link
from programmes.actions import roadmap_edits, roadmap_rows
from programmes.actions.roadmap_rows import Clash
from programmes.forms.measures_bulk import BulkForm
from programmes.forms.roadmap_rows import (
    SEEN,
    CellForm,
    MeasureAddForm,
    MeasureRowForm,
    RowForm,
    SectionRowForm,
    suggestions,
)
from programmes.models import Measure, Roadmap, RoadmapEdit, Section
from programmes.permissions.roadmap import may_change_roadmap
from programmes.queries.roadmap_table import columns_of, line_of, table_of
from registry.queries.cycles import current_cycle
from registry.views.refusals import refusal_on

PAGE = "programmes:roadmap_edit"
STEPS_SHOWN = 50


@require_GET
def roadmap_edit(request: Request) -> HttpResponse:
    """Show the plan as a table to be typed into."""
    plan = plan_or_404(request)
    table = table_of(plan, timezone.localdate(), user=request.user)
    return render(
        request,
        "programmes/roadmap_edit.html",
        {
            "roadmap": plan,
            "table": table,
            "bulk": BulkForm(None, roadmap=plan, user=request.user),
            "words": suggestions(plan, request.user),
            "may_change": may_change_roadmap(request.user, plan.cycle),
            **_steps(request, plan),
        },
    )


def _steps(request: Request, plan: Roadmap) -> dict[str, object]:
    """The last own step that can be undone, and the last undone that can come back."""
    own = RoadmapEdit.objects.filter(roadmap=plan, by=request.user)
    return {
        "last_step": own.filter(undone_at=None).first(),
        "undone_step": own.exclude(undone_at=None).order_by("-undone_at").first(),
    }


@require_GET
def edit_list(request: Request) -> HttpResponse:
    """Show the last steps of editing, each with its undoing."""
    plan = plan_or_404(request)
    steps = RoadmapEdit.objects.filter(roadmap=plan).select_related("by")
    return render(
        request,
        "programmes/edit_list.html",
        {
            "roadmap": plan,
            "steps": steps[:STEPS_SHOWN],
            "may_change": may_change_roadmap(request.user, plan.cycle),
        },
    )


@require_POST
def edit_undo(request: Request, pk: int) -> HttpResponse:
    """Take a step of editing back."""
    edit = _edit(request, pk)
    roadmap_edits.undo(edit=edit, by=request.user)
    messages.success(request, f"Отменено: {edit.what}.")
    return redirect(link(PAGE))


@require_POST
def edit_redo(request: Request, pk: int) -> HttpResponse:
    """Do an undone step again."""
    edit = _edit(request, pk)
    roadmap_edits.redo(edit=edit, by=request.user)
    messages.success(request, f"Возвращено: {edit.what}.")
    return redirect(link(PAGE))


@require_http_methods(["GET", "POST"])
def measure_edit(request: Request, pk: int) -> HttpResponse:
    """Change a row of the plan on a page of its own."""
    measure = measure_or_404(request, pk)
    form: RowForm = MeasureRowForm(request.POST or None, row=measure)
    if request.method == "POST" and form.is_valid():
        try:
            roadmap_rows.edit_measure(
                measure=measure, typed=form.typed, by=request.user
            )
        except Clash as clash:
            form = _beside(request, MeasureRowForm, measure, clash)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Строка сохранена.")
            return redirect(f"{link(PAGE)}#row-{pk}")
    return _row_page(request, form, "Строка плана", measure=measure)


@require_http_methods(["GET", "POST"])
def section_edit(request: Request, pk: int) -> HttpResponse:
    """Change the head of a section."""
    section = section_or_404(request, pk)
    form: RowForm = SectionRowForm(request.POST or None, row=section)
    if request.method == "POST" and form.is_valid():
        try:
            roadmap_rows.edit_section(
                section=section, typed=form.typed, by=request.user
            )
        except Clash as clash:
            form = _beside(request, SectionRowForm, section, clash)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Раздел сохранён.")
            return redirect(f"{link(PAGE)}#section-{pk}")
    return _row_page(request, form, "Раздел плана")


def _beside(
    request: Request, kind: type[RowForm], row: Measure | Section, clash: Clash
) -> RowForm:
    """What was typed here, and beside it what another has written in the same cells."""
    typed = request.POST.copy()
    typed["version"] = str(clash.version)
    for name, text in clash.cells.items():
        typed[SEEN + name] = text
    form = kind(typed, row=row)
    form.add_error(None, str(clash))
    for name, text in clash.cells.items():
        form.add_error(name, f"Сейчас в плане: «{text}». Ваше осталось в поле.")
    return form


@require_POST
def measure_cell(request: Request, pk: int) -> HttpResponse:
    """Save one cell; answer with the row as it is now, or with what stood in the way."""
    measure = measure_or_404(request, pk)
    form = CellForm(request.POST)
    if not form.is_valid():
        said = " ".join(
            str(error) for errors in form.errors.values() for error in errors
        )
        return _row(request, measure, {"cell": request.POST.get("cell"), "said": said})
    cell, value = form.cleaned_data["cell"], form.cleaned_data["value"]
    try:
        measure = roadmap_rows.edit_measure(
            measure=measure, typed=form.typed, by=request.user
        )
    except Clash as clash:
        theirs = clash.cells[cell]
        told = {"cell": cell, "value": value, "said": str(clash), "theirs": theirs}
        return _row(request, measure, {**told, "is_clash": True})
    except Refused as refusal:
        return _row(
            request, measure, {"cell": cell, "value": value, "said": str(refusal)}
        )
    return _row(request, measure, {})


@require_GET
def measure_row(request: Request, pk: int) -> HttpResponse:
    """Answer with the row as it is now."""
    return _row(request, measure_or_404(request, pk), {})


def _row(
    request: Request, measure: Measure, problem: dict[str, object]
) -> HttpResponse:
    fresh = measure_or_404(request, measure.pk)
    plan = fresh.section.roadmap
    return render(
        request,
        "programmes/_edit_row_alone.html",
        {
            "line": line_of(fresh, timezone.localdate()),
            "columns": columns_of(plan)[0],
            "problem": problem,
            "may_change": may_change_roadmap(request.user, plan.cycle),
            **_steps(request, plan),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def measure_add(request: Request, pk: int) -> HttpResponse:
    """Add a measure to a section."""
    section = section_or_404(request, pk)
    form = MeasureAddForm(request.POST or None, section=section)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            row = roadmap_rows.add_measure(
                section=section,
                cells=form.texts,
                parent=form.heading,
                is_heading=form.cleaned_data["is_heading"],
                by=request.user,
            )
            messages.success(request, "Мероприятие добавлено.")
            return redirect(f"{link(PAGE)}#row-{row.pk}")
    return _row_page(request, form, "Новое мероприятие")


@require_http_methods(["GET", "POST"])
@acts_once
def section_add(request: Request) -> HttpResponse:
    """Add a section at the end of the plan."""
    plan = plan_or_404(request)
    form = SectionRowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            row = roadmap_rows.add_section(
                roadmap=plan, cells=form.texts, by=request.user
            )
            messages.success(request, "Раздел добавлен в конец плана.")
            return redirect(f"{link(PAGE)}#section-{row.pk}")
    return _row_page(request, form, "Новый раздел")


def _row_page(
    request: Request, form: RowForm, title: str, measure: Measure | None = None
) -> HttpResponse:
    return render(
        request,
        "programmes/roadmap_row.html",
        {"form": form, "title": title, "measure": measure},
    )


@require_POST
def measure_up(request: Request, pk: int) -> HttpResponse:
    """Move a row one place up."""
    return _shift(request, pk, -1)


@require_POST
def measure_down(request: Request, pk: int) -> HttpResponse:
    """Move a row one place down."""
    return _shift(request, pk, 1)


def _shift(request: Request, pk: int, places: int) -> HttpResponse:
    roadmap_rows.shift_measure(
        measure=measure_or_404(request, pk),
        places=places,
        version=_number(request, "version"),
        by=request.user,
    )
    return redirect(f"{link(PAGE)}#row-{pk}")


@require_POST
def measure_drop(request: Request, pk: int) -> HttpResponse:
    """Take a row out of the plan."""
    measure = measure_or_404(request, pk)
    roadmap_rows.drop_measure(measure=measure, by=request.user)
    messages.success(request, "Строка убрана. Её можно вернуть: «Отменить».")
    return redirect(f"{link(PAGE)}#section-{measure.section_id}")


@require_POST
def section_up(request: Request, pk: int) -> HttpResponse:
    """Move a section one place up."""
    return _shift_section(request, pk, -1)


@require_POST
def section_down(request: Request, pk: int) -> HttpResponse:
    """Move a section one place down."""
    return _shift_section(request, pk, 1)


def _shift_section(request: Request, pk: int, places: int) -> HttpResponse:
    roadmap_rows.shift_section(
        section=section_or_404(request, pk),
        places=places,
        ordinal=_number(request, "place"),
        by=request.user,
    )
    return redirect(f"{link(PAGE)}#section-{pk}")


@require_POST
def section_drop(request: Request, pk: int) -> HttpResponse:
    """Take an empty section out of the plan."""
    roadmap_rows.drop_section(section=section_or_404(request, pk), by=request.user)
    messages.success(request, "Раздел убран. Его можно вернуть: «Отменить».")
    return redirect(link(PAGE))


def _number(request: Request, name: str) -> int:
    told = request.POST.get(name, "")
    return int(told) if told.isdecimal() else 0


def plan_or_404(request: Request) -> Roadmap:
    """Return the current plan of whoever may change it."""
    plan = get_object_or_404(
        Roadmap.objects.select_related("cycle__introduction_order"),
        cycle=current_cycle(request.organisation),
    )
    may_change_roadmap(request.user, plan.cycle).require()
    return plan


def measure_or_404(request: Request, pk: int) -> Measure:
    """Return a row of a plan the user may change."""
    rows = Measure.objects.select_related("section__roadmap__cycle__introduction_order")
    measure = get_object_or_404(rows, pk=pk)
    may_change_roadmap(request.user, measure.section.roadmap.cycle).require()
    return measure


def section_or_404(request: Request, pk: int) -> Section:
    """Return a section of a plan the user may change."""
    rows = Section.objects.select_related("roadmap__cycle__introduction_order")
    section = get_object_or_404(rows, pk=pk)
    may_change_roadmap(request.user, section.roadmap.cycle).require()
    return section


def _edit(request: Request, pk: int) -> RoadmapEdit:
    edits = RoadmapEdit.objects.select_related("roadmap__cycle")
    edit = get_object_or_404(edits, pk=pk)
    may_change_roadmap(request.user, edit.roadmap.cycle).require()
    return edit

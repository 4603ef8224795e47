"""The plan of a programme: rows written together, marks of completion."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from programmes.actions import plan
from programmes.actions.drafting import Outdated
from programmes.forms.programmes import (
    PlanRowChangeForm,
    PlanRowDoneForm,
    PlanRowForm,
)
from programmes.models import PlanRow, Programme
from programmes.permissions.programmes import may_change_programme, may_mark_plan
from programmes.queries.programmes import suggested_rows
from programmes.views.finding import programme_or_404, row_or_404
from registry.views.refusals import refusal_on

PAGE = "programmes:programme_detail"
PLAN = "programmes:plan_edit"


@require_GET
def plan_edit(request: Request, pk: int) -> HttpResponse:
    """Show the plan to be written: rows, what the template suggests, a new row."""
    programme = programme_or_404(request, pk)
    may_change_programme(request.user, programme).require()
    return _plan_page(request, programme, PlanRowForm())


def _plan_page(
    request: Request, programme: Programme, form: PlanRowForm
) -> HttpResponse:
    return render(
        request,
        "programmes/plan_edit.html",
        {
            "programme": programme,
            "rows": programme.rows.all(),
            "suggestions": suggested_rows(programme),
            "may_change": may_change_programme(request.user, programme),
            "form": form,
        },
    )


@require_POST
@acts_once
def plan_row_add(request: Request, pk: int) -> HttpResponse:
    """Add a row, typed or suggested."""
    programme = programme_or_404(request, pk)
    may_change_programme(request.user, programme).require()
    form = PlanRowForm(request.POST)
    if form.is_valid():
        with refusal_on(form):
            plan.add_row(
                programme=programme,
                title=form.cleaned_data["measure"],
                due_on=form.cleaned_data["due_on"],
                by=request.user,
            )
            messages.success(request, "Строка добавлена.")
            return redirect(link(PLAN, pk=pk))
    return _plan_page(request, programme, form)


@require_http_methods(["GET", "POST"])
def plan_row_edit(request: Request, pk: int) -> HttpResponse:
    """Change a row of the draft."""
    row = row_or_404(request, pk)
    may_change_programme(request.user, row.programme).require()
    form = PlanRowChangeForm(
        request.POST or None, row=row, version=row.programme.version
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            try:
                plan.change_row(
                    row=row,
                    title=form.cleaned_data["measure"],
                    due_on=form.cleaned_data["due_on"],
                    version=form.cleaned_data["version"],
                    by=request.user,
                )
            except Outdated as refusal:
                form = _beside(request, row, str(refusal))
            else:
                messages.success(request, "Строка изменена.")
                return redirect(link(PLAN, pk=row.programme_id))
    return render(
        request,
        "programmes/plan_row_edit.html",
        {"row": row, "programme": row.programme, "form": form},
    )


def _beside(request: Request, row: PlanRow, refusal: str) -> PlanRowChangeForm:
    """What was typed here, and beside it what another has written in the row."""
    typed = request.POST.copy()
    typed["version"] = str(row.programme.version)
    form = PlanRowChangeForm(typed, row=row, version=row.programme.version)
    form.add_error(
        None,
        f"{refusal} Сейчас в плане: «{row.title}», до {row.due_on:%d.%m.%Y}. Ваши слова"
        " остались в полях: сохраните ещё раз, если верны они.",
    )
    return form


@require_POST
def plan_row_up(request: Request, pk: int) -> HttpResponse:
    """Move a row one place up."""
    row = row_or_404(request, pk)
    plan.move_row(row=row, places=-1, by=request.user)
    return redirect(link(PLAN, pk=row.programme_id))


@require_POST
def plan_row_down(request: Request, pk: int) -> HttpResponse:
    """Move a row one place down."""
    row = row_or_404(request, pk)
    plan.move_row(row=row, places=1, by=request.user)
    return redirect(link(PLAN, pk=row.programme_id))


@require_POST
def plan_row_drop(request: Request, pk: int) -> HttpResponse:
    """Take a row out of the draft."""
    row = row_or_404(request, pk)
    plan.drop_row(row=row, by=request.user)
    messages.success(request, "Строка убрана.")
    return redirect(link(PLAN, pk=row.programme_id))


@require_http_methods(["GET", "POST"])
def plan_row_done(request: Request, pk: int) -> HttpResponse:
    """Put the mark of completion with its day."""
    row = row_or_404(request, pk)
    may_mark_plan(request.user, row.programme).require()
    form = PlanRowDoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            plan.mark_done(
                programme=row.programme,
                rows=[row],
                done_on=form.cleaned_data["done_on"],
                by=request.user,
            )
            messages.success(request, "Выполнение отмечено.")
            return redirect(link(PAGE, pk=row.programme_id))
    return render(
        request,
        "programmes/plan_row_done.html",
        {"row": row, "programme": row.programme, "form": form},
    )


@require_POST
def plan_row_done_today(request: Request, pk: int) -> HttpResponse:
    """Put the mark with today's day, in one tap."""
    row = row_or_404(request, pk)
    plan.mark_done(
        programme=row.programme,
        rows=[row],
        done_on=timezone.localdate(),
        by=request.user,
    )
    messages.success(request, "Выполнение отмечено сегодняшним днём.")
    return redirect(link(PAGE, pk=row.programme_id))


@require_POST
def plan_row_undo(request: Request, pk: int) -> HttpResponse:
    """Take a mark back."""
    row = row_or_404(request, pk)
    plan.undo_done(row=row, by=request.user)
    messages.success(request, "Отметка снята.")
    return redirect(link(PAGE, pk=row.programme_id))

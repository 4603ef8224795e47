"""Several rows of the plan at once, and what is already done when a plan begins late."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from common.errors import Refused
from common.links import link
from common.russian.plural import counted
from programmes.actions import measures_bulk
from programmes.actions.measures_bulk import Changed
from programmes.enums import MeasureStatus
from programmes.forms.measures_bulk import BulkForm, CatchUpForm
from programmes.models import Roadmap
from programmes.queries.measures import past_measures_of
from programmes.views.roadmap_edit import PAGE, plan_or_404
from registry.views.refusals import refusal_on

# A page asks of so many; the rest are asked of once these are told.
AT_ONCE = 200
Act = Callable[[Request, Roadmap, BulkForm], Changed]


@require_POST
def measures_change(request: Request) -> HttpResponse:
    """Do one thing to all rows ticked."""
    plan = plan_or_404(request)
    form = BulkForm(request.POST, roadmap=plan, user=request.user)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None or not form.is_valid():
        messages.error(request, "Выберите, что сделать с отмеченными строками.")
        return redirect(link(PAGE))
    _tell(request, act(request, plan, form))
    # Rows that have moved are looked at where they stand now.
    first = next(iter(form.chosen)) if act is _move else None
    return redirect(f"{link(PAGE)}#row-{first}" if first else link(PAGE))


def _tell(request: Request, changed: Changed) -> None:
    words = counted(
        changed.count, "строка изменена", "строки изменены", "строк изменено"
    )
    if changed.skipped:
        skipped = counted(changed.skipped, "пропущена", "пропущены", "пропущено")
        words += f", {skipped}: заголовки и строки, которым это не подходит"
    if changed.count:
        messages.success(request, f"{words}. Всё вместе можно отменить.")
    else:
        messages.info(request, f"{words}.")


def _assign(request: Request, plan: Roadmap, form: BulkForm) -> Changed:
    responsible = form.named
    if responsible is None:
        raise Refused("Выберите, кого назначить.")
    return measures_bulk.assign_to(
        roadmap=plan, chosen=form.chosen, responsible=responsible, by=request.user
    )


def _shift(request: Request, plan: Roadmap, form: BulkForm) -> Changed:
    return measures_bulk.shift_days(
        roadmap=plan,
        chosen=form.chosen,
        days=form.cleaned_data["days"] or 0,
        reason=form.cleaned_data["reason"],
        by=request.user,
    )


def _status(request: Request, plan: Roadmap, form: BulkForm) -> Changed:
    if not form.cleaned_data["status"]:
        raise Refused("Выберите состояние.")
    return measures_bulk.change_status(
        roadmap=plan,
        chosen=form.chosen,
        to=MeasureStatus(form.cleaned_data["status"]),
        by=request.user,
    )


def _cancel(request: Request, plan: Roadmap, form: BulkForm) -> Changed:
    return measures_bulk.change_status(
        roadmap=plan,
        chosen=form.chosen,
        to=MeasureStatus.CANCELLED,
        reason=form.cleaned_data["reason"],
        by=request.user,
    )


def _move(request: Request, plan: Roadmap, form: BulkForm) -> Changed:
    before = form.row_after
    target = (before.section, before.parent) if before else form.place
    if target is None:
        raise Refused("Выберите, куда перенести.")
    section, parent = target
    return measures_bulk.move_to(
        roadmap=plan,
        chosen=form.chosen,
        section=section,
        parent=parent,
        before=before,
        by=request.user,
    )


ACTS: dict[str, Act] = {
    "assign": _assign,
    "shift": _shift,
    "status": _status,
    "cancel": _cancel,
    "move": _move,
}


@require_http_methods(["GET", "POST"])
def measures_catch_up(request: Request) -> HttpResponse:
    """Ask of every measure whose day has passed what became of it."""
    plan = plan_or_404(request)
    today = timezone.localdate()
    found = list(past_measures_of(plan, today)[:AT_ONCE])
    form = CatchUpForm(request.POST or None, measures=found, today=today)
    if request.method == "POST" and form.is_valid():
        if not form.decisions:
            messages.info(request, "Ничего не изменено: сроки остались прежними.")
            return redirect(link("programmes:roadmap"))
        with refusal_on(form):
            changed = measures_bulk.catch_up(
                roadmap=plan,
                decisions=form.decisions,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
            _tell(request, changed)
            return redirect(link("programmes:roadmap"))
    return render(
        request,
        "programmes/measures_catch_up.html",
        {"roadmap": plan, "form": form, "count": len(found), "today": today},
    )

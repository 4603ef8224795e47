"""A cycle's settings and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from common.links import link
from programmes.actions import cycles
from programmes.queries.closing import left_in
from registry.enums import CycleStatus
from registry.forms.cycles import CycleSettingsForm
from registry.models import Cycle
from registry.permissions.cycles import may_change_cycle
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
def cycle_settings(request: Request, pk: int) -> HttpResponse:
    """Change a cycle's term, goal and order of work; see what its end waits for."""
    cycle = _cycle(request, pk)
    may_change = may_change_cycle(request.user, cycle)
    may_change.require()
    form = CycleSettingsForm(request.POST or None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            cycles.change_cycle(cycle=cycle, values=form.cleaned_data, by=request.user)
            messages.success(request, "Настройки цикла сохранены.")
            return redirect(link("registry:cycle_detail", pk=cycle.pk))
    return render(
        request,
        "programmes/cycle_settings.html",
        {
            "form": form,
            "cycle": cycle,
            "left": left_in(cycle),
            "is_running": cycle.status == CycleStatus.RUNNING,
            "is_closing": cycle.status == CycleStatus.CLOSING,
            "may_change": may_change,
        },
    )


@require_http_methods(["GET", "POST"])
def cycle_closing(request: Request, pk: int) -> HttpResponse:
    """Begin to close the cycle, once more asked; say what goes on all the same."""
    cycle = _cycle(request, pk)
    may_change_cycle(request.user, cycle).require()
    if request.method == "POST":
        cycles.begin_closing(cycle=cycle, by=request.user)
        messages.success(request, "Цикл завершается: новые заявки не принимаются.")
        return redirect(link("programmes:cycle_settings", pk=pk))
    if cycle.status != CycleStatus.RUNNING:
        return redirect(link("programmes:cycle_settings", pk=pk))
    return render(
        request,
        "programmes/cycle_closing.html",
        {"cycle": cycle, "left": left_in(cycle)},
    )


@require_http_methods(["GET", "POST"])
def cycle_close(request: Request, pk: int) -> HttpResponse:
    """Close the cycle, once more asked; it becomes an archive."""
    cycle = _cycle(request, pk)
    may_change_cycle(request.user, cycle).require()
    if request.method == "POST":
        cycles.close_cycle(cycle=cycle, by=request.user)
        messages.success(request, f"Цикл «{cycle.title}» завершён и стал архивом.")
        return redirect(link("registry:cycle_detail", pk=pk))
    return render(
        request,
        "programmes/cycle_close.html",
        {"cycle": cycle, "left": left_in(cycle)},
    )


def _cycle(request: Request, pk: int) -> Cycle:
    return get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related(
            "introduction_order", "organisation"
        ),
        pk=pk,
    )

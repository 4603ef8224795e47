"""The cycle: opened, set up, introduced by its order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.roles import Permission
from common.links import link
from registry.actions import cycles
from registry.forms.cycles import CycleForm
from registry.models import Cycle
from registry.permissions.curatorships import may_entrust_forms
from registry.permissions.cycles import (
    may_change_cycle,
    may_introduce_cycle,
    may_open_cycle,
    may_view_cycle,
)
from registry.queries.cycles import numbers_of
from registry.queries.departments import curatorships_of
from registry.views.refusals import refusal_on


@require_GET
def cycle_list(request: Request) -> HttpResponse:
    """Show every run of the programme, the newest first."""
    may_view_cycle(request.user, request.organisation).require()
    return render(
        request,
        "registry/cycle_list.html",
        {
            "cycles": Cycle.objects.visible_to(request.user).select_related(
                "introduction_order"
            ),
            "may_open": may_open_cycle(request.user, request.organisation),
        },
    )


@require_http_methods(["GET", "POST"])
def cycle_open(request: Request) -> HttpResponse:
    """Open a cycle."""
    may_open_cycle(request.user, request.organisation).require()
    form = CycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            cycle = cycles.open_cycle(
                organisation=request.organisation, by=request.user, **form.cleaned_data
            )
            messages.success(request, f"Цикл «{cycle.title}» открыт.")
            return redirect(link("registry:cycle_detail", pk=cycle.pk))
    return render(request, "registry/cycle_open.html", {"form": form})


@require_GET
def cycle_detail(request: Request, pk: int) -> HttpResponse:
    """Show where a cycle stands."""
    cycle = _cycle(request, pk)
    return render(
        request,
        "registry/cycle_detail.html",
        {
            "cycle": cycle,
            "cycle_key": str(cycle.pk),
            "numbers": numbers_of(cycle),
            "may_change": may_change_cycle(request.user, cycle),
            "may_carry": request.user.has(
                Permission.CARD_CHANGE, request.organisation.pk
            ),
            "may_introduce": may_introduce_cycle(request.user, cycle),
            "may_entrust": may_entrust_forms(request.user, cycle),
            "curatorships": curatorships_of(cycle),
        },
    )


def _cycle(request: Request, pk: int) -> Cycle:
    return get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related(
            "introduction_order", "organisation"
        ),
        pk=pk,
    )

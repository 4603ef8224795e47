"""Forms of a cycle entrusted to the curators of their role models."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from registry.actions import curatorships
from registry.forms.departments import CuratorshipForm
from registry.models import Cycle, FormCuratorship
from registry.permissions.curatorships import may_entrust_forms
from registry.queries.cards import offered_forms
from registry.queries.departments import form_curators
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
@acts_once
def curatorship_add(request: Request, pk: int) -> HttpResponse:
    """Entrust a form of the cycle."""
    cycle = get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    may_entrust_forms(request.user, cycle).require()
    form = CuratorshipForm(
        request.POST or None,
        forms_of_mentoring=offered_forms(cycle),
        curators=form_curators(request.organisation),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            curatorships.entrust_form(cycle=cycle, by=request.user, **form.cleaned_data)
            messages.success(
                request, "Форма поручена: куратор видит её карточки и пары."
            )
            return redirect(link("registry:cycle_detail", pk=cycle.pk))
    return render(
        request, "registry/curatorship_add.html", {"form": form, "cycle": cycle}
    )


@require_POST
def curatorship_end(request: Request, pk: int) -> HttpResponse:
    """Take a form back."""
    cycles = Cycle.objects.visible_to(request.user)
    curatorship = get_object_or_404(
        FormCuratorship.objects.filter(cycle__in=cycles).select_related("cycle"), pk=pk
    )
    curatorships.take_form_back(curatorship=curatorship, by=request.user)
    messages.success(request, "Поручение снято: карточек и пар этой формы не видно.")
    return redirect(link("registry:cycle_detail", pk=curatorship.cycle_id))

"""Partner organisations: kept by the curator, opened to their mentors."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from registry.actions import partners
from registry.forms.partners import PartnerForm
from registry.models import Partner
from registry.permissions.cards import may_view_cards
from registry.permissions.people import may_create_person
from registry.views.refusals import refusal_on


@require_GET
def partner_list(request: Request) -> HttpResponse:
    """Show the partners with how many people came from each."""
    may_view_cards(request.user, request.organisation).require()
    return render(
        request,
        "registry/partner_list.html",
        {
            "partners": Partner.objects.filter(
                organisation=request.organisation
            ).annotate(people=Count("persons")),
            "may_change": may_create_person(request.user, request.organisation),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def partner_add(request: Request) -> HttpResponse:
    """Enter a partner."""
    may_create_person(request.user, request.organisation).require()
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            partners.add_partner(
                organisation=request.organisation, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Партнёр добавлен.")
            return redirect(link("registry:partner_list"))
    return render(request, "registry/partner_edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
def partner_change(request: Request, pk: int) -> HttpResponse:
    """Correct a partner."""
    partner = get_object_or_404(
        Partner.objects.filter(organisation=request.organisation), pk=pk
    )
    may_create_person(request.user, request.organisation).require()
    form = PartnerForm(
        request.POST or None,
        initial={"title": partner.title, "contacts": partner.contacts},
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            partners.change_partner(
                partner=partner, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Сохранено.")
            return redirect(link("registry:partner_list"))
    return render(
        request, "registry/partner_edit.html", {"form": form, "partner": partner}
    )

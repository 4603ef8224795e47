"""«Мои данные»: what the portal holds about one, to take along and to have destroyed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from accounts.freshness import fresh_sign_in_required, freshness_url, is_fresh
from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from registry.actions import erasures
from registry.forms.erasures import AskForm
from registry.models import Erasure, Person
from registry.permissions.erasures import may_ask_to_erase, may_take_data
from registry.queries.erasures import due_day, hindrances_of
from registry.queries.personal_data import data_about, data_archive
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def my_data(request: Request, pk: int) -> HttpResponse:
    """Show what is held and hand it over as one file."""
    person = _person(request, pk)
    allowed = may_take_data(request.user, person)
    if request.method == "POST":
        erasures.take_data(person=person, by=request.user)
        return _archive(data_archive(person))
    return render(
        request,
        "registry/my_data.html",
        {
            "person": person,
            "may_take": allowed,
            "sections": data_about(person) if allowed else [],
            "may_ask": may_ask_to_erase(request.user, person),
            "erasures": Erasure.objects.filter(person=person),
            "is_fresh": is_fresh(request),
            "freshness_url": freshness_url(request.path),
        },
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
@acts_once
def my_erasure_ask(request: Request, pk: int) -> HttpResponse:
    """Ask for the destruction of one's own or one's child's data."""
    person = _person(request, pk)
    may_ask_to_erase(request.user, person).require()
    form = AskForm(request.POST or None)
    back = link("registry:my_data", pk=person.pk)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            erasures.ask(person=person, by=request.user, **form.cleaned_data)
            messages.success(request, "Обращение принято. Решение примет директор.")
            return redirect(back)
    return render(
        request,
        "registry/my_erasure_ask.html",
        {
            "person": person,
            "form": form,
            "back_url": back,
            "due_on": due_day("request", timezone.localdate()),
            "hindrances": hindrances_of(person),
            "is_fresh": is_fresh(request),
            "freshness_url": freshness_url(request.path),
        },
    )


def _person(request: Request, pk: int) -> Person:
    return get_object_or_404(
        Person.objects.in_care_of(request.user).select_related("organisation", "user"),
        pk=pk,
    )


def _archive(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="application/zip")
    name = f"мои-данные-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

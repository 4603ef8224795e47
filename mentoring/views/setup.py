"""The set-up of a real institution: a link, six steps, each of which may be the last today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.actions import setup
from accounts.actions.invitations import Issued, find
from accounts.enums import Role, SetupStep
from accounts.http import Request
from accounts.models import Invitation, User
from accounts.permissions import may_set_up
from accounts.queries import pending_setup
from common.errors import Refused
from common.links import absolute, link
from mentoring import actions
from mentoring.forms import (
    SetupAccountForm,
    SetupCasesForm,
    SetupCuratorForm,
    SetupCycleForm,
    SetupDirectorForm,
    SetupOrganisationForm,
    SetupRegisterForm,
    SetupStaffForm,
)
from programmes.permissions.plan_imports import may_import_plan
from registry.queries.cycles import current_cycle

ALLAUTH = "allauth.account.auth_backends.AuthenticationBackend"
INVITED = "setup_invited"
TITLES = [step.label for step in SetupStep if step != SetupStep.DONE]


@require_http_methods(["GET", "POST"])
@login_not_required
def setup_begin(request: HttpRequest, token: str) -> HttpResponse:
    """Use the one-time link up: make the account that sets the portal up."""
    try:
        invitation = find(token)
    except Refused:
        if request.user.is_authenticated:
            return redirect("enter")
        return render(request, "mentoring/setup_gone.html", status=410)
    form = SetupAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = setup.begin(invitation=invitation, **form.cleaned_data)
        login(request, user, backend=ALLAUTH)
        return redirect("setup_organisation")
    return render(request, "mentoring/setup_begin.html", {"form": form})


@require_http_methods(["GET", "POST"])
def setup_organisation(request: HttpRequest) -> HttpResponse:
    """Create the institution with its requisites; once is enough."""
    if pending_setup(cast(User, request.user)) is None:
        return redirect("enter")
    form = SetupOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation = setup.create_organisation(
            values=form.cleaned_data, by=cast(User, request.user)
        )
        return redirect("setup", organisation=organisation.slug)
    return _step(request, SetupStep.ORGANISATION, form, "Создать")


@require_http_methods(["GET", "POST"])
def setup_step(request: Request) -> HttpResponse:
    """Show the step the set-up stopped at, and take it.

    A form of an earlier step (a second click, the back button) takes no other step.
    """
    step = SetupStep(request.organisation.setup_step)
    if INVITED in request.session:
        return redirect(link("setup_invited"))
    if step == SetupStep.DONE:
        return redirect(link("dashboard"))
    may_set_up(request.user, request.organisation).require()
    if request.method == "POST" and request.POST.get("step") != step:
        messages.info(request, "Этот шаг уже пройден. Продолжайте со следующего.")
        return redirect(link("setup"))
    return STEPS[step](request)


@require_http_methods(["GET", "POST"])
def setup_invited(request: Request) -> HttpResponse:
    """Show the invitation just issued until it is said to be passed on."""
    shown = request.session.get(INVITED)
    if request.method == "POST" or shown is None:
        request.session.pop(INVITED, None)
        return redirect(link("setup"))
    invitation = get_object_or_404(
        Invitation, pk=shown["pk"], organisation=request.organisation
    )
    address = absolute(
        reverse("registry:invitation_accept", kwargs={"token": shown["token"]})
    )
    return render(
        request,
        "mentoring/setup_invited.html",
        {
            "invitation": invitation,
            "address": address,
            "is_director": invitation.role == Role.DIRECTOR,
        },
    )


def _director(request: Request) -> HttpResponse:
    form = SetupDirectorForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _step(request, SetupStep.DIRECTOR, form, "Дальше")
    named = form.cleaned_data
    is_shown = "name_genitive" in request.POST
    cases = SetupCasesForm(
        request.POST if is_shown else None,
        initial=actions.declined(request.organisation, named),
    )
    if not is_shown or not cases.is_valid():
        return _step(
            request, SetupStep.DIRECTOR, form, "Всё верно, дальше", cases=cases
        )
    issued = setup.name_director(
        organisation=request.organisation,
        values={
            "director_post": named["director_post"],
            "director_name": named["director_name"],
            **cases.cleaned_data,
        },
        email=named["email"],
        by=request.user,
    )
    return _invited(request, issued)


def _registers(request: Request) -> HttpResponse:
    form = SetupRegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_up_registers(
            organisation=request.organisation, by=request.user, **form.cleaned_data
        )
        return redirect(link("setup"))
    return _step(request, SetupStep.REGISTERS, form, "Дальше")


def _curator(request: Request) -> HttpResponse:
    form = SetupCuratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        issued = setup.name_curator(
            organisation=request.organisation, by=request.user, **form.cleaned_data
        )
        return _invited(request, issued) if issued else redirect(link("setup"))
    return _step(request, SetupStep.CURATOR, form, "Дальше")


def _staff(request: Request) -> HttpResponse:
    form = SetupStaffForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        count = actions.set_up_staff(
            organisation=request.organisation,
            upload=form.cleaned_data["upload"],
            by=request.user,
        )
        if count:
            messages.success(request, f"Добавлено сотрудников: {count}.")
        return redirect(link("setup"))
    return _step(request, SetupStep.STAFF, form, "Загрузить", may_skip=True)


def _cycle(request: Request) -> HttpResponse:
    form = SetupCycleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.set_up_cycle(
            organisation=request.organisation, by=request.user, **form.cleaned_data
        )
        if form.cleaned_data["template_code"]:
            messages.success(
                request, "Портал настроен. Можно загружать базы участников."
            )
            return redirect(link("dashboard"))
        return _own_plan(request)
    return _step(request, SetupStep.CYCLE, form, "Открыть цикл")


def _own_plan(request: Request) -> HttpResponse:
    """Lead to where the institution's own plan is brought, or say who brings it."""
    cycle = current_cycle(request.organisation)
    is_own_work = bool(cycle and may_import_plan(request.user, cycle))
    who = "Загрузите свой план" if is_own_work else "Свой план загрузит куратор"
    messages.success(
        request,
        f"Портал настроен. {who}: «Дорожная карта» → «Загрузить свой план».",
    )
    page = "programmes:plan_import_bring" if is_own_work else "dashboard"
    return redirect(link(page))


STEPS: dict[SetupStep, Callable[[Request], HttpResponse]] = {
    SetupStep.DIRECTOR: _director,
    SetupStep.REGISTERS: _registers,
    SetupStep.CURATOR: _curator,
    SetupStep.STAFF: _staff,
    SetupStep.CYCLE: _cycle,
}


def _step(
    request: HttpRequest, step: SetupStep, form: forms.Form, button: str, **more: Any
) -> HttpResponse:
    place = list(SetupStep).index(step) + 1
    return render(
        request,
        "mentoring/setup_step.html",
        {
            "step": step,
            "place": place,
            "titles": TITLES,
            "form": form,
            "button": button,
            **more,
        },
    )


def _invited(request: Request, issued: Issued) -> HttpResponse:
    """Keep the link in the session: a reload or a second click must not lose it."""
    request.session[INVITED] = {"pk": issued.invitation.pk, "token": issued.token}
    return redirect(link("setup_invited"))

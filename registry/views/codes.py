"""Cabinets of pupils without e-mail: opened, given a code, entered by it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.freshness import fresh_sign_in_required, freshness_url, is_fresh
from accounts.http import Request
from accounts.once import acts_once
from common.errors import Refused
from common.links import link
from documents.serving import pdf_file
from registry.actions import pupil_codes
from registry.actions.pupil_codes import PupilCode
from registry.forms.codes import ClassForm, CodeForm
from registry.issued_codes import forget_codes, keep_codes, kept_slips
from registry.models import Person
from registry.permissions.codes import may_issue_code, may_open_pupil_accounts
from registry.queries.codes import (
    code_address,
    pupils_without_cabinet,
    slips_pdf,
)
from registry.queries.people import groups_of
from registry.views.limits import CODES_AN_HOUR, is_too_often
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
@sensitive_post_parameters("code", "password", "again")
def code_use(request: HttpRequest) -> HttpResponse:
    """Let a pupil set his own password by the code of his slip, then sign in with it."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            _use(request, form)
            messages.success(request, "Пароль задан. Теперь войдите с ним.")
            return redirect("account_login")
    return render(request, "registry/code_use.html", {"form": form})


def _use(request: HttpRequest, form: CodeForm) -> None:
    if is_too_often(request, CODES_AN_HOUR):
        raise Refused("Слишком много попыток подряд. Подождите час.")
    asked = form.cleaned_data
    try:
        pupil_codes.use_code(
            username=asked["username"], code=asked["code"], password=asked["password"]
        )
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages)) from weak


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
@acts_once
def code_issue(request: Request, pk: int) -> HttpResponse:
    """Give a pupil, or one's own child, a code; lead to its slip."""
    people = Person.objects.visible_to(request.user)
    person = get_object_or_404(people.select_related("organisation", "user"), pk=pk)
    may_issue_code(request.user, person).require()
    if request.method == "POST":
        code = pupil_codes.issue_code(person=person, by=request.user)
        return _to_slips(request, [code])
    return render(
        request,
        "registry/code_issue.html",
        {
            "person": person,
            "is_fresh": is_fresh(request),
            "freshness_url": freshness_url(request.path),
        },
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
@acts_once
def pupil_account_bulk(request: Request) -> HttpResponse:
    """Open cabinets to the pupils of a class, one slip for each."""
    may_open_pupil_accounts(request.user, request.organisation).require()
    form = ClassForm(request.GET, groups=groups_of(request.organisation))
    pupils = list(
        pupils_without_cabinet(request.user, request.organisation, form.chosen)
    )
    if request.method == "POST":
        keys = set(request.POST.getlist("chosen"))
        try:
            codes = pupil_codes.open_accounts(
                people=[person for person in pupils if str(person.pk) in keys],
                by=request.user,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return _to_slips(request, codes)
    return render(
        request,
        "registry/pupil_account_bulk.html",
        {
            "form": form,
            "pupils": pupils,
            "is_fresh": is_fresh(request),
            "freshness_url": freshness_url(request.get_full_path()),
        },
    )


@require_http_methods(["GET", "POST"])
@never_cache
def code_slips(request: Request) -> HttpResponse:
    """Show the codes just issued until they are said to be handed over; then never."""
    if request.method == "POST":
        forget_codes(request)
        messages.success(request, "Коды убраны с экрана. Увидеть их больше нельзя.")
        return redirect(link("dashboard"))
    return render(
        request,
        "registry/code_slips.html",
        {"slips": kept_slips(request), "address": code_address()},
    )


@require_GET
@never_cache
def code_slips_pdf(request: Request) -> HttpResponse:
    """Hand the same slips over to be printed and cut."""
    slips = kept_slips(request)
    if not slips:
        messages.error(request, "Новых кодов нет: выдайте их ещё раз.")
        return redirect(link("registry:code_slips"))
    return pdf_file(slips_pdf(request.organisation, slips), "Коды для входа.pdf")


def _to_slips(request: Request, codes: Iterable[PupilCode]) -> HttpResponse:
    keep_codes(request, [each.issued for each in codes])
    return redirect(link("registry:code_slips"))

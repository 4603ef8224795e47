"""One person's consents and representatives: checked, refused, taken back, printed."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from common.links import link
from documents.actions import attach
from documents.serving import pdf_file
from registry.actions import consents, guardians
from registry.enums import ConsentKind
from registry.forms.consent_texts import ScanForm
from registry.forms.consents import (
    ConsentAskForm,
    ConsentRemarkForm,
    CosignForm,
    GuardianEndForm,
    GuardianForm,
)
from registry.models import Consent, Guardianship, Person
from registry.models.consent import needs_representative
from registry.permissions.applications import may_invite_person
from registry.permissions.codes import may_issue_code
from registry.permissions.consents import (
    may_add_scan,
    may_change_guardians,
    may_record_consents,
    may_record_cosigner,
    may_refuse_consent,
    may_verify_consent,
    may_view_consents,
    may_withdraw_consent,
)
from registry.permissions.erasures import may_record_erasure
from registry.queries.consent_lists import person_rows
from registry.queries.consent_paper import consent_pdf as drawn
from registry.queries.consents import (
    consents_of,
    guardians_of,
    local_day,
    missing_consents,
    signer_among,
)
from registry.queries.invitations import cabinet_roles
from registry.views.refusals import refusal_on


@require_GET
def consent_person(request: Request, pk: int) -> HttpResponse:
    """Show somebody's consents and representatives with what may be done."""
    person = _person(request, pk)
    may_view_consents(request.user, request.organisation).require()
    today = local_day(request.organisation)
    rows = person_rows(consents_of([person]), today)
    return render(
        request,
        "registry/consent_person.html",
        {
            "may_record_erasure": may_record_erasure(request.user, person),
            "person": person,
            "rows": [
                (row, may_verify_consent(request.user, row.consent)) for row in rows
            ],
            "missing": [kind.label for kind in missing_consents(person, today)],
            "is_minor": person.is_minor_on(today),
            "guardians": [
                (row, cabinet_roles(row.guardian))
                for row in guardians_of(person, today)
            ],
            "cabinets": [
                (role, may_invite_person(request.user, person, role))
                for role in cabinet_roles(person)
            ],
            "may_record": may_record_consents(request.user, request.organisation),
            "may_change_guardians": may_change_guardians(request.user, person),
            "may_code": may_issue_code(request.user, person),
            "ask_form": ConsentAskForm(),
        },
    )


@require_POST
def consent_ask(request: Request, pk: int) -> HttpResponse:
    """Ask one person for a consent."""
    person = _person(request, pk)
    form = ConsentAskForm(request.POST)
    if form.is_valid():
        kind: ConsentKind = form.cleaned_data["kind"]
        if consents.ask(people=[person], kind=kind, by=request.user):
            messages.success(request, "Согласие запрошено.")
        else:
            messages.info(request, "Такое согласие уже запрошено или действует.")
    return redirect(link("registry:consent_person", pk=pk))


@require_POST
def consent_verify(request: Request, pk: int) -> HttpResponse:
    """Confirm that the right person signed."""
    consent = consents.verify(consent=_consent(request, pk), by=request.user)
    messages.success(request, "Согласие проверено и действует.")
    return redirect(link("registry:consent_person", pk=consent.person_id))


@require_http_methods(["GET", "POST"])
def consent_refuse(request: Request, pk: int) -> HttpResponse:
    """Write down a refusal."""
    consent = _consent(request, pk)
    may_refuse_consent(request.user, consent).require()
    form = ConsentRemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        consents.refuse(consent=consent, by=request.user, **form.cleaned_data)
        messages.success(request, "Отказ записан.")
        return redirect(_back(request, consent))
    return render(
        request,
        "registry/consent_refuse.html",
        {"consent": consent, "form": form, "back_url": _back(request, consent)},
    )


@require_http_methods(["GET", "POST"])
def consent_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a consent back: one page that says what follows, one button."""
    consent = _consent(request, pk)
    may_withdraw_consent(request.user, consent).require()
    form = ConsentRemarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        consents.withdraw(consent=consent, by=request.user, **form.cleaned_data)
        messages.success(request, "Согласие отозвано. Обработка данных прекращена.")
        return redirect(_back(request, consent))
    return render(
        request,
        "registry/consent_withdraw.html",
        {"consent": consent, "form": form, "back_url": _back(request, consent)},
    )


@require_GET
def consent_pdf(request: Request, pk: int) -> HttpResponse:
    """Show the form: blank until given, then as it was given."""
    return pdf_file(drawn(_consent(request, pk)), "Согласие.pdf")


@require_http_methods(["GET", "POST"])
def guardian_add(request: Request, pk: int) -> HttpResponse:
    """Write down who represents somebody."""
    child = _person(request, pk)
    may_change_guardians(request.user, child).require()
    form = GuardianForm(request.POST or None)
    back = link("registry:consent_person", pk=pk)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            guardians.add_guardian(
                child=child,
                values=form.values,
                basis=form.cleaned_data["basis"],
                basis_document=form.cleaned_data["basis_document"],
                from_on=form.cleaned_data["from_on"],
                by=request.user,
            )
            messages.success(request, "Представитель записан.")
            return redirect(back)
    return render(
        request,
        "registry/guardian_add.html",
        {"child": child, "form": form, "back_url": back},
    )


@require_http_methods(["GET", "POST"])
def guardian_end(request: Request, pk: int) -> HttpResponse:
    """Note the last day of a guardianship."""
    guardianship = get_object_or_404(
        Guardianship.objects.select_related("child", "guardian"),
        pk=pk,
        child__in=Person.objects.visible_to(request.user),
    )
    may_change_guardians(request.user, guardianship.child).require()
    form = GuardianEndForm(request.POST or None)
    back = link("registry:consent_person", pk=guardianship.child_id)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            guardians.end_guardianship(
                guardianship=guardianship, by=request.user, **form.cleaned_data
            )
            return _after_the_end(request, guardianship.child, **form.cleaned_data)
    return render(
        request,
        "registry/guardian_end.html",
        {"guardianship": guardianship, "form": form, "back_url": back},
    )


@require_http_methods(["GET", "POST"])
def consent_scan(request: Request, pk: int) -> HttpResponse:
    """Bring the scan of a paper recorded without it."""
    consent = _consent(request, pk)
    may_add_scan(request.user, consent).require()
    form = ScanForm(request.POST or None, request.FILES or None)
    back = link("registry:consent_person", pk=consent.person_id)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form), transaction.atomic():
            scan = attach(
                organisation=request.organisation,
                upload=form.cleaned_data["scan"],
                by=request.user,
            )
            consents.add_scan(consent=consent, attachment=scan, by=request.user)
            messages.success(request, "Скан приложен.")
            return redirect(back)
    return render(
        request,
        "registry/consent_scan.html",
        {"consent": consent, "form": form, "back_url": back},
    )


def _after_the_end(request: Request, child: Person, since: date) -> HttpResponse:
    """Ask who represents the child now, when nobody is left."""
    messages.success(request, "Полномочия представителя закончены.")
    day = max(since, local_day(request.organisation))
    if needs_representative(child, day) and not guardians_of(child, day):
        messages.warning(
            request,
            f"Кто теперь представляет: {child.full_name}? Пока представителя нет, новых"
            " согласий за ребёнка дать некому.",
        )
        return redirect(link("registry:guardian_add", pk=child.pk))
    return redirect(link("registry:consent_person", pk=child.pk))


@require_http_methods(["GET", "POST"])
def consent_cosign(request: Request, pk: int) -> HttpResponse:
    """Write down that the minor has signed the paper too: the consent stands."""
    consent = _consent(request, pk)
    may_record_cosigner(request.user, consent).require()
    form = CosignForm(request.POST or None)
    back = link("registry:consent_person", pk=consent.person_id)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            consents.record_cosigner(
                consent=consent, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Подпись подростка записана, согласие действует.")
            return redirect(back)
    return render(
        request,
        "registry/consent_cosign.html",
        {"consent": consent, "form": form, "back_url": back},
    )


def _person(request: Request, pk: int) -> Person:
    people = Person.objects.visible_to(request.user)
    return get_object_or_404(
        people.select_related("group", "organisation", "user", "invitation"), pk=pk
    )


def _consent(request: Request, pk: int) -> Consent:
    rows = Consent.objects.visible_to(request.user).select_related(
        "person", "signer", "text", "organisation"
    )
    return get_object_or_404(rows, pk=pk)


def _back(request: Request, consent: Consent) -> str:
    """Where one came from: one's own consents, or the person's page."""
    today = local_day(request.organisation)
    if signer_among(request.user, consent.person, today) is not None:
        return link("registry:my_consents")
    return link("registry:consent_person", pk=consent.person_id)

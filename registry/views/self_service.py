"""What people see and do of their own: card, contacts, consents, children."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import SignatureMode
from accounts.freshness import fresh_sign_in_required, freshness_url, is_fresh
from accounts.http import Request
from common.errors import Refused
from common.links import link
from registry.actions import consents, self_service
from registry.enums import ConsentKind
from registry.forms.consents import ContactsForm, PublicationForm
from registry.models import Consent, Person
from registry.permissions.consents import may_cosign_consent, may_sign_consent
from registry.queries.consent_lists import wards_of
from registry.queries.consent_paper import text_blocks
from registry.queries.consents import local_day, resources_of
from registry.queries.interviews import invitations_of
from registry.queries.self_service import my_people


@require_http_methods(["GET", "POST"])
def my_card(request: Request) -> HttpResponse:
    """Show one's own card and contacts, and one's children."""
    today = local_day(request.organisation)
    own, children = my_people(request.user, today)
    if own is None:
        return render(
            request, "registry/my_card.html", {"own": None, "children": children}
        )
    person = own.person
    initial = {name: getattr(person, name) for name in self_service.CONTACTS}
    form = ContactsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        self_service.change_own_contacts(
            person=person, values=form.cleaned_data, by=request.user
        )
        messages.success(request, "Контакты сохранены.")
        return redirect(link("registry:my_card"))
    return render(
        request,
        "registry/my_card.html",
        {
            "own": own,
            "children": children,
            "form": form,
            "invitations": invitations_of(
                [person, *(child.person for child in children)]
            ),
        },
    )


@require_GET
def my_consents(request: Request) -> HttpResponse:
    """Show the consents of oneself and of one's children, in plain words."""
    wards = wards_of(request.user, local_day(request.organisation))
    return render(
        request,
        "registry/my_consents.html",
        {"wards": wards, "is_electronic": _is_electronic(request)},
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def my_consent_sign(request: Request, pk: int) -> HttpResponse:
    """Read one consent whole and give it; nothing is ticked beforehand."""
    consent = get_object_or_404(
        Consent.objects.visible_to(request.user).select_related(
            "person", "signer", "text", "organisation"
        ),
        pk=pk,
    )
    may_sign_consent(request.user, consent).require()
    is_to_publish = consent.kind == ConsentKind.PUBLICATION
    form = PublicationForm(
        request.POST if request.method == "POST" else None,
        text=consent.text if is_to_publish else None,
    )
    if request.method == "POST" and form.is_valid():
        read = request.POST.get("text", "")
        try:
            signed = consents.sign_in_cabinet(
                consent=consent,
                by=request.user,
                answers=form.answers,
                text=int(read) if read.isdecimal() and len(read) < 18 else None,
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, _thanks(signed))
        return redirect(link("registry:my_consents"))
    return render(
        request,
        "registry/my_consent_sign.html",
        {
            "consent": consent,
            "blocks": text_blocks(consent.text),
            "resources": resources_of(request.organisation) if is_to_publish else [],
            "form": form,
            "is_electronic": _is_electronic(request),
            "is_fresh": is_fresh(request),
            "freshness_url": freshness_url(request.path),
        },
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def my_consent_cosign(request: Request, pk: int) -> HttpResponse:
    """Read what one's representative has given and sign beside him, from 14."""
    consent = get_object_or_404(
        Consent.objects.visible_to(request.user).select_related(
            "person", "signer", "text", "organisation"
        ),
        pk=pk,
    )
    may_cosign_consent(request.user, consent).require()
    if request.method == "POST":
        signed = consents.cosign_in_cabinet(consent=consent, by=request.user)
        messages.success(request, _thanks(signed))
        return redirect(link("registry:my_consents"))
    return render(
        request,
        "registry/my_consent_cosign.html",
        {
            "consent": consent,
            "blocks": text_blocks(consent.text),
            "is_electronic": _is_electronic(request),
            "is_fresh": is_fresh(request),
            "freshness_url": freshness_url(request.path),
        },
    )


@require_POST
def my_publication_offer(request: Request, pk: int) -> HttpResponse:
    """Open the form of the consent to publish, for oneself or a child."""
    person = get_object_or_404(
        Person.objects.visible_to(request.user).select_related("organisation"), pk=pk
    )
    consent = consents.offer_publication(person=person, by=request.user)
    return redirect(link("registry:my_consent_sign", pk=consent.pk))


def _is_electronic(request: Request) -> bool:
    return request.organisation.signature_mode == SignatureMode.SIMPLE


def _thanks(consent: Consent) -> str:
    if consent.awaits_cosigner:
        return (
            "Согласие записано. Теперь его должен подписать сам подросток: в своём"
            " кабинете или на бумаге."
        )
    if consent.organisation.signature_mode == SignatureMode.SIMPLE:
        return "Согласие дано и действует."
    return "Согласие записано. Оно начнёт действовать, когда его проверит куратор."

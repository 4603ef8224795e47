"""A psychologist's mentees: assigned by the curator, diagnosed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from accounts.permissions import may
from accounts.roles import Permission
from common.links import link
from common.paging import page_of
from registry.actions import support
from registry.forms.support import (
    AssignmentForm,
    DiagnosticForm,
    ReleaseForm,
)
from registry.models import Diagnostic, MenteeCard, PsychologistAssignment
from registry.permissions.support import (
    SUPPORTER,
    may_assign_psychologist,
    may_change_diagnostic,
    may_record_diagnostic,
    may_release_diagnostic,
)
from registry.queries.support import (
    assigned_list as mentees_assigned,
)
from registry.queries.support import (
    psychologists_of,
    reasons_of_assignments,
)
from registry.views.refusals import refusal_on


@require_GET
def assigned_list(request: Request) -> HttpResponse:
    """Show a psychologist the mentees assigned to him."""
    may(
        request.user, Permission.MENTEE_SUPPORT, request.organisation.pk, SUPPORTER
    ).require()
    page = page_of(request, mentees_assigned(request.user, request.organisation))
    reasons = reasons_of_assignments(request.user)
    return render(
        request,
        "registry/assigned_list.html",
        {"page": page, "rows": [(card, reasons[card.pk]) for card in page]},
    )


@require_http_methods(["GET", "POST"])
@acts_once
def assignment_add(request: Request, pk: int) -> HttpResponse:
    """Entrust a mentee to a psychologist."""
    card = _card(request, pk)
    may_assign_psychologist(request.user, card).require()
    form = AssignmentForm(
        request.POST or None, psychologists=psychologists_of(request.organisation)
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            support.assign_psychologist(card=card, by=request.user, **form.cleaned_data)
            messages.success(request, "Наставляемый поручен психологу.")
            return redirect(_card_url(card))
    return render(
        request,
        "registry/assignment_add.html",
        {"form": form, "card": card, "back_url": _card_url(card)},
    )


@require_POST
def assignment_end(request: Request, pk: int) -> HttpResponse:
    """Close a mentee to a psychologist."""
    cards = MenteeCard.objects.visible_to(request.user)
    assignment = get_object_or_404(
        PsychologistAssignment.objects.filter(card__in=cards), pk=pk
    )
    support.end_assignment(assignment=assignment, by=request.user)
    messages.success(request, "Поручение закончено: психолог карточку больше не видит.")
    return redirect(link("registry:mentee_detail", pk=assignment.card_id))


@require_http_methods(["GET", "POST"])
@acts_once
def diagnostic_add(request: Request, pk: int) -> HttpResponse:
    """Enter a technique of an assigned mentee."""
    card = _assigned(request, pk)
    may_record_diagnostic(request.user, card).require()
    form = DiagnosticForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            support.record_diagnostic(
                card=card, values=form.cleaned_data, by=request.user
            )
            messages.success(request, "Диагностика записана.")
            return redirect(_card_url(card))
    return _diagnostic_page(request, card, form, "Новая диагностика")


@require_http_methods(["GET", "POST"])
def diagnostic_change(request: Request, pk: int) -> HttpResponse:
    """Correct a technique, or add its values after the programme."""
    diagnostic = _diagnostic(request, pk)
    may_change_diagnostic(request.user, diagnostic).require()
    form = DiagnosticForm(
        request.POST or None, initial=DiagnosticForm.initial_of(diagnostic)
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            support.change_diagnostic(
                diagnostic=diagnostic, values=form.cleaned_data, by=request.user
            )
            messages.success(request, "Сохранено.")
            return redirect(_card_url(diagnostic.card))
    return _diagnostic_page(request, diagnostic.card, form, diagnostic.technique)


@require_http_methods(["GET", "POST"])
def diagnostic_release(request: Request, pk: int) -> HttpResponse:
    """Say what the participants may read of a technique."""
    diagnostic = _diagnostic(request, pk)
    may_release_diagnostic(request.user, diagnostic).require()
    form = ReleaseForm(request.POST or None, initial={"text": diagnostic.released_text})
    if request.method == "POST" and form.is_valid():
        support.release_diagnostic(
            diagnostic=diagnostic, text=form.cleaned_data["text"], by=request.user
        )
        messages.success(request, "Участники увидят это в портале.")
        return redirect(_card_url(diagnostic.card))
    return render(
        request,
        "registry/diagnostic_release.html",
        {
            "form": form,
            "diagnostic": diagnostic,
            "back_url": _card_url(diagnostic.card),
        },
    )


@require_POST
def diagnostic_hide(request: Request, pk: int) -> HttpResponse:
    """Take back what the participants could read."""
    diagnostic = _diagnostic(request, pk)
    support.hide_diagnostic(diagnostic=diagnostic, by=request.user)
    messages.success(request, "Участники этого больше не видят.")
    return redirect(_card_url(diagnostic.card))


def _diagnostic_page(
    request: Request, card: MenteeCard, form: DiagnosticForm, title: str
) -> HttpResponse:
    return render(
        request,
        "registry/diagnostic_edit.html",
        {"form": form, "card": card, "title": title, "back_url": _card_url(card)},
    )


def _card(request: Request, pk: int) -> MenteeCard:
    cards = MenteeCard.objects.visible_to(request.user)
    return get_object_or_404(cards.select_related(*_AROUND), pk=pk)


def _assigned(request: Request, pk: int) -> MenteeCard:
    """A card not assigned does not exist here, whoever asks (invariant 14)."""
    cards = MenteeCard.objects.assigned_to(request.user)
    return get_object_or_404(cards.select_related(*_AROUND), pk=pk)


def _diagnostic(request: Request, pk: int) -> Diagnostic:
    cards = MenteeCard.objects.assigned_to(request.user)
    rows = Diagnostic.objects.filter(card__in=cards)
    return get_object_or_404(
        rows.select_related(*(f"card__{name}" for name in _AROUND)), pk=pk
    )


def _card_url(card: MenteeCard) -> str:
    return link("registry:mentee_detail", pk=card.pk)


_AROUND = ("person", "cycle", "organisation")

"""The card of a mentor or a mentee: seen, opened, changed, moved on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.roles import Permission
from common.links import link
from common.verdict import Verdict
from registry.actions import cards, enrolment
from registry.actions.support import note_opening
from registry.enums import MenteeStatus, MentorStatus
from registry.forms.cards import (
    MenteeCardForm,
    MentorCardForm,
    MoveForm,
    NewMenteeForm,
)
from registry.forms.people import PersonForm
from registry.models import MenteeCard, MentorCard, MentoringKind, MentorPool
from registry.permissions.analyses import may_analyse, may_view_needs
from registry.permissions.card_guards import mentee_guard, mentor_guard
from registry.permissions.cards import (
    may_change_card,
    may_list_mentees,
    may_list_mentors,
    may_take_card,
    may_view_cards,
    mentee_steps,
    mentor_steps,
)
from registry.permissions.people import may_change_person
from registry.permissions.selection import may_appoint_interview
from registry.permissions.support import (
    may_assign_psychologist,
    may_record_diagnostic,
)
from registry.queries.card_pages import card_page
from registry.queries.cards import offered_forms, offered_partners
from registry.queries.cycles import current_cycle
from registry.queries.needs import needs_of
from registry.queries.support import support_of
from registry.views.refusals import refusal_on

Card = TypeVar("Card", MentorCard, MenteeCard)
Status = TypeVar("Status", MentorStatus, MenteeStatus)


@require_GET
def mentor_detail(request: Request, pk: int) -> HttpResponse:
    """Show a mentor's card with its history."""
    card = _mentor(request, pk)
    is_staff = bool(may_view_cards(request.user, request.organisation))
    return render(
        request,
        "registry/mentor_detail.html",
        {
            "card": card,
            "may_list": may_list_mentors(request.user, request.organisation),
            "about": card_page(card, request.user, is_staff=is_staff),
            "may_change": may_change_card(request.user, card),
            "may_change_person": may_change_person(request.user, card.person),
            "may_appoint": may_appoint_interview(request.user, card),
            **_next_steps(card, mentor_steps(card), mentor_guard),
        },
    )


@require_GET
def mentee_detail(request: Request, pk: int) -> HttpResponse:
    """Show a mentee's card with its requests and history."""
    card = _mentee(request, pk)
    is_staff = bool(may_view_cards(request.user, request.organisation))
    about_support = support_of(card, request.user)
    if about_support.is_mine:
        note_opening(card=card, by=request.user)
    return render(
        request,
        "registry/mentee_detail.html",
        {
            "card": card,
            "back": _way_back(request),
            "support": about_support,
            "may_assign": may_assign_psychologist(request.user, card),
            "may_record": may_record_diagnostic(request.user, card),
            "about": card_page(card, request.user, is_staff=is_staff),
            "may_change": may_change_card(request.user, card),
            "may_change_person": may_change_person(request.user, card.person),
            **_next_steps(card, mentee_steps(card), mentee_guard),
            "may_analyse": may_analyse(request.user, card),
            "needs": needs_of(card)
            if about_support.is_mine or may_view_needs(request.user, card)
            else None,
        },
    )


@require_http_methods(["GET", "POST"])
def mentor_add(request: Request) -> HttpResponse:
    """Enter a mentor by hand."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    may_take_card(request.user, cycle).require()
    person = PersonForm(
        request.POST or None, partners=offered_partners(request.organisation)
    )
    form = MentorCardForm(
        request.POST or None,
        forms_of_mentoring=offered_forms(cycle),
        pools=MentorPool.objects.all(),
    )
    if request.method == "POST" and all([person.is_valid(), form.is_valid()]):
        with refusal_on(form):
            card = enrolment.add_mentor(
                cycle=cycle,
                person_values=person.values,
                values=form.cleaned_data,
                by=request.user,
            )
            messages.success(request, f"{card.person} — в базе наставников.")
            return redirect(link("registry:mentor_detail", pk=card.pk))
    return render(
        request,
        "registry/mentor_add.html",
        {"person": person, "form": form, "cycle": cycle},
    )


@require_http_methods(["GET", "POST"])
def mentee_add(request: Request) -> HttpResponse:
    """Enter a mentee by hand."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    may_take_card(request.user, cycle).require()
    person = PersonForm(
        request.POST or None, partners=offered_partners(request.organisation)
    )
    form = NewMenteeForm(
        request.POST or None,
        forms_of_mentoring=offered_forms(cycle),
        kinds=MentoringKind.objects.all(),
    )
    if request.method == "POST" and all([person.is_valid(), form.is_valid()]):
        with refusal_on(form):
            card = enrolment.add_mentee(
                cycle=cycle,
                person_values=person.values,
                values=form.values,
                request=form.cleaned_data["request"],
                by=request.user,
            )
            messages.success(request, f"{card.person} — в базе наставляемых.")
            return redirect(link("registry:mentee_detail", pk=card.pk))
    return render(
        request,
        "registry/mentee_add.html",
        {"person": person, "form": form, "cycle": cycle},
    )


@require_http_methods(["GET", "POST"])
def mentor_change(request: Request, pk: int) -> HttpResponse:
    """Change a mentor's card."""
    card = _mentor(request, pk)
    may_change_card(request.user, card).require()
    form = MentorCardForm(
        request.POST or None,
        forms_of_mentoring=offered_forms(card.cycle),
        pools=MentorPool.objects.all(),
        card=card,
    )
    if request.method == "POST" and form.is_valid():
        cards.change_mentor(card=card, values=form.cleaned_data, by=request.user)
        messages.success(request, "Карточка сохранена.")
        return redirect(link("registry:mentor_detail", pk=card.pk))
    return render(request, "registry/mentor_change.html", {"form": form, "card": card})


@require_http_methods(["GET", "POST"])
def mentee_change(request: Request, pk: int) -> HttpResponse:
    """Change a mentee's card."""
    card = _mentee(request, pk)
    may_change_card(request.user, card).require()
    form = MenteeCardForm(
        request.POST or None,
        forms_of_mentoring=offered_forms(card.cycle),
        kinds=MentoringKind.objects.all(),
        card=card,
    )
    if request.method == "POST" and form.is_valid():
        cards.change_mentee(card=card, values=form.cleaned_data, by=request.user)
        messages.success(request, "Карточка сохранена.")
        return redirect(link("registry:mentee_detail", pk=card.pk))
    return render(request, "registry/mentee_change.html", {"form": form, "card": card})


@require_POST
def mentor_move(request: Request, pk: int) -> HttpResponse:
    """Move a mentor to the next state."""
    card = _mentor(request, pk)
    form = MoveForm(request.POST, steps=list(MentorStatus))
    if form.is_valid():
        to = MentorStatus(form.cleaned_data["to"])
        cards.move_mentor(
            card=card,
            to=to,
            remark=form.cleaned_data["remark"],
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
        messages.success(request, f"Состояние изменено: {to.label.lower()}.")
    return redirect(link("registry:mentor_detail", pk=card.pk))


@require_POST
def mentee_move(request: Request, pk: int) -> HttpResponse:
    """Move a mentee to the next state."""
    card = _mentee(request, pk)
    form = MoveForm(request.POST, steps=list(MenteeStatus))
    if form.is_valid():
        to = MenteeStatus(form.cleaned_data["to"])
        cards.move_mentee(
            card=card,
            to=to,
            remark=form.cleaned_data["remark"],
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
        messages.success(request, f"Состояние изменено: {to.label.lower()}.")
    return redirect(link("registry:mentee_detail", pk=card.pk))


def _next_steps(
    card: Card, steps: Sequence[Status], guard: Callable[[Card, Status], Verdict]
) -> dict[str, object]:
    """Return the form of the steps that may be taken, and why others may not yet."""
    verdicts = [(step, guard(card, step)) for step in steps]
    return {
        "move": MoveForm(
            steps=[step for step, verdict in verdicts if verdict], seen=card.status
        ),
        "held_back": [
            (step.label, verdict.refusal) for step, verdict in verdicts if not verdict
        ],
    }


def _way_back(request: Request) -> tuple[str, str]:
    """Return the list the user may open that the card stands in."""
    if may_list_mentees(request.user, request.organisation):
        return "Наставляемые", link("registry:mentee_list")
    if request.user.has(Permission.MENTEE_SUPPORT, request.organisation.pk):
        return "Мои наставляемые", link("registry:assigned_list")
    return "Моя карточка", link("registry:my_card")


def _mentor(request: Request, pk: int) -> MentorCard:
    cards_seen = MentorCard.objects.visible_to(request.user).select_related(
        "person__group", "cycle", "form", "organisation"
    )
    return get_object_or_404(cards_seen, pk=pk)


def _mentee(request: Request, pk: int) -> MenteeCard:
    cards_seen = MenteeCard.objects.visible_to(request.user).select_related(
        "person__group", "cycle", "form", "organisation"
    )
    return get_object_or_404(cards_seen, pk=pk)

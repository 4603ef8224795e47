"""A mentee's difficulties and strong sides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from registry.actions import difficulties
from registry.forms.needs import DifficultyForm
from registry.models import Difficulty, MenteeCard
from registry.models import Request as MenteeRequest
from registry.permissions.cards import may_change_card
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
@acts_once
def difficulty_add(request: Request, pk: int) -> HttpResponse:
    """Write a difficulty or a strong side down."""
    card = get_object_or_404(
        MenteeCard.objects.visible_to(request.user).select_related(
            "person", "cycle", "organisation"
        ),
        pk=pk,
    )
    may_change_card(request.user, card).require()
    form = DifficultyForm(request.POST or None, requests=_requests(card))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            difficulties.add_difficulty(card=card, side=form.side, by=request.user)
            messages.success(request, "Записано.")
            return redirect(link("registry:mentee_detail", pk=card.pk))
    return render(request, "registry/difficulty_add.html", {"form": form, "card": card})


@require_http_methods(["GET", "POST"])
def difficulty_change(request: Request, pk: int) -> HttpResponse:
    """Put it right, or say how far the work on it has come."""
    row = get_object_or_404(
        Difficulty.objects.filter(
            card__in=MenteeCard.objects.visible_to(request.user).values("pk")
        ).select_related("card__person", "card__cycle", "card__organisation"),
        pk=pk,
    )
    may_change_card(request.user, row.card).require()
    form = DifficultyForm(request.POST or None, requests=_requests(row.card), row=row)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            difficulties.change_difficulty(row=row, side=form.side, by=request.user)
            messages.success(request, "Сохранено.")
            return redirect(link("registry:mentee_detail", pk=row.card_id))
    return render(
        request, "registry/difficulty_change.html", {"form": form, "card": row.card}
    )


def _requests(card: MenteeCard) -> list[MenteeRequest]:
    return list(MenteeRequest.objects.filter(card=card))

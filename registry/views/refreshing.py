"""«Сведения верны»: one click of the person, the representative or the curator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.http import Request
from common.links import link
from registry.actions import refreshing
from registry.models import MenteeCard, MentorCard
from registry.permissions.cards import may_view_cards


@require_POST
def mentor_refresh(request: Request, pk: int) -> HttpResponse:
    """Confirm a mentor's card."""
    card = get_object_or_404(MentorCard.objects.visible_to(request.user), pk=pk)
    refreshing.refresh_mentor(card=card, by=request.user)
    return _back(request, "registry:mentor_detail", pk)


@require_POST
def mentee_refresh(request: Request, pk: int) -> HttpResponse:
    """Confirm a mentee's card."""
    card = get_object_or_404(MenteeCard.objects.visible_to(request.user), pk=pk)
    refreshing.refresh_mentee(card=card, by=request.user)
    return _back(request, "registry:mentee_detail", pk)


def _back(request: Request, name: str, pk: int) -> HttpResponse:
    messages.success(request, "Отмечено: сведения верны.")
    if may_view_cards(request.user, request.organisation):
        return redirect(link(name, pk=pk))
    return redirect(link("registry:my_card"))

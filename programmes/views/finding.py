"""Rows of this floor by their keys, as far as the user may see them; foreign is absent."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from accounts.http import Request
from accounts.roles import Permission
from programmes.models import Meeting, Pair, PlanRow, Programme


def pair_or_404(request: Request, pk: int) -> Pair:
    """Return the pair whose programme and meetings the user may see."""
    pairs = Pair.objects.visible_to(request.user, Permission.PROGRAMME_VIEW)
    return get_object_or_404(
        pairs.select_related("mentor_card__person", "cycle", "form", "organisation"),
        pk=pk,
    )


def programme_or_404(request: Request, pk: int) -> Programme:
    """Return the programme with its pair."""
    programmes = Programme.objects.visible_to(request.user).select_related(
        "pair__mentor_card__person__group",
        "pair__cycle",
        "pair__form",
        "organisation",
        "document__kind",
        "approved_by",
    )
    return get_object_or_404(programmes, pk=pk)


def row_or_404(request: Request, pk: int) -> PlanRow:
    """Return the plan row with its programme."""
    programmes = Programme.objects.visible_to(request.user)
    rows = PlanRow.objects.filter(programme__in=programmes).select_related(
        "programme__pair__mentor_card__person", "programme__organisation"
    )
    return get_object_or_404(rows, pk=pk)


def meeting_or_404(request: Request, pk: int) -> Meeting:
    """Return the meeting with its pair."""
    meetings = Meeting.objects.visible_to(request.user).select_related(
        "pair__mentor_card__person", "pair__cycle", "organisation", "created_by"
    )
    return get_object_or_404(meetings, pk=pk)

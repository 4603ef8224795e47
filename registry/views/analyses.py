"""A mentee's needs refined: written down, put right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from registry.actions import analyses
from registry.forms.needs import AnalysisForm
from registry.models import MenteeCard, NeedsAnalysis
from registry.permissions.analyses import (
    may_analyse,
    may_analyse_on,
    may_change_analysis,
)
from registry.permissions.consents import may_view_consents
from registry.queries.cards import offered_forms
from registry.queries.consents import local_day


@require_http_methods(["GET", "POST"])
@acts_once
def analysis_add(request: Request, pk: int) -> HttpResponse:
    """Write an analysis down; without the consent say whom to ask."""
    card = get_object_or_404(
        MenteeCard.objects.visible_to(request.user).select_related(
            "person", "cycle", "organisation"
        ),
        pk=pk,
    )
    may_analyse(request.user, card).require()
    form = AnalysisForm(
        request.POST or None, forms_of_mentoring=offered_forms(card.cycle)
    )
    if request.method == "POST" and _is_agreed(request, card, form):
        analyses.record_analysis(card=card, analysis=form.analysis, by=request.user)
        messages.success(request, "Анализ потребностей записан.")
        return redirect(link("registry:mentee_detail", pk=card.pk))
    return _page(request, card, form)


@require_http_methods(["GET", "POST"])
def analysis_change(request: Request, pk: int) -> HttpResponse:
    """Put a written analysis right."""
    row = get_object_or_404(
        NeedsAnalysis.objects.filter(
            card__in=MenteeCard.objects.visible_to(request.user).values("pk")
        ).select_related("card__person", "card__cycle", "card__organisation"),
        pk=pk,
    )
    may_change_analysis(request.user, row).require()
    form = AnalysisForm(
        request.POST or None,
        forms_of_mentoring=offered_forms(row.card.cycle),
        row=row,
    )
    if request.method == "POST" and _is_agreed(request, row.card, form):
        analyses.change_analysis(row=row, analysis=form.analysis, by=request.user)
        messages.success(request, "Запись исправлена.")
        return redirect(link("registry:mentee_detail", pk=row.card_id))
    return _page(request, row.card, form, row)


def _is_agreed(request: Request, card: MenteeCard, form: AnalysisForm) -> bool:
    """Tell whether the form is filled in and its day has the consent; else say so in it."""
    if not form.is_valid():
        return False
    verdict = may_analyse_on(request.user, card, form.analysis.made_on)
    if not verdict:
        form.add_error("made_on", verdict.refusal)
    return bool(verdict)


def _page(
    request: Request,
    card: MenteeCard,
    form: AnalysisForm,
    row: NeedsAnalysis | None = None,
) -> HttpResponse:
    today = local_day(request.organisation)
    return render(
        request,
        "registry/analysis_change.html" if row else "registry/analysis_add.html",
        {
            "card": card,
            "form": form,
            "may_analyse": may_analyse_on(request.user, card, today),
            "may_ask": may_view_consents(request.user, request.organisation),
            "back_url": link("registry:mentee_detail", pk=card.pk),
        },
    )

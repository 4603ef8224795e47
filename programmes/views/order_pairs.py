"""The order on pairs: drawn up, changed, laid before the director, a pair struck out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from common.links import link
from documents.models import Document
from programmes.actions import pairs
from programmes.forms.pairs import OrderPairsForm, PairRemarkForm
from programmes.models import Pair
from programmes.permissions.pairs import (
    may_change_order,
    may_strike_pair,
    may_submit_pairs,
)
from programmes.queries.order_pairs import (
    candidates_for_order,
    obstacles_of,
    order_rows,
    pairs_of,
)
from programmes.queries.order_texts import OrderTexts, texts_of, usual_texts
from registry.queries.consents import local_day
from registry.queries.cycles import current_cycle
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
def order_pairs_prepare(request: Request) -> HttpResponse:
    """Choose the pairs and begin the draft of their order."""
    may_submit_pairs(request.user, request.organisation.pk).require()
    cycle = current_cycle(request.organisation)
    candidates = candidates_for_order(cycle) if cycle else []
    if cycle is None or not candidates:
        return render(request, "programmes/order_pairs_none.html")
    day = local_day(request.organisation)
    form = OrderPairsForm(
        request.POST or None,
        candidates=candidates,
        initial=_initial(candidates, usual_texts(cycle, candidates, day)),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            document = pairs.prepare_order(
                pairs=form.cleaned_data["pairs"], texts=form.texts, by=request.user
            )
            messages.success(
                request, "Проект приказа составлен. Проверьте и отправьте."
            )
            return redirect(link("programmes:order_pairs_draft", pk=document.pk))
    return render(
        request,
        "programmes/order_pairs_prepare.html",
        {"form": form, "rows": order_rows(candidates, form["pairs"].value(), day)},
    )


@require_http_methods(["GET", "POST"])
def order_pairs_draft(request: Request, pk: int) -> HttpResponse:
    """Change the pairs and the words of a draft or of a returned order."""
    document = _order_or_404(request, pk)
    may_change = may_change_order(request.user, document)
    if not may_change:
        if request.method == "POST":
            messages.warning(
                request,
                "Изменения не сохранены: приказ уже ушёл из проектов. Посмотрите, что с ним.",
            )
        return redirect(link("documents:document_detail", pk=pk))
    chosen = pairs_of(document)
    cycle = chosen[0].cycle if chosen else current_cycle(request.organisation)
    candidates = candidates_for_order(cycle, document) if cycle else []
    form = OrderPairsForm(
        request.POST or None,
        candidates=candidates,
        initial=_initial(chosen, texts_of(document)),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            pairs.compose_order(
                document=document,
                pairs=form.cleaned_data["pairs"],
                texts=form.texts,
                by=request.user,
            )
            messages.success(request, "Проект сохранён.")
            return redirect(link("programmes:order_pairs_draft", pk=pk))
    day = local_day(request.organisation)
    return render(
        request,
        "programmes/order_pairs_draft.html",
        {
            "document": document,
            "form": form,
            "rows": order_rows(candidates, form["pairs"].value(), day),
            "obstacles": obstacles_of(chosen, day),
            "count": len(chosen),
            "may_submit": may_change,
            "remark": next((pair.remark for pair in chosen if pair.remark), ""),
        },
    )


def _initial(chosen: list[Pair], texts: OrderTexts) -> dict[str, object]:
    return {
        "pairs": [str(pair.pk) for pair in chosen],
        "preamble": texts.preamble,
        "programmes_due": texts.programmes_due,
        "control": texts.control,
    }


@require_POST
def order_pairs_submit(request: Request, pk: int) -> HttpResponse:
    """Lay the order before the director."""
    document = _order_or_404(request, pk)
    pairs.submit_order(document=document, by=request.user)
    messages.success(request, "Приказ у директора. Он получил письмо.")
    return redirect(link("documents:document_detail", pk=pk))


@require_http_methods(["GET", "POST"])
def order_pairs_strike(request: Request, pk: int) -> HttpResponse:
    """Take one pair out of an order that waits for the signature."""
    seen = Pair.objects.visible_to(request.user).for_list()
    pair = get_object_or_404(seen.filter(order__isnull=False), pk=pk)
    may_strike_pair(request.user, pair).require()
    document = pair.order_id
    form = PairRemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            pairs.strike(pair=pair, by=request.user, **form.cleaned_data)
            messages.success(request, "Пара убрана из приказа и возвращена куратору.")
            return redirect(link("documents:document_sign", pk=document))
    return render(
        request,
        "programmes/order_pairs_strike.html",
        {"form": form, "pair": pair, "document_pk": document},
    )


def _order_or_404(request: Request, pk: int) -> Document:
    orders = Document.objects.visible_to(request.user).filter(kind__code="order_pairs")
    return get_object_or_404(orders.select_related("kind", "organisation"), pk=pk)

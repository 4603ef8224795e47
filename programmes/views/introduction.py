"""The order on introduction: drawn up here, or entered as signed on paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from common.links import link
from documents import actions as documents
from documents.models import Document
from programmes.actions import introduction
from programmes.forms.introduction import IntroductionOrderForm
from programmes.permissions.introduction import may_change_introduction
from programmes.queries.introduction_texts import missing_from, texts_of, usual_texts
from registry.actions.cycles import INTRODUCTION
from registry.forms.cycles import IntroductionForm
from registry.models import Cycle
from registry.permissions.cycles import may_introduce_cycle
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
def cycle_introduce(request: Request, pk: int) -> HttpResponse:
    """Enter the order that introduces mentoring, signed outside the portal."""
    cycle = _cycle_or_404(request, pk)
    may_introduce_cycle(request.user, cycle).require()
    form = IntroductionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            introduction.introduce_by_paper(
                cycle=cycle, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Приказ внесён. Цикл идёт.")
            return redirect(link("registry:cycle_detail", pk=cycle.pk))
    return render(
        request, "programmes/cycle_introduce.html", {"form": form, "cycle": cycle}
    )


@require_http_methods(["GET", "POST"])
def order_introduction_prepare(request: Request, pk: int) -> HttpResponse:
    """Draw up the order of a cycle; a draft that is there is opened instead."""
    cycle = _cycle_or_404(request, pk)
    may_introduce_cycle(request.user, cycle).require()
    if cycle.introduction_order is not None:
        return redirect(
            link("programmes:order_introduction_draft", pk=cycle.introduction_order.pk)
        )
    form = IntroductionOrderForm(request.POST or None, texts=usual_texts(cycle))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            document = introduction.prepare_order(
                cycle=cycle, texts=form.texts, by=request.user
            )
            messages.success(
                request, "Проект приказа составлен. Проверьте и отправьте."
            )
            return redirect(link("programmes:order_introduction_draft", pk=document.pk))
    return render(
        request,
        "programmes/order_introduction_prepare.html",
        {"form": form, "cycle": cycle},
    )


@require_http_methods(["GET", "POST"])
def order_introduction_draft(request: Request, pk: int) -> HttpResponse:
    """Change the words of a draft or of a returned order."""
    document = _order_or_404(request, pk)
    may_change = may_change_introduction(request.user, document)
    if not may_change:
        if request.method == "POST":
            messages.warning(request, f"Изменения не сохранены. {may_change.refusal}")
        return redirect(link("documents:document_detail", pk=pk))
    texts = texts_of(document)
    form = IntroductionOrderForm(request.POST or None, texts=texts)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            introduction.compose_order(
                document=document, texts=form.texts, by=request.user
            )
            messages.success(request, "Проект сохранён.")
            return redirect(link("programmes:order_introduction_draft", pk=pk))
    return render(
        request,
        "programmes/order_introduction_draft.html",
        {
            "document": document,
            "form": form,
            "missing": missing_from(texts),
            "may_submit": may_change,
        },
    )


@require_POST
def order_introduction_submit(request: Request, pk: int) -> HttpResponse:
    """Lay the order before the director."""
    document = _order_or_404(request, pk)
    documents.submit(document=document, by=request.user)
    messages.success(request, "Приказ у директора. Он получил письмо.")
    return redirect(link("documents:document_detail", pk=pk))


def _cycle_or_404(request: Request, pk: int) -> Cycle:
    return get_object_or_404(
        Cycle.objects.visible_to(request.user).select_related(
            "introduction_order", "organisation"
        ),
        pk=pk,
    )


def _order_or_404(request: Request, pk: int) -> Document:
    orders = Document.objects.visible_to(request.user).filter(
        kind__code=INTRODUCTION, is_external=False
    )
    return get_object_or_404(orders.select_related("kind", "organisation"), pk=pk)

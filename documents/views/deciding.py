"""The director's desk: what waits, and one screen for each decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.freshness import fresh_sign_in_required, freshness_url, is_fresh
from accounts.http import Request
from common.links import link
from documents import actions
from documents.enums import DocumentStatus
from documents.forms import AnnulForm, RemarkForm
from documents.kinds import is_printed, paper_of
from documents.models import Document
from documents.permissions import may_annul, may_return, may_sign, may_view_desk
from documents.queries import awaiting_ink, signature_of, signing_queue
from documents.views.finding import document_or_404


@require_GET
def desk(request: Request) -> HttpResponse:
    """Show the queue of what waits for a signature, the oldest first."""
    organisation = request.organisation
    may_view_desk(request.user, organisation.pk).require()
    return render(
        request,
        "documents/desk.html",
        {
            "queue": signing_queue(organisation),
            "awaiting_ink": awaiting_ink(organisation),
        },
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def document_sign(request: Request, pk: int) -> HttpResponse:
    """Show the paper as it will be printed beside what speaks for it, and sign it."""
    document = document_or_404(request, pk)
    if request.method == "POST":
        document = actions.sign(document=document, by=request.user)
        messages.success(request, f"Подписано. Номер документа: {document.number}.")
        return redirect(link("documents:document_detail", pk=pk))
    may_sign(request.user, document).require()
    if document.status != DocumentStatus.SUBMITTED:
        messages.info(request, _why_not_to_sign(document))
        return redirect(link("documents:document_detail", pk=pk))
    return render(request, "documents/document_sign.html", _signing(request, document))


def _signing(request: Request, document: Document) -> dict[str, object]:
    paper = paper_of(document)
    return {
        "document": document,
        "is_printed": is_printed(document),
        "summary_template": paper.summary_template,
        "summary": paper.summary_context(document),
        "signature": signature_of(document.organisation, by=request.user),
        "is_fresh": is_fresh(request),
        "freshness_url": freshness_url(request.path),
        "form": RemarkForm(),
    }


def _why_not_to_sign(document: Document) -> str:
    if document.is_frozen:
        return f"Этот документ уже подписан, его номер: {document.number}."
    return "Этот документ сейчас не на подписи."


@require_http_methods(["GET", "POST"])
def document_return(request: Request, pk: int) -> HttpResponse:
    """Send a paper back with a remark."""
    document = document_or_404(request, pk)
    may_return(request.user, document).require()
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.return_for_changes(
            document=document, by=request.user, **form.cleaned_data
        )
        messages.success(request, "Возвращено с замечанием. Куратор получил письмо.")
        return redirect(link("documents:desk"))
    return render(
        request, "documents/document_return.html", {"document": document, "form": form}
    )


@require_http_methods(["GET", "POST"])
@fresh_sign_in_required
def document_annul(request: Request, pk: int) -> HttpResponse:
    """End the force of a signed paper."""
    document = document_or_404(request, pk)
    may_annul(request.user, document).require()
    form = AnnulForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.annul(document=document, by=request.user, **form.cleaned_data)
        messages.success(request, f"Документ № {document.number} утратил силу.")
        return redirect(link("documents:document_detail", pk=pk))
    return render(
        request,
        "documents/document_annul.html",
        {
            "document": document,
            "form": form,
            "is_fresh": is_fresh(request),
            "freshness_url": freshness_url(request.path),
        },
    )

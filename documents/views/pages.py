"""One document and its steps up to and after the director's desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.errors import Refused
from common.links import link
from documents import actions
from documents.forms import ConfirmForm, ExternalForm
from documents.kinds import check_url, is_printed
from documents.models import Document
from documents.numbering import local_day
from documents.permissions import (
    may_annul,
    may_confirm,
    may_prepare,
    may_recall,
    may_show,
    may_sign,
)
from documents.queries import kinds_by_stage, story_of
from documents.views.finding import document_or_404


@require_GET
def document_detail(request: Request, pk: int) -> HttpResponse:
    """Show where a paper stands, its story, its PDF and what may be done."""
    document = document_or_404(request, pk)
    return render(
        request,
        "documents/document_detail.html",
        {
            "document": document,
            "story": story_of(document),
            "is_printed": is_printed(document),
            "check_url": check_url(document),
            "may": _verdicts(request, document),
        },
    )


def _verdicts(request: Request, document: Document) -> dict[str, object]:
    return {
        "submit": may_prepare(request.user, document.organisation_id),
        "recall": may_recall(request.user, document),
        "sign": may_sign(request.user, document),
        "confirm": may_confirm(request.user, document),
        "annul": may_annul(request.user, document),
        "show": may_show(request.user, document),
    }


@require_POST
def document_submit(request: Request, pk: int) -> HttpResponse:
    """Lay a paper before the director."""
    document = document_or_404(request, pk)
    actions.submit(document=document, by=request.user)
    messages.success(request, "Документ у директора. Он получил письмо.")
    return redirect(link("documents:document_detail", pk=pk))


@require_POST
def document_recall(request: Request, pk: int) -> HttpResponse:
    """Take a paper back from the director's desk."""
    document = document_or_404(request, pk)
    actions.recall(document=document, by=request.user)
    messages.success(
        request,
        "Документ отозван и снова проект. Исправьте его там, где он составлялся,"
        " и представьте ещё раз. Директор получил письмо.",
    )
    return redirect(link("documents:document_detail", pk=pk))


@require_POST
def document_show(request: Request, pk: int) -> HttpResponse:
    """Show a paper on the public page."""
    document = document_or_404(request, pk)
    actions.show_on_page(document=document, by=request.user)
    messages.success(request, "Документ показан на странице «Наставничество».")
    return redirect(link("documents:document_detail", pk=pk))


@require_POST
def document_hide(request: Request, pk: int) -> HttpResponse:
    """Take a paper off the public page."""
    document = document_or_404(request, pk)
    actions.hide_from_page(document=document, by=request.user)
    messages.success(request, "Документ убран со страницы.")
    return redirect(link("documents:document_detail", pk=pk))


@require_http_methods(["GET", "POST"])
def document_confirm(request: Request, pk: int) -> HttpResponse:
    """Note that the printed sheet is signed, with its scan now or later."""
    document = document_or_404(request, pk)
    may_confirm(request.user, document).require()
    today = local_day(timezone.now(), document.organisation.time_zone)
    form = ConfirmForm(
        request.POST or None,
        request.FILES or None,
        initial={"confirmed_on": document.confirmed_on or today},
    )
    if request.method == "POST" and form.is_valid():
        actions.confirm_on_paper(
            document=document, by=request.user, **form.cleaned_data
        )
        messages.success(request, "Подпись на бумаге отмечена.")
        return redirect(link("documents:document_detail", pk=pk))
    return render(
        request, "documents/document_confirm.html", {"document": document, "form": form}
    )


@require_http_methods(["GET", "POST"])
@acts_once
def register_external(request: Request) -> HttpResponse:
    """Enter a paper issued outside the portal."""
    organisation = request.organisation
    may_prepare(request.user, organisation.pk).require()
    form = ExternalForm(
        request.POST or None,
        request.FILES or None,
        kinds=kinds_by_stage(organisation),
        initial={"kind": request.GET.get("kind", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            document = actions.register_external(
                organisation=organisation, by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Документ внесён в список.")
            return redirect(link("documents:document_detail", pk=document.pk))
    return render(request, "documents/register_external.html", {"form": form})

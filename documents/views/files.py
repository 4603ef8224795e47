"""PDFs, previews and attachments, each after the check of who asks."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from accounts.http import Request
from common.links import link
from documents import actions
from documents.kinds import is_printed
from documents.models import Attachment, Document
from documents.serving import (
    attachment_response,
    pdf_response,
    preview_response,
    why_no_pdf,
)
from documents.views.finding import document_or_404


@require_GET
def document_pdf(request: Request, pk: int) -> HttpResponse:
    """Show the PDF; a signed one only once it is printed and kept."""
    document = _printed_or_404(request, pk)
    reason = why_no_pdf(document)
    if reason:
        messages.info(request, reason)
        return redirect(link("documents:document_detail", pk=pk))
    return pdf_response(document)


@require_GET
def document_preview(request: Request, pk: int) -> HttpResponse:
    """Show the paper as a sheet, to be framed by the signing page."""
    return preview_response(_printed_or_404(request, pk))


@require_POST
def document_render(request: Request, pk: int) -> HttpResponse:
    """Print once more what could not be printed."""
    document = document_or_404(request, pk)
    actions.render_again(document=document, by=request.user)
    messages.success(request, "Печать запущена снова.")
    return redirect(link("documents:document_detail", pk=pk))


@require_GET
def attachment_download(request: Request, pk: int) -> HttpResponse:
    """Hand over a file somebody brought."""
    attachments = Attachment.objects.visible_to(request.user)
    return attachment_response(get_object_or_404(attachments, pk=pk))


def _printed_or_404(request: Request, pk: int) -> Document:
    document = document_or_404(request, pk)
    if not is_printed(document):
        raise Http404
    return document

"""Files on their way to the browser: served by views that have checked the right to see.

Pages of upper floors that show a paper of their own call `pdf_response` after a check
of their own; nothing is served from an address of the storage (invariant 53).
"""

from __future__ import annotations

from pathlib import PurePosixPath

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from documents import pdf
from documents.enums import DocumentStatus
from documents.kinds import Paper, paper_of
from documents.models import Attachment, Document

SHEET_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:;"
    " frame-ancestors 'self'"
)


def pdf_response(document: Document) -> HttpResponse:
    """Show the PDF: the kept original of a paper in force, else what it says now.

    A draft is drawn on the fly with «ПРОЕКТ», an annulled paper with «АННУЛИРОВАН».
    Raises `RendererFailed`.
    """
    if document.pdf and document.status == DocumentStatus.SIGNED:
        with document.pdf.open("rb") as kept:
            content = kept.read()
    else:
        paper = paper_of(document)
        content = pdf.render(paper.template_name, paper.payload_for_print(document))
    name = f"{document.number or 'проект'}.pdf".replace("/", "-")
    return _private(content, "application/pdf", name, is_download=False)


def why_no_pdf(document: Document) -> str:
    """Say why a signed paper has no PDF to show just now; empty when it has one."""
    if document.is_printing:
        return "PDF ещё печатается: обновите страницу через минуту."
    if document.is_unprinted:
        return (
            f"PDF не напечатан. {document.errand_failure} «Напечатать ещё раз» —"
            " на странице документа, у куратора или директора."
        )
    return ""


def pdf_file(content: bytes, name: str) -> HttpResponse:
    """Show a PDF drawn for this person alone; the view has checked who asks."""
    return _private(content, "application/pdf", name, is_download=False)


def attachment_response(attachment: Attachment) -> HttpResponse:
    """Hand a file somebody brought over as a download; it never opens as a page here."""
    with attachment.file.open("rb") as kept:
        content = kept.read()
    response = _private(
        content, attachment.content_type, attachment.name, is_download=True
    )
    response["Content-Security-Policy"] = "sandbox"
    return response


def preview_response(document: Document) -> HttpResponse:
    """Show the paper as an HTML sheet for a frame of our own page, phones included."""
    paper = paper_of(document)
    sheet = pdf.compose(paper.template_name, paper.payload_for_print(document))
    head = render_to_string("documents/_sheet_head.html", {"paper_sheet": _own(paper)})
    content = sheet.replace("</head>", f"{head}</head>", 1).encode()
    response = _private(content, "text/html; charset=utf-8", "", is_download=False)
    response["Content-Security-Policy"] = SHEET_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _own(paper: type[Paper]) -> str:
    """The kind's own style sheet, when it has one beside the common one."""
    name = f"papers/{PurePosixPath(paper.template_name).stem}.css"
    return name if finders.find(name) else ""


def _private(
    content: bytes, content_type: str, name: str, *, is_download: bool
) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(is_download, name)
    if disposition is not None:
        response["Content-Disposition"] = disposition
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

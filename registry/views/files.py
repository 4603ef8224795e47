"""PDFs of the registry on their way to the browser: shown, never kept by it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf_file(content: bytes, name: str) -> HttpResponse:
    """Show a PDF drawn for this person alone; the view has checked who asks."""
    response = HttpResponse(content, content_type="application/pdf")
    disposition = content_disposition_header(as_attachment=False, filename=name)
    response["Content-Disposition"] = disposition or "inline"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response

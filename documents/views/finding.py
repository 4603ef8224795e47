"""How every page here finds its document."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from accounts.http import Request
from documents.models import Document


def document_or_404(request: Request, pk: int) -> Document:
    """Return the document if the person may see it; a foreign one does not exist."""
    documents = Document.objects.visible_to(request.user).select_related(
        "kind", "organisation", "register", "signed_by", "created_by", "scan"
    )
    return get_object_or_404(documents, pk=pk)

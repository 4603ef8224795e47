"""The printer: from a frozen payload to a kept PDF."""

from __future__ import annotations

from common.errands import Claim, errand
from documents import pdf
from documents.actions import store_pdf
from documents.actions.steps import RENDER
from documents.kinds import paper_of
from documents.models import Document


@errand(RENDER, Document)
def render(document: Document, claim: Claim) -> None:
    """Print a signed document from its payload alone (invariants 41, 42)."""
    content = pdf.render(paper_of(document).template_name, document.payload)
    store_pdf(document=document, content=content, claim=claim)

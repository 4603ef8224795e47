"""The printing press: a frozen payload and a template in, a PDF out."""

from __future__ import annotations

from documents.pdf.digests import canonical, payload_digest, sha256
from documents.pdf.failures import RendererFailed
from documents.pdf.pages import compose
from documents.pdf.press import print_html, render

__all__ = [
    "RendererFailed",
    "canonical",
    "compose",
    "payload_digest",
    "print_html",
    "render",
    "sha256",
]

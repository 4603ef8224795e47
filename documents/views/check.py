"""The open door: is this paper real?"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from documents.queries import checked_paper


@require_GET
@login_not_required
def document_check(request: HttpRequest, code: str) -> HttpResponse:
    """Say what the code on a paper stands for: number, day, state; no names (43)."""
    paper = checked_paper(code)
    return render(
        request,
        "documents/document_check.html",
        {"paper": paper, "code": code},
        status=404 if paper is None else 200,
    )

"""What anybody may read. Nothing here is kept by a cache: a name withdrawn is gone."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.enums import SetupStep
from accounts.http import PublicRequest
from accounts.models import Organisation
from common.links import absolute
from documents.kinds import is_printed
from documents.numbering import local_day
from documents.queries import public_documents
from documents.serving import attachment_response, pdf_response
from programmes.queries.roadmap_sheet import open_sheet_of
from programmes.roadmap_sheets import shown
from publishing.models import Case
from publishing.queries.page import (
    paper_of_roadmap,
    public_page,
    public_roadmap,
    shown_case,
    shown_news,
)
from registry.queries.cycles import current_cycle


@require_GET
@login_not_required
@never_cache
def page(request: PublicRequest) -> HttpResponse:
    """Show the organisation's page «Наставничество» (R-217)."""
    organisation = _open_organisation(request)
    return render(
        request,
        "publishing/page.html",
        {
            "page": public_page(organisation, _today(organisation)),
            "address": absolute(request.path),
        },
    )


@require_GET
@login_not_required
@never_cache
def public_plan(request: PublicRequest) -> HttpResponse:
    """Show the plan of measures in the organisation's own columns (R-296)."""
    organisation = _open_organisation(request)
    roadmap = public_roadmap(current_cycle(organisation))
    if roadmap is None:
        raise Http404
    return render(
        request,
        "publishing/plan.html",
        {
            "roadmap": roadmap,
            "tables": shown(open_sheet_of(roadmap)),
            "paper": paper_of_roadmap(roadmap),
        },
    )


@require_GET
@login_not_required
@never_cache
def public_document(request: PublicRequest, pk: int) -> HttpResponse:
    """Hand over a paper in force that was put on the page: its PDF or its scan."""
    organisation = _open_organisation(request)
    document = get_object_or_404(public_documents(organisation), pk=pk)
    if is_printed(document) and document.pdf:
        return pdf_response(document)
    if document.scan is None:
        raise Http404
    return attachment_response(document.scan)


@require_GET
@login_not_required
@never_cache
def case(request: PublicRequest, pk: int) -> HttpResponse:
    """Show a published case with the names that may stand in it now."""
    organisation = _open_organisation(request)
    found = get_object_or_404(Case.objects.published().for_list(), pk=pk)
    return render(
        request,
        "publishing/case.html",
        {
            "shown": shown_case(found, _today(organisation)),
            "case": found,
            "address": absolute(request.path),
        },
    )


@require_GET
@login_not_required
@never_cache
def news(request: PublicRequest, pk: int) -> HttpResponse:
    """Show a piece of news while everybody it names consents to that."""
    organisation = _open_organisation(request)
    posts = {post.pk: post for post in shown_news(_today(organisation))}
    if pk not in posts:
        raise Http404
    return render(
        request,
        "publishing/news.html",
        {"post": posts[pk], "address": absolute(request.path)},
    )


def _open_organisation(request: PublicRequest) -> Organisation:
    organisation = request.organisation
    if organisation.setup_step != SetupStep.DONE:
        raise Http404
    return organisation


def _today(organisation: Organisation) -> date:
    return local_day(timezone.now(), organisation.time_zone)

"""The gallery of components, for those who build pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from common.gallery import samples


@require_GET
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in its states; it exists only under DEBUG."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "common/gallery.html", samples())

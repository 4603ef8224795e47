"""The front door: institutions, the way into one's cabinet, the switches."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from accounts.http import Request
from accounts.models import Organisation, User
from accounts.queries import organisations_of, pending_setup


@require_GET
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """List the institutions, or go to the only one; the signed-in see their cabinets."""
    institutions = Organisation.objects.ready().institutions()
    user = request.user
    cabinets = organisations_of(user) if isinstance(user, User) else []
    if not cabinets and len(institutions) == 1:
        return redirect("publishing:page", organisation=institutions[0].slug)
    return render(
        request,
        "mentoring/home.html",
        {"institutions": institutions, "cabinets": cabinets},
    )


@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """Go to one's only cabinet, go on with a set-up, or choose among several."""
    user = cast(User, request.user)
    if pending_setup(user) is not None:
        return redirect("setup_organisation")
    cabinets = organisations_of(user)
    if len(cabinets) == 1:
        return redirect("dashboard", organisation=cabinets[0].slug)
    return redirect("home")


@require_GET
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the process and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_POST
@login_not_required
def large_print(request: HttpRequest) -> HttpResponse:
    """Switch «Версия для слабовидящих» for this session."""
    request.session["large_print"] = not request.session.get("large_print", False)
    return redirect(_back(request))


@require_POST
def role_switch(request: Request) -> HttpResponse:
    """Choose which of one's roles is shown first in this organisation."""
    chosen = request.POST.get("role", "")
    if chosen in request.user.roles_in(request.organisation.pk):
        slug = request.organisation.slug
        request.session["roles"] = {**request.session.get("roles", {}), slug: chosen}
    return redirect("dashboard", organisation=request.organisation.slug)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why not, in the words of the verdict."""
    reason = str(exception) or "Эта страница открыта другим ролям."
    return render(request, "403.html", {"reason": reason}, status=403)


def _back(request: HttpRequest) -> str:
    back = request.POST.get("next", "") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return back if is_ours else reverse("home")

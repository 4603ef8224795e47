"""The organisation in the address: whose cabinet this is and what may be seen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.enums import Role, SetupStep
from accounts.models import Organisation, User
from common.errors import Refused
from common.links import current_slug
from common.tenancy import everywhere, within

GUARDED_ROLES = frozenset({Role.DIRECTOR, Role.SYSTEM_ADMINISTRATOR})

Respond = Callable[[HttpRequest], HttpResponse]


class OrganisationMiddleware:
    """Opens the scope of the organisation named in the URL.

    A cabinet exists only for those who hold a role in it today: a stranger gets the
    same 404 as for an organisation that does not exist (invariants 1, 2, 8).
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as scope:
            request.scope = scope  # type: ignore[attr-defined]  # ours, closed here
            return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        scope: ExitStack = request.scope  # type: ignore[attr-defined]  # set above
        slug = kwargs.pop("organisation", None)
        if slug is None:
            match = request.resolver_match
            if match is not None and "admin" in match.app_names:
                scope.enter_context(everywhere())
            return None
        organisation = get_object_or_404(Organisation, slug=slug)
        # The day a role begins and ends on is that of the organisation.
        scope.enter_context(timezone.override(organisation.time_zone))
        if getattr(view, "login_required", True):
            _require_role(request, organisation)
            if _lacks_second_factor(request, organisation):
                return _ask_for_second_factor(request)
        request.organisation = organisation  # type: ignore[attr-defined]  # accounts.http.Request
        token = current_slug.set(slug)
        scope.callback(current_slug.reset, token)
        scope.enter_context(within(organisation.pk))
        return None


def _require_role(request: HttpRequest, organisation: Organisation) -> None:
    user = request.user
    if isinstance(user, User) and not user.roles_in(organisation.pk):
        raise Http404


def _lacks_second_factor(request: HttpRequest, organisation: Organisation) -> bool:
    """Tell whether a director or administrator must first add one (invariant 58).

    The set-up is done without it: there is nothing to protect yet.
    """
    user = request.user
    return (
        organisation.requires_second_factor
        and organisation.setup_step == SetupStep.DONE
        and isinstance(user, User)
        and bool(user.roles_in(organisation.pk) & GUARDED_ROLES)
        and not is_mfa_enabled(user)
    )


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        "Директору и администратору нужен второй фактор: отсканируйте код приложением"
        " на телефоне и введите шесть цифр.",
    )
    return redirect("mfa_activate_totp")


class RefusalMiddleware:
    """Turns a rule's «no» into a message: on the page a form came from, or on its own."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if request.method != "POST":
            return render(request, "403.html", {"reason": exception}, status=409)
        messages.error(request, str(exception))
        back = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
        return redirect(back if is_ours else request.path)

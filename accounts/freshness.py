"""Acts that ask «is it still you?»: a password or code given minutes ago (invariant 38).

allauth's own `reauthentication_required` answers a stale POST by calling the view again
past every middleware, where a cabinet has no organisation; here the person comes back
to the page and presses the button once more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
)
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.http import Request

V = TypeVar("V", bound=Callable[..., HttpResponse])


def is_fresh(request: Request) -> bool:
    """Tell whether the person proved to be himself within the last five minutes."""
    return bool(did_recently_reauthenticate(request))


def freshness_url(back: str) -> str:
    """Return where the person proves to be himself and is led `back`."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"


def fresh_sign_in_required(view: V) -> V:
    """Let the form of a grave act through only from somebody who just proved himself."""

    @wraps(view)
    def guarded(request: Request, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and not is_fresh(request):
            messages.warning(
                request, "Вы вернулись на ту же страницу. Нажмите кнопку ещё раз."
            )
            return redirect(freshness_url(request.path))
        return view(request, **kwargs)

    return cast(V, guarded)

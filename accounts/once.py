"""Acts whose form may arrive twice: a double click, the back button, a page kept open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect

from accounts.actions import form_keys
from accounts.http import Request
from common.form_keys import digest_of

V = TypeVar("V", bound=Callable[..., HttpResponse])


def acts_once(view: V) -> V:
    """Let the same form act once; sent again it leads to what it did the first time.

    The view redirects when it has acted and renders its form when it has not; the form
    carries `{% form_key %}`. The key is claimed in the act's own transaction, so of two
    at once one acts and the other waits for it (decision 0005).
    """

    @wraps(view)
    def guarded(request: Request, **kwargs: object) -> HttpResponse:
        digest = digest_of(request) if request.method == "POST" else ""
        if not digest:
            return view(request, **kwargs)
        with transaction.atomic():
            key = form_keys.claim(digest=digest, by=request.user)
            if key.place:
                messages.info(
                    request, "Эта форма уже отправлена: второй раз ничего не записано."
                )
                return redirect(key.place)
            response = view(request, **kwargs)
            if isinstance(response, HttpResponseRedirectBase):
                form_keys.settle(key=key, place=response.url)
            else:
                form_keys.give_back(key=key)
        return response

    guarded.acts_once = True  # type: ignore[attr-defined]  # for the test of all routes
    return cast(V, guarded)

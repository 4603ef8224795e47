"""Addresses within the organisation whose cabinet is open."""

from __future__ import annotations

from contextvars import ContextVar

from django.conf import settings
from django.urls import reverse

# Where every cabinet's address begins; the middleware takes the slug out of the kwargs.
CABINET = "<slug:organisation>/cabinet/"

current_slug: ContextVar[str | None] = ContextVar("current_slug", default=None)


def link(name: str, **kwargs: object) -> str:
    """Reverse `name`; the organisation's slug is added from the open cabinet."""
    slug = current_slug.get()
    if slug is not None and "organisation" not in kwargs:
        kwargs["organisation"] = slug
    return reverse(name, kwargs=kwargs)


def absolute(path: str) -> str:
    """Return the full address of a path, for letters and printed codes."""
    return f"{settings.PUBLIC_URL}{path}"

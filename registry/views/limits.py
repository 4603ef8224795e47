"""How often one address may write to the public page."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

# A whole school may stand behind one address: parents apply together at a meeting.
APPLICATIONS_AN_HOUR = 60
# A computer class enters its codes at once, with slips of the finger.
CODES_AN_HOUR = 200
HOUR = 60 * 60


def is_too_often(request: HttpRequest, allowed: int = 0) -> bool:
    """Count one more form from the address within the hour; tell if too many."""
    key = f"form:{request.path}:{_address(request)}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > (allowed or APPLICATIONS_AN_HOUR)
    except ValueError:
        # It expired between the two calls: a new hour has begun.
        return False


def _address(request: HttpRequest) -> str:
    """The visitor's address; behind our own proxy, the one the proxy saw."""
    passed_on: str = request.headers.get("X-Forwarded-For", "")
    if settings.SECURE_PROXY_SSL_HEADER and passed_on:
        return passed_on.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))

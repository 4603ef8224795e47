"""Requests as views see them."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import Organisation, User


class Request(HttpRequest):
    """A request that came through the locked door of an organisation's cabinet."""

    user: User
    organisation: Organisation
    htmx: HtmxDetails


class PublicRequest(HttpRequest):
    """A request to an organisation's public page: anybody's."""

    organisation: Organisation
    htmx: HtmxDetails

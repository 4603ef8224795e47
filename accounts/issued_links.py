"""One-time links just issued: shown until they are said to be passed on.

A token is shown and never stored with its invitation. Between the form and the page of
links it waits in the session of who issued it, so that a reload, the back button or a
second click loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accounts.actions.invitations import Issued
from accounts.http import Request
from accounts.models import Invitation
from common.links import absolute

KEPT = "issued_links"


@dataclass(frozen=True, slots=True)
class Slip:
    """An open invitation with the address of its link."""

    invitation: Invitation
    address: str


def keep_links(request: Request, issued: Iterable[Issued]) -> None:
    """Keep fresh links for the page that shows them.

    The session is written at once, with the act's own transaction: whoever is led to
    the page by a second click finds them there.
    """
    fresh = {str(each.invitation.pk): each.token for each in issued}
    request.session[KEPT] = fresh | request.session.get(KEPT, {})
    request.session.save()


def kept_links(request: Request) -> list[Slip]:
    """Return the kept links of the organisation that still open something."""
    kept: dict[str, str] = request.session.get(KEPT, {})
    found = request.organisation.invitations.filter(
        pk__in=kept,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    )
    by_key = {str(invitation.pk): invitation for invitation in found}
    return [
        Slip(by_key[key], _address(token))
        for key, token in kept.items()
        if key in by_key
    ]


def forget_links(request: Request) -> None:
    """Forget the links: they are passed on."""
    request.session.pop(KEPT, None)


def _address(token: str) -> str:
    return absolute(reverse("registry:invitation_accept", kwargs={"token": token}))

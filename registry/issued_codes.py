"""One-time codes just issued: shown until they are said to be handed over.

Between the form and the page of slips the session of who issued them keeps the nonces,
never the codes, so that a reload or a second click loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from accounts.actions.reset_codes import IssuedCode
from accounts.http import Request
from registry.queries.codes import CodeSlip, slips_of

KEPT = "issued_codes"


def keep_codes(request: Request, issued: Iterable[IssuedCode]) -> None:
    """Keep fresh codes for the page of slips, written with the act's own transaction."""
    fresh = {str(each.row.pk): each.nonce for each in issued}
    request.session[KEPT] = request.session.get(KEPT, {}) | fresh
    request.session.save()


def kept_slips(request: Request) -> list[CodeSlip]:
    """Return the slips of the kept codes that still open something."""
    return slips_of(request.organisation, request.session.get(KEPT, {}))


def forget_codes(request: Request) -> None:
    """Forget the codes: they are handed over."""
    request.session.pop(KEPT, None)

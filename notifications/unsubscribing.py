"""The link under a letter by which its reader refuses more of the kind. No tables."""

from __future__ import annotations

from functools import cache

from django.core import signing
from django.urls import reverse

from notifications.letters import Letter, registered

_signer = signing.Signer(salt="notifications.unsubscribe")


def token(organisation_id: int, user_id: int, letter: type[Letter]) -> str:
    """Sign whose letters of which kind the link stops; it names nobody and never ages."""
    return _signer.sign(f"{organisation_id}.{user_id}.{letter.code}")


def path(organisation_id: int, user_id: int, letter: type[Letter]) -> str:
    """Return the address of the page that stops such letters."""
    return _pattern().replace(_PLACE, token(organisation_id, user_id, letter), 1)


_PLACE = "the-token-stands-here"


@cache
def _pattern() -> str:
    """Reverse the address once: a morning writes thousands of letters."""
    return reverse("notifications:unsubscribe", kwargs={"token": _PLACE})


def read(token: str) -> tuple[int, int, type[Letter]] | None:
    """Return organisation, account and kind of letters; None when the link is not ours."""
    try:
        organisation_id, user_id, code = _signer.unsign(token).split(".")
    except (signing.BadSignature, ValueError):
        return None
    letter = registered.get(code)
    return (int(organisation_id), int(user_id), letter) if letter else None

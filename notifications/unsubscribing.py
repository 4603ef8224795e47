"""The link under a letter by which its reader refuses more of the kind. No tables."""

from __future__ import annotations

from django.core import signing

from notifications.letters import Letter, registered

_signer = signing.Signer(salt="notifications.unsubscribe")


def token(organisation_id: int, user_id: int, letter: type[Letter]) -> str:
    """Sign whose letters of which kind the link stops; it names nobody and never ages."""
    return _signer.sign(f"{organisation_id}.{user_id}.{letter.code}")


def read(token: str) -> tuple[int, int, type[Letter]] | None:
    """Return organisation, account and kind of letters; None when the link is not ours."""
    try:
        organisation_id, user_id, code = _signer.unsign(token).split(".")
    except (signing.BadSignature, ValueError):
        return None
    letter = registered.get(code)
    return (int(organisation_id), int(user_id), letter) if letter else None

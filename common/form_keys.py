"""A form's key: a random word in a hidden field, by which the same form is known again.

`{% form_key %}` puts it into a form; `accounts.once.acts_once` looks at it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator

from django.http import HttpRequest

FIELD = "form_key"
NOT_CONTENT = frozenset({FIELD, "csrfmiddlewaretoken"})


def new_key() -> str:
    """Return a key nobody can guess: 128 bits."""
    return secrets.token_urlsafe(16)


def digest_of(request: HttpRequest) -> str:
    """Return what is stored of a form just sent: SHA-256 of address, key and content.

    The same page sent again gives the same digest; what was changed after going back
    gives another. Empty for a form without a key.
    """
    if not request.POST.get(FIELD):
        return ""
    digest = hashlib.sha256()
    for part in _parts(request):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    yield request.get_full_path().encode()
    yield request.POST[FIELD].encode()
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_CONTENT:
            yield name.encode()
            yield from (value.encode("utf-8", "replace") for value in values)
    for name, uploads in sorted(request.FILES.lists()):
        yield name.encode()
        for upload in uploads:
            yield hashlib.sha256(b"".join(upload.chunks())).digest()
            upload.seek(0)

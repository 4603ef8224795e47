"""One-time codes: a pupil without e-mail sets his own password by one (invariant 57).

The code is made of a nonce by the portal's secret key and stands nowhere: its row keeps
a keyed hash, the issuer's session the nonce until the slip is handed over. Neither
tells the code to who has only the database.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import audit
from accounts.models import Organisation, ResetCode, User
from accounts.permissions import may_be_given_code

TERM = timedelta(hours=72)
MAX_TRIES = 5
LENGTH = 10
# Each of these looks the same in Latin and in Russian letters, and like no other.
ALPHABET = "23456789ACEHKMPTX"
_RUSSIAN = str.maketrans("АСЕНКМРТХ", "ACEHKMPTX")


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A fresh code with the nonce that tells it."""

    row: ResetCode
    nonce: str

    @property
    def code(self) -> str:
        """The code as it is written on the slip: «AC2EH-K9MPT»."""
        return code_of(self.nonce)


def code_of(nonce: str) -> str:
    """Return the code of a nonce; the same as long as the secret key is."""
    number = int(_keyed("code", nonce), 16)
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    half = LENGTH // 2
    return f"{''.join(letters[:half])}-{''.join(letters[half:])}"


def digest_of(user_id: int, code: str) -> str:
    """Return what is kept of a code: spaces, hyphens and case do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return _keyed("digest", f"{user_id}:{plain.translate(_RUSSIAN)}")


def _keyed(purpose: str, text: str) -> str:
    salt = f"accounts.reset_codes.{purpose}"
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()


@transaction.atomic
def issue(*, user: User, organisation: Organisation, by: User) -> IssuedCode:
    """Issue a code; the one before dies. Who may ask for it was asked by the caller.

    Never for staff (invariant 57).
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    may_be_given_code(user).require()
    _open_codes(user).update(revoked_at=timezone.now())
    nonce = secrets.token_urlsafe(24)
    row = ResetCode.objects.create(
        user=user,
        organisation=organisation,
        digest=digest_of(user.pk, code_of(nonce)),
        issued_by=by,
        expires_at=timezone.now() + TERM,
    )
    audit.record(by=by, what="reset_code.issued", on=row, after={"user": user.pk})
    return IssuedCode(row, nonce)


@transaction.atomic
def use(*, username: str, code: str, password: str) -> ResetCode | None:
    """Set the owner's own password by his code, once; None when the code is not right.

    A wrong one is counted, after MAX_TRIES the code is dead: the caller must let that
    be written and refuse afterwards. A new password ends all sessions. Raises
    ValidationError when the password is too weak; the code is not used up then.
    """
    owner = (
        User.objects.select_for_update(of=("self",))
        .filter(username__iexact=username.strip(), is_active=True)
        .first()
    )
    if owner is None or not may_be_given_code(owner):
        return None
    now = timezone.now()
    row = _open_codes(owner).select_for_update(of=("self",)).first()
    if row is None or row.expires_at <= now:
        return None
    if not constant_time_compare(row.digest, digest_of(owner.pk, code)):
        _count_wrong(row)
        return None
    validate_password(password, owner)
    row.used_at = now
    row.save(update_fields=["used_at"])
    owner.set_password(password)
    owner.save(update_fields=["password"])
    audit.record(by=owner, what="reset_code.used", on=row)
    return row


def _open_codes(user: User) -> QuerySet[ResetCode]:
    return ResetCode.objects.filter(user=user, used_at=None, revoked_at=None)


def _count_wrong(row: ResetCode) -> None:
    row.tries += 1
    if row.tries >= MAX_TRIES:
        row.revoked_at = timezone.now()
        audit.record(by=None, what="reset_code.exhausted", on=row)
    row.save(update_fields=["tries", "revoked_at"])

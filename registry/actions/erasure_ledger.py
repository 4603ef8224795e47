"""What the ledger beside the database is told, and what it brings about after a restore."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from common import ledger
from registry.enums import ConsentStatus, ErasureStatus
from registry.models import Consent, Erasure, Person

ERASURE, WITHDRAWAL = "erasure", "withdrawal"


def note_erasure(erasure: Erasure, person: Person) -> None:
    """Tell the ledger on commit: keys and days, no values."""
    transaction.on_commit(partial(ledger.append, _of_erasure(erasure, person)))


def note_withdrawals(consents: Iterable[Consent]) -> None:
    """The same of consents taken back."""
    told = [_of_withdrawal(consent) for consent in consents]
    transaction.on_commit(partial(ledger.append, *told))


def settle() -> int:
    """Tell the ledger what it was not told: a crash came between commit and its line.

    Every start of the portal and the clock call it; return how many lines were added.
    """
    known = {_key(entry) for entry in ledger.entries()}
    done = Erasure._base_manager.filter(status=ErasureStatus.DONE)
    ended = Consent._base_manager.filter(status=ConsentStatus.WITHDRAWN)
    told = [
        *(_of_erasure(row, row.person) for row in done.select_related("person")),
        *map(_of_withdrawal, ended.select_related("person")),
    ]
    lacking = [entry for entry in told if _key(entry) not in known]
    ledger.append(*lacking)
    return len(lacking)


def is_of(entry: ledger.Entry, person: Person) -> bool:
    """Tell whether the entry is about this very row, not another with its key."""
    return entry.get("made") == person.created_at.isoformat()


def day_of(entry: ledger.Entry, name: str) -> date:
    """Return a day of an entry; today when it has none."""
    told = entry.get(name)
    return date.fromisoformat(str(told)) if told else timezone.localdate()


def _of_erasure(erasure: Erasure, person: Person) -> dict[str, object]:
    return {
        "what": ERASURE,
        "organisation": person.organisation_id,
        "person": person.pk,
        "made": person.created_at.isoformat(),
        "ground": str(erasure.ground),
        "requested_on": erasure.requested_on.isoformat(),
        "due_on": erasure.due_on.isoformat(),
        "by": erasure.done_by_id,
    }


def _of_withdrawal(consent: Consent) -> dict[str, object]:
    return {
        "what": WITHDRAWAL,
        "organisation": consent.organisation_id,
        "person": consent.person_id,
        "made": consent.person.created_at.isoformat(),
        "consent": consent.pk,
        "kind": str(consent.kind),
        "at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else "",
    }


def _key(entry: ledger.Entry) -> tuple[object, ...]:
    names = ("what", "person", "made", "consent", "kind")
    return tuple(entry.get(name) for name in names)

"""After a restore: who was erased is erased again, what was withdrawn is withdrawn again."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts import audit
from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.queries import holders
from common import ledger
from common.tenancy import everywhere, within
from registry.actions.erasure_ledger import (
    ERASURE,
    WITHDRAWAL,
    day_of,
    is_of,
    settle,
)
from registry.actions.forgetting import forget_again
from registry.enums import ConsentStatus, ErasureGround, ErasureStatus
from registry.models import Consent, Erasure, Person
from registry.models.consent import OPEN


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many people and consents the ledger has caught up with."""

    erasures: int
    withdrawals: int


def replay(*, with_withdrawals: bool) -> Replayed:
    """Carry out again what the ledger knows and the database does not (20, 22).

    Repeating changes nothing. Withdrawals are replayed after a restore alone: later the
    same key may be another consent, given anew. The ledger then learns what it lacked.
    """
    with everywhere():
        entries = ledger.entries()
        told = {
            sort: [each for each in entries if each.get("what") == sort]
            for sort in (ERASURE, WITHDRAWAL)
        }
        erased = sum(map(_erase, told[ERASURE]))
        withdrawn = sum(map(_withdraw, told[WITHDRAWAL])) if with_withdrawals else 0
        settle()
    return Replayed(erased, withdrawn)


@transaction.atomic
def _erase(entry: ledger.Entry) -> bool:
    rows = Person.objects.filter(pk=_key(entry, "person"), erased_at=None)
    person = rows.select_related("organisation").first()
    if person is None or not is_of(entry, person):
        return False
    by = _somebody(person.organisation, _key(entry, "by"))
    if by is None:
        return False
    with within(person.organisation_id):
        erasure = Erasure.objects.filter(
            person=person,
            status__in=[ErasureStatus.REQUESTED, ErasureStatus.APPROVED],
        ).first() or Erasure.objects.create(
            organisation_id=person.organisation_id,
            person=person,
            ground=ErasureGround(str(entry.get("ground", ErasureGround.REQUEST))),
            requested_on=day_of(entry, "requested_on"),
            due_on=day_of(entry, "due_on"),
            requested_by=by,
        )
        if erasure.status == ErasureStatus.REQUESTED:
            erasure.status = ErasureStatus.APPROVED
            erasure.decided_at, erasure.decided_by = timezone.now(), by
            erasure.save(update_fields=["status", "decided_at", "decided_by"])
        audit.record(by=None, what="erasure.restarted", on=erasure)
        forget_again(erasure=erasure, by=by)
    return True


@transaction.atomic
def _withdraw(entry: ledger.Entry) -> bool:
    rows = Consent.objects.filter(
        pk=_key(entry, "consent"),
        person=_key(entry, "person"),
        kind=entry.get("kind"),
        status__in=[*OPEN, ConsentStatus.VERIFIED],
    ).select_related("person", "organisation")
    consent = rows.first()
    if consent is None or not is_of(entry, consent.person):
        return False
    # Asked but never given in this backup: taken back is what it comes to all the same.
    consent.status = ConsentStatus.WITHDRAWN
    consent.withdrawn_at = parse_datetime(str(entry.get("at"))) or timezone.now()
    consent.save(update_fields=["status", "withdrawn_at"])
    audit.record(by=None, what="consent.withdrawn_again", on=consent)
    return True


def _somebody(organisation: Organisation, key: int) -> User | None:
    """Return who carried it out; when the backup does not know him, who answers here."""
    known = User.objects.filter(pk=key).first() if key else None
    answering = holders(
        organisation.pk, [Role.SYSTEM_ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR]
    )
    return known or answering.order_by("pk").first()


def _key(entry: ledger.Entry, name: str) -> int:
    """Return a key of an entry; one no row has when it is left out."""
    told = entry.get(name)
    return told if isinstance(told, int) else 0

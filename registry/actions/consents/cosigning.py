"""A minor from 14 signs beside his representative: in his cabinet or on paper."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.enums import SignatureMode
from accounts.models import User
from common.errors import Refused
from registry.actions.consents.giving import make_valid
from registry.actions.consents.rows import locked, note
from registry.models import Consent
from registry.permissions.consents import may_cosign_consent, may_record_cosigner
from registry.queries.consents import local_day


@transaction.atomic
def cosign_in_cabinet(*, consent: Consent, by: User) -> Consent:
    """Add one's own signature to what the representative has given.

    Where the organisation signs electronically the consent stands from now on; where
    ink rules, the curator still checks it.
    """
    consent = locked([consent])[0]
    may_cosign_consent(by, consent).require()
    _write(consent, local_day(consent.organisation), by)
    if consent.organisation.signature_mode == SignatureMode.SIMPLE:
        make_valid(consent, by=None)
    return consent


@transaction.atomic
def record_cosigner(*, consent: Consent, signed_on: date, by: User) -> Consent:
    """Note that the minor has signed on paper; whoever saw the paper checks it whole."""
    consent = locked([consent])[0]
    may_record_cosigner(by, consent).require()
    if signed_on > local_day(consent.organisation):
        raise Refused("Дата подписи ещё не наступила. Проверьте её по бумаге.")
    _write(consent, signed_on, by)
    return make_valid(consent, by)


def _write(consent: Consent, signed_on: date, by: User) -> None:
    consent.cosigner_name = consent.person.full_name
    consent.cosigned_on = signed_on
    consent.awaits_cosigner = False
    consent.save(update_fields=["cosigner_name", "cosigned_on", "awaits_cosigner"])
    note(by, "consent.cosigned", [consent])

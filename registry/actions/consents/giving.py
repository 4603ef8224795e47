"""Giving consents: on paper, in the cabinet, and checking who gave them (R-326)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.enums import SignatureMode
from accounts.models import User
from common.errors import Refused
from documents.models import Attachment
from registry.actions.consents.asking import CLOSED, offer_participation
from registry.actions.consents.effects import admit
from registry.actions.consents.rows import locked, note
from registry.enums import CONSENT_TRANSITIONS, ConsentKind, ConsentStatus, Medium
from registry.models import Consent, ConsentText, Guardianship, Person
from registry.models.consent import OWN, needs_representative
from registry.permissions.consents import (
    may_record_consents,
    may_sign_consent,
    may_verify_consent,
)
from registry.queries.consents import (
    guardians_of_all,
    latest_consents,
    local_day,
    signer_among,
)

PUBLICATION_YEARS = 3
COSIGNING_AGE = 14
WRITTEN = [
    *("status", "text", "signer", "signer_name", "capacity", "cosigner_name"),
    *("answers", "medium", "attachment", "signed_on", "valid_until"),
    *("verified_at", "verified_by"),
]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as whom; `person` is None when only the name is known."""

    name: str
    capacity: str
    person: Person | None = None
    cosigner_name: str = ""


@transaction.atomic
def record_paper(  # noqa: PLR0913 -- a paper has this many sides
    *,
    consents: Collection[Consent],
    signed_on: date,
    attachment: Attachment | None,
    by: User,
    signers: Mapping[int, Signer] | None = None,
    is_cosigned: bool = False,
    answers: Mapping[str, object] | None = None,
) -> list[Consent]:
    """Record papers signed by hand: who, when, with the list or the scan (R-326).

    They are checked by whoever records them and stand at once. For a minor the signer
    is the representative of `signers` (by the key of the consent), else the one known
    to the registry; nobody else will do. All are recorded or none, and nobody records
    what he signed himself (invariant 10).
    """
    rows = locked(consents)
    organisation = rows[0].organisation
    may_record_consents(by, organisation).require()
    if signed_on > local_day(organisation):
        raise Refused("Дата согласия ещё не наступила. Проверьте её по бумаге.")
    found = _signers_on_paper(rows, signed_on, signers or {}, is_cosigned=is_cosigned)
    _refuse_own(rows, found, by)
    for row in rows:
        if row.status != ConsentStatus.SIGNED:
            CONSENT_TRANSITIONS.check(row.status, ConsentStatus.SIGNED)
        _write_signature(row, found[row.pk], signed_on, Medium.PAPER)
        _write_answers(row, answers)
        row.attachment = attachment
        _write_check(row, by)
    Consent.objects.bulk_update(rows, WRITTEN, batch_size=500)
    note(by, "consent.recorded", rows, signed_on=str(signed_on))
    admit(people=[row.person for row in rows], on=local_day(organisation), by=by)
    return rows


def _signers_on_paper(
    rows: Sequence[Consent],
    signed_on: date,
    named: Mapping[int, Signer],
    *,
    is_cosigned: bool,
) -> dict[int, Signer]:
    guardians = guardians_of_all(
        [row.person_id for row in rows], local_day(rows[0].organisation)
    )
    found: dict[int, Signer] = {}
    lacking: list[str] = []
    for row in rows:
        if not needs_representative(row.person, signed_on):
            found[row.pk] = Signer(row.person.full_name, OWN, row.person)
        elif row.pk in named:
            found[row.pk] = named[row.pk]
        elif guardians[row.person_id]:
            cosigner = _teenager(row.person, signed_on) if is_cosigned else ""
            found[row.pk] = _as_signer(guardians[row.person_id][0], cosigner)
        else:
            lacking.append(row.person.full_name)
    if lacking:
        raise Refused(
            "Согласие за несовершеннолетнего подписывает его представитель. Укажите, кто"
            f" подписал: {', '.join(lacking)}."
        )
    return found


def _refuse_own(
    rows: Sequence[Consent], signers: Mapping[int, Signer], by: User
) -> None:
    own = [
        row.person.full_name
        for row in rows
        if by.pk in {row.person.user_id, _user_of(signers[row.pk])}
    ]
    if own:
        raise Refused(
            "Своё согласие и согласие за своего ребёнка записывает другой сотрудник."
            f" Снимите отметку: {', '.join(own)}."
        )


def _user_of(signer: Signer) -> int | None:
    return signer.person.user_id if signer.person else None


def _as_signer(guardianship: Guardianship, cosigner_name: str = "") -> Signer:
    guardian = guardianship.guardian
    return Signer(guardian.full_name, guardianship.basis, guardian, cosigner_name)


def _teenager(person: Person, on: date) -> str:
    age = person.age_on(on)
    return person.full_name if age is not None and age >= COSIGNING_AGE else ""


@transaction.atomic
def sign_in_cabinet(
    *, consent: Consent, by: User, answers: Mapping[str, object] | None = None
) -> Consent:
    """Give one consent in one's cabinet, for oneself or for one's child.

    Where the organisation signs electronically it stands at once; where ink rules, the
    curator checks it against the signed paper (design 4.5). `answers` say what a consent
    to publish allows.
    """
    consent = locked([consent])[0]
    may_sign_consent(by, consent).require()
    today = local_day(consent.organisation)
    who = signer_among(by, consent.person, today)
    if isinstance(who, Guardianship):
        signer = _as_signer(who)
    else:
        signer = Signer(consent.person.full_name, OWN, consent.person)
    _write_answers(consent, answers)
    _sign(consent, signer, Medium.CABINET, by, today)
    if consent.organisation.signature_mode == SignatureMode.SIMPLE:
        _make_valid(consent, by=None)
    return consent


@transaction.atomic
def sign_participation(*, person: Person, by: User) -> Consent:
    """Give the consent to take part beside an application in the cabinet (R-264, R-265).

    One signed already and waiting for its check stays as it is.
    """
    consent = offer_participation(person=person, by=by)
    if not CONSENT_TRANSITIONS.allows(consent.status, ConsentStatus.SIGNED):
        return consent
    return sign_in_cabinet(consent=consent, by=by)


@transaction.atomic
def take_from_public_page(
    *, person: Person, text: ConsentText, signer: Signer, signed_on: date
) -> Consent:
    """Bring in the consent given beside an application; it waits to be checked.

    What stands already stays, and a signature given here later wins over it.
    """
    kind = ConsentKind(text.kind)
    latest = latest_consents([person]).get((person.pk, kind))
    if latest is None or latest.status in CLOSED:
        latest = Consent(
            organisation=person.organisation,
            person=person,
            kind=kind,
            text=text,
            required_on=signed_on,
        )
        latest.save()
    consent = locked([latest])[0]
    if CONSENT_TRANSITIONS.allows(consent.status, ConsentStatus.SIGNED):
        consent.text = text
        _sign(consent, signer, Medium.PUBLIC_FORM, None, signed_on)
    return consent


def _sign(
    consent: Consent, signer: Signer, medium: Medium, by: User | None, signed_on: date
) -> None:
    CONSENT_TRANSITIONS.check(consent.status, ConsentStatus.SIGNED)
    _write_signature(consent, signer, signed_on, medium)
    consent.save(update_fields=WRITTEN)
    note(by, "consent.signed", [consent], medium=str(medium))


@transaction.atomic
def verify(*, consent: Consent, by: User) -> Consent:
    """Confirm that the right person has signed the right form: from now it stands."""
    consent = locked([consent])[0]
    may_verify_consent(by, consent).require()
    if consent.is_own == needs_representative(
        consent.person, consent.signed_on or local_day(consent.organisation)
    ):
        raise Refused(
            "Подписал не тот, кто должен: за несовершеннолетнего согласие даёт"
            " представитель, за взрослого — он сам. Попросите подписать заново."
        )
    return _make_valid(consent, by)


def _make_valid(consent: Consent, by: User | None) -> Consent:
    CONSENT_TRANSITIONS.check(consent.status, ConsentStatus.VERIFIED)
    _write_check(consent, by)
    consent.save(update_fields=WRITTEN)
    note(by, "consent.verified", [consent])
    admit(people=[consent.person], on=local_day(consent.organisation), by=by)
    return consent


def _write_signature(
    row: Consent, signer: Signer, signed_on: date, medium: Medium
) -> None:
    row.signer = signer.person
    row.signer_name = signer.name
    row.capacity = signer.capacity
    row.cosigner_name = signer.cosigner_name
    row.medium = medium
    row.signed_on = signed_on
    row.status = ConsentStatus.SIGNED
    if row.kind == ConsentKind.PUBLICATION:
        row.valid_until = _years_after(signed_on, PUBLICATION_YEARS)


def _write_answers(row: Consent, answers: Mapping[str, object] | None) -> None:
    """Keep what may be published; silence is no consent (152-ФЗ ст. 10.1 ч. 8)."""
    if row.kind != ConsentKind.PUBLICATION:
        return
    if not answers:
        raise Refused("Отметьте, какие сведения разрешено показывать на странице.")
    row.answers = dict(answers)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def _write_check(row: Consent, by: User | None) -> None:
    row.status = ConsentStatus.VERIFIED
    row.verified_at = timezone.now()
    row.verified_by = by

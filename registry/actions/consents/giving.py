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
from common.russian.dates import short_date
from documents.models import Attachment
from registry.actions.consents.asking import CLOSED, offer_participation
from registry.actions.consents.effects import admit
from registry.actions.consents.rows import locked, note
from registry.enums import CONSENT_TRANSITIONS, ConsentKind, ConsentStatus, Medium
from registry.models import Consent, ConsentText, Guardianship, Person
from registry.models.consent import OWN, is_cosigned_by, needs_representative
from registry.permissions.consents import (
    may_add_scan,
    may_record_consents,
    may_sign_consent,
    may_verify_consent,
)
from registry.queries.consents import (
    guardians_of_all,
    latest_consents,
    local_day,
    resources_of,
    signer_among,
)

WRITTEN = [
    *("status", "text", "signer", "signer_name", "capacity", "cosigner_name"),
    *("awaits_cosigner", "cosigned_on", "answers", "resources", "medium"),
    *("attachment", "signed_on", "valid_until", "verified_at", "verified_by"),
]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as whom; `person` is None when only the name is known."""

    name: str
    capacity: str
    person: Person | None = None
    cosigner_name: str = ""


@transaction.atomic
def record_paper(
    *,
    consents: Collection[Consent],
    signed_on: date,
    attachment: Attachment | None,
    by: User,
    is_cosigned: bool = False,
    answers: Mapping[str, object] | None = None,
) -> list[Consent]:
    """Record papers signed by hand: who, when, with the list or the scan (R-326).

    They are checked by whoever records them and stand at once; one that a minor from 14
    has not signed beside waits for him. For a minor the signer is who represented him
    on the day of the paper; nobody else will do (invariant 17). All are recorded or
    none, and nobody records what he signed himself (invariant 10).
    """
    rows = locked(consents)
    organisation = rows[0].organisation
    may_record_consents(by, organisation).require()
    if signed_on > local_day(organisation):
        raise Refused("Дата согласия ещё не наступила. Проверьте её по бумаге.")
    found = _signers_on_paper(rows, signed_on, is_cosigned=is_cosigned)
    _refuse_own(rows, found, by)
    for row in rows:
        if row.status != ConsentStatus.SIGNED:
            CONSENT_TRANSITIONS.check(row.status, ConsentStatus.SIGNED)
        _write_signature(row, found[row.pk], signed_on, Medium.PAPER)
        _write_answers(row, answers)
        row.attachment = attachment or row.attachment
        if not row.awaits_cosigner:
            _write_check(row, by)
    Consent.objects.bulk_update(rows, WRITTEN, batch_size=500)
    note(by, "consent.recorded", rows, signed_on=str(signed_on))
    admit(people=[row.person for row in rows], on=local_day(organisation), by=by)
    return rows


def _signers_on_paper(
    rows: Sequence[Consent],
    signed_on: date,
    *,
    is_cosigned: bool,
) -> dict[int, Signer]:
    guardians = guardians_of_all([row.person_id for row in rows], signed_on)
    found: dict[int, Signer] = {}
    lacking: list[str] = []
    for row in rows:
        if not needs_representative(row.person, signed_on):
            found[row.pk] = Signer(row.person.full_name, OWN, row.person)
        elif guardians[row.person_id]:
            known = guardians[row.person_id]
            mine = (each for each in known if each.guardian_id == row.signer_id)
            cosigner = row.person.full_name if is_cosigned else ""
            found[row.pk] = _as_signer(next(mine, known[0]), cosigner)
        else:
            lacking.append(row.person.full_name)
    if lacking:
        raise Refused(
            "Согласие за несовершеннолетнего подписывает его законный представитель. На"
            f" {short_date(signed_on)} он не записан: {', '.join(lacking)}. Запишите его"
            " на странице человека или проверьте дату."
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


@transaction.atomic
def add_scan(*, consent: Consent, attachment: Attachment, by: User) -> Consent:
    """Put the scan of a paper to its consent that was recorded without one."""
    consent = locked([consent])[0]
    may_add_scan(by, consent).require()
    consent.attachment = attachment
    consent.save(update_fields=["attachment"])
    note(by, "consent.scanned", [consent])
    return consent


@transaction.atomic
def sign_in_cabinet(
    *,
    consent: Consent,
    by: User,
    answers: Mapping[str, object] | None = None,
    text: int | None = None,
) -> Consent:
    """Give one consent in one's cabinet, for oneself or for one's child.

    Where the organisation signs electronically it stands at once, a teenager's once he
    has signed too; where ink rules, the curator checks it against the signed paper
    (design 4.5). `answers` say what a consent to publish allows; `text` is the key of
    the wording that was read.
    """
    consent = locked([consent])[0]
    may_sign_consent(by, consent).require()
    if text not in {None, consent.text_id}:
        raise Refused(
            "Пока вы читали, организация изменила текст согласия. Прочитайте новый и"
            " решите."
        )
    today = local_day(consent.organisation)
    who = signer_among(by, consent.person, today)
    if isinstance(who, Guardianship):
        signer = _as_signer(who)
    else:
        signer = Signer(consent.person.full_name, OWN, consent.person)
    _write_answers(consent, answers)
    _sign(consent, signer, Medium.CABINET, by, today)
    is_electronic = consent.organisation.signature_mode == SignatureMode.SIMPLE
    if is_electronic and not consent.awaits_cosigner:
        make_valid(consent, by=None)
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
    if not _is_signed_rightly(consent):
        raise Refused(
            "Подписал не тот, кто должен: за несовершеннолетнего согласие даёт законный"
            " представитель, записанный на день подписи, за взрослого — он сам. Запишите"
            " представителя или попросите подписать заново."
        )
    return make_valid(consent, by)


def _is_signed_rightly(consent: Consent) -> bool:
    signed_on = consent.signed_on or local_day(consent.organisation)
    today = local_day(consent.organisation)
    if consent.is_own:
        return not needs_representative(consent.person, signed_on)
    represented = guardians_of_all([consent.person_id], signed_on)[consent.person_id]
    is_minor = needs_representative(consent.person, today)
    return is_minor and any(
        each.guardian_id == consent.signer_id for each in represented
    )


def make_valid(consent: Consent, by: User | None) -> Consent:
    """Let a signed consent stand; the caller holds it and has asked who may."""
    CONSENT_TRANSITIONS.check(consent.status, ConsentStatus.VERIFIED)
    _write_check(consent, by)
    consent.save(update_fields=WRITTEN)
    note(by, "consent.verified", [consent])
    admit(people=[consent.person], on=local_day(consent.organisation), by=by)
    return consent


def _write_signature(
    row: Consent, signer: Signer, signed_on: date, medium: Medium
) -> None:
    _write_cosigner(row, signer, signed_on)
    row.signer = signer.person
    row.signer_name = signer.name
    row.capacity = signer.capacity
    row.medium = medium
    row.signed_on = signed_on
    row.status = ConsentStatus.SIGNED
    years = row.text.term_years
    row.valid_until = _years_after(signed_on, years) if years else None
    if row.kind == ConsentKind.PUBLICATION:
        row.resources = resources_of(row.organisation)


def _write_cosigner(row: Consent, signer: Signer, signed_on: date) -> None:
    """Note the minor's signature, or that it is waited for; one given already stays."""
    is_needed = signer.capacity != OWN and is_cosigned_by(row.person, signed_on)
    is_given = row.status == ConsentStatus.SIGNED and row.cosigner_name != ""
    if is_needed and signer.cosigner_name:
        row.cosigner_name = signer.cosigner_name
        row.cosigned_on = signed_on
    elif not (is_needed and is_given):
        row.cosigner_name = ""
        row.cosigned_on = None
    row.awaits_cosigner = is_needed and not row.cosigner_name


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

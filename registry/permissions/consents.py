"""May this person give, check, record and take back consents?"""

from __future__ import annotations

from datetime import date

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.enums import CONSENT_TRANSITIONS, ConsentStatus
from registry.models import Consent, Person
from registry.permissions.people import may_export_people
from registry.queries.consents import local_day, signer_among

WHO = "куратор или заместитель директора"
SIGNERS = "сам участник, а за несовершеннолетнего — его законный представитель"


def may_view_consents(user: User, organisation: Organisation) -> Verdict:
    """The register of consents is seen by the staff who answer for them."""
    return may(
        user,
        Permission.CONSENT_VIEW,
        organisation.pk,
        "куратор, заместитель директора или директор",
    )


def may_record_consents(user: User, organisation: Organisation) -> Verdict:
    """Papers are asked for, handed out and recorded by who keeps the bases."""
    return may(user, Permission.CONSENT_VERIFY, organisation.pk, WHO)


def may_export_consents(user: User, organisation: Organisation) -> Verdict:
    """The table of names leaves the portal through who keeps the bases, as they do."""
    return all_of(
        may_view_consents(user, organisation), may_export_people(user, organisation)
    )


def may_verify_consent(user: User, consent: Consent) -> Verdict:
    """Whoever checks a consent has not given it himself (invariant 10)."""
    allowed = may(user, Permission.CONSENT_VERIFY, consent.organisation_id, WHO)
    if not allowed:
        return allowed
    if user.pk in {consent.person.user_id, consent.signer and consent.signer.user_id}:
        return no("Своё согласие проверяет другой сотрудник.")
    return _leads_to(
        consent, ConsentStatus.VERIFIED, "Проверять нечего: согласие не подписано."
    )


def may_sign_consent(user: User, consent: Consent) -> Verdict:
    """One signs for oneself, a representative for a minor; once."""
    if signer_among(user, consent.person, _today(consent)) is None:
        return no(f"Согласие даёт {SIGNERS}.")
    return _leads_to(consent, ConsentStatus.SIGNED, "Это согласие уже дано.")


def may_refuse_consent(user: User, consent: Consent) -> Verdict:
    """The signer says no; the curator writes down a no said on paper or aloud."""
    return all_of(
        _by_signer_or_curator(user, consent),
        _leads_to(
            consent,
            ConsentStatus.REFUSED,
            "Отказаться уже нельзя: согласие действует, его можно отозвать.",
        ),
    )


def may_withdraw_consent(user: User, consent: Consent) -> Verdict:
    """A consent is taken back on any day, as easily as it was given (152-ФЗ ст. 9 ч. 2)."""
    return all_of(
        _by_signer_or_curator(user, consent),
        _leads_to(
            consent, ConsentStatus.WITHDRAWN, "Отзывать нечего: согласие не действует."
        ),
    )


def may_offer_publication(user: User, person: Person) -> Verdict:
    """Whoever may sign may also offer: publication is a wish, never a duty."""
    if signer_among(user, person, local_day(person.organisation)) is None:
        return no(f"Согласие даёт {SIGNERS}.")
    return YES


def may_change_guardians(user: User, child: Person) -> Verdict:
    """Who represents a minor is written down from papers by who keeps the bases."""
    return may(user, Permission.PERSON_CHANGE, child.organisation_id, WHO)


def _by_signer_or_curator(user: User, consent: Consent) -> Verdict:
    if signer_among(user, consent.person, _today(consent)) is not None:
        return YES
    if user.has(Permission.CONSENT_VERIFY, consent.organisation_id):
        return YES
    return no(f"Это решает {SIGNERS}; куратор отмечает решение, полученное на бумаге.")


def _leads_to(consent: Consent, target: ConsentStatus, refusal: str) -> Verdict:
    if CONSENT_TRANSITIONS.allows(consent.status, target):
        return YES
    return no(refusal)


def _today(consent: Consent) -> date:
    return local_day(consent.organisation)

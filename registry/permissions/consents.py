"""May this person give, check, record and take back consents?"""

from __future__ import annotations

from datetime import date

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.enums import CONSENT_TRANSITIONS, ConsentStatus, Medium
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


def may_change_consent_text(user: User, organisation: Organisation) -> Verdict:
    """The organisation words its consents by who answers for the papers."""
    return may(
        user,
        Permission.CONSENT_TEXT_CHANGE,
        organisation.pk,
        "куратор, заместитель директора или директор",
    )


def may_add_scan(user: User, consent: Consent) -> Verdict:
    """A scan may be brought later, to a paper that was recorded without it."""
    allowed = may_record_consents(user, consent.organisation)
    if not allowed:
        return allowed
    if consent.medium != Medium.PAPER or consent.attachment_id is not None:
        return no("Скан прикладывают к согласию на бумаге, у которого его ещё нет.")
    if user.pk in {consent.person.user_id, consent.signer and consent.signer.user_id}:
        return no("Скан своего согласия прикладывает другой сотрудник.")
    return YES


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
    if consent.awaits_cosigner:
        return no("Ждём подписи подростка: с 14 лет подписывает и он сам.")
    return _leads_to(
        consent, ConsentStatus.VERIFIED, "Проверять нечего: согласие не подписано."
    )


def may_sign_consent(user: User, consent: Consent) -> Verdict:
    """One signs for oneself, a representative for a minor; once."""
    if signer_among(user, consent.person, _today(consent)) is None:
        return no(f"Согласие даёт {SIGNERS}.")
    return _leads_to(consent, ConsentStatus.SIGNED, "Это согласие уже дано.")


def may_cosign_consent(user: User, consent: Consent) -> Verdict:
    """A minor from 14 adds his own signature to what his representative has given."""
    if consent.person.user_id != user.pk:
        return no("Рядом с представителем подписывает сам подросток.")
    if not consent.awaits_cosigner or consent.status != ConsentStatus.SIGNED:
        return no("Подписывать нечего: сначала согласие даёт законный представитель.")
    return YES


def may_record_cosigner(user: User, consent: Consent) -> Verdict:
    """The minor's signature on paper is written down by who may check the consent."""
    allowed = may(user, Permission.CONSENT_VERIFY, consent.organisation_id, WHO)
    if not allowed:
        return allowed
    if user.pk in {consent.person.user_id, consent.signer and consent.signer.user_id}:
        return no("Своё согласие проверяет другой сотрудник.")
    if not consent.awaits_cosigner or consent.status != ConsentStatus.SIGNED:
        return no("Подпись подростка здесь не нужна.")
    return YES


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
    """Who represents a minor is written down from papers by who keeps the bases.

    Not for oneself nor for one's own child (invariants 10, 26).
    """
    allowed = may(user, Permission.PERSON_CHANGE, child.organisation_id, WHO)
    if allowed and Person.objects.in_care_of(user).filter(pk=child.pk).exists():
        return no(
            "Своих представителей и себя при ребёнке записывает другой сотрудник."
        )
    return allowed


def may_represent(guardian: Person, child: Person, on: date) -> Verdict:
    """A representative is another person, an adult, older than the child; by birth."""
    if guardian == child:
        return no("Человек не может представлять сам себя. Проверьте имя.")
    if child.birth is not None and not child.is_minor_on(on):
        return no(
            f"{child.full_name}: уже есть 18 лет, представитель не нужен. Проверьте дату"
            " рождения."
        )
    if guardian.birth is None:
        return YES
    if not guardian.is_adult_on(on):
        return no(
            f"Представителю меньше 18 лет: {guardian.full_name}. Проверьте дату рождения"
            " или укажите другого взрослого."
        )
    if child.birth_year and (guardian.birth_year or 0) >= child.birth_year:
        return no(
            f"Представитель не старше ребёнка: {guardian.full_name}. Проверьте даты"
            " рождения."
        )
    return YES


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

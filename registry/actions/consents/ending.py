"""Ending consents: refused, taken back, lapsed; and holding those that stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import Refused
from common.links import link
from common.russian.names import FullName
from notifications.actions import notify
from registry.actions.consents.effects import suspend
from registry.actions.consents.rows import curators, hold, locked, note
from registry.enums import (
    PARTICIPATION,
    ConsentStatus,
)
from registry.letters import ConsentWithdrawn
from registry.models import Consent, Person
from registry.permissions.consents import may_refuse_consent, may_withdraw_consent
from registry.queries.consents import (
    people_without_consent,
)


@transaction.atomic
def refuse(*, consent: Consent, by: User, remark: str = "") -> Consent:
    """Write down a «no»; taking part waits, publication and analysis just do not happen."""
    consent = locked([consent])[0]
    may_refuse_consent(by, consent).require()
    consent.status = ConsentStatus.REFUSED
    consent.save(update_fields=["status"])
    note(by, "consent.refused", [consent], remark=remark)
    return consent


@transaction.atomic
def withdraw(*, consent: Consent, by: User, remark: str = "") -> Consent:
    """Take a consent back: it ends at once, and the cards with it (invariants 19, 20).

    By the signer in the cabinet, or by the curator who received it on paper. Pairs at
    work are the curator's to review: he is told.
    """
    consent = locked([consent])[0]
    may_withdraw_consent(by, consent).require()
    consent.status = ConsentStatus.WITHDRAWN
    consent.withdrawn_at = timezone.now()
    consent.withdrawn_by = by
    consent.save(update_fields=["status", "withdrawn_at", "withdrawn_by"])
    note(by, "consent.withdrawn", [consent], remark=remark)
    still_at_work = False
    if consent.kind in PARTICIPATION:
        still_at_work = suspend(person=consent.person, by=by)
    notify(
        letter=ConsentWithdrawn,
        to=curators(consent.organisation),
        organisation=consent.organisation,
        key=f"consent.withdrawn:{consent.pk}",
        path=link(
            "registry:consent_person",
            organisation=consent.organisation.slug,
            pk=consent.person_id,
        ),
        context={"consent": consent, "still_at_work": still_at_work},
    )
    return consent


@transaction.atomic
def hold_valid(*, people: Collection[Person], on: date) -> None:
    """Refuse unless all may take part on the day, and hold their consents until commit."""
    hold(people=people)
    lacking = people_without_consent(people, on)
    if lacking:
        names = ", ".join(_listed(person) for person in lacking)
        raise Refused(
            f"Нет действующего согласия: {names}. Пока его нет, работа остановлена:"
            " куратор получает согласие заново или завершает пару."
        )


def _listed(person: Person) -> str:
    return FullName(person.last_name, person.first_name, person.patronymic).listed()

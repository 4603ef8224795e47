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
from registry.actions.erasure_ledger import note_withdrawals
from registry.enums import (
    CONSENT_TRANSITIONS,
    PARTICIPATION,
    ConsentStatus,
    MentorStatus,
)
from registry.letters import ConsentWithdrawn
from registry.models import Consent, MentorCard, Person
from registry.models.consent import OPEN
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
    note_withdrawals([consent])
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
def end_all(*, person: Person, by: User | None) -> int:
    """End every consent of a person whose data are to be destroyed; return how many.

    Given ones are withdrawn, asked ones refused; names leave public pages at once (19).
    """
    rows = Consent.objects.filter(
        person=person, status__in=[*OPEN, ConsentStatus.VERIFIED]
    ).select_for_update(of=("self",))
    now = timezone.now()
    ended = []
    for consent in rows.select_related("person").order_by("pk"):
        given = consent.status in {ConsentStatus.SIGNED, ConsentStatus.VERIFIED}
        target = ConsentStatus.WITHDRAWN if given else ConsentStatus.REFUSED
        CONSENT_TRANSITIONS.check(consent.status, target)
        consent.status = target
        if given:
            consent.withdrawn_at, consent.withdrawn_by = now, by
        consent.save(update_fields=["status", "withdrawn_at", "withdrawn_by"])
        ended.append(consent)
    withdrawn = [row for row in ended if row.status == ConsentStatus.WITHDRAWN]
    refused = [row for row in ended if row.status == ConsentStatus.REFUSED]
    for what, rows_of in (
        ("consent.withdrawn", withdrawn),
        ("consent.refused", refused),
    ):
        if rows_of:
            note(by, what, rows_of)
    note_withdrawals(withdrawn)
    # A mentor of the register leaves the year's base by the same road as a ready one.
    MentorCard.objects.filter(person=person, status=MentorStatus.REGISTERED).update(
        status=MentorStatus.READY
    )
    suspend(person=person, by=by)
    return len(ended)


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

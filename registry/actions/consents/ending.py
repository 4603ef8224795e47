"""Ending consents: refused, taken back, lapsed; and holding those that stand."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from common.errors import Refused
from common.links import link
from common.russian.names import FullName
from common.tenancy import within
from notifications.actions import notify
from registry.actions.consents.asking import require_for_all
from registry.actions.consents.effects import suspend
from registry.actions.consents.rows import curators, locked, locked_by_key, note
from registry.enums import (
    CONSENT_TRANSITIONS,
    PARTICIPATION,
    ConsentStatus,
    CycleStatus,
)
from registry.letters import ConsentsExpired, ConsentWithdrawn
from registry.models import Consent, MenteeCard, MentorCard, Person
from registry.permissions.consents import may_refuse_consent, may_withdraw_consent
from registry.queries.consents import (
    lapsed_consents,
    local_day,
    people_without_consent,
)

logger = logging.getLogger(__name__)


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
    """Refuse unless all may take part on the day, and hold their consents until commit.

    A withdrawal that comes meanwhile waits and then acts on what was made: it always
    has the last word (invariant 20).
    """
    rows = Consent.objects.filter(person__in=people, status=ConsentStatus.VERIFIED)
    list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    lacking = people_without_consent(people, on)
    if lacking:
        names = ", ".join(_listed(person) for person in lacking)
        raise Refused(
            f"Нет действующего согласия: {names}. Пока его нет, работа остановлена:"
            " куратор получает согласие заново или завершает пару."
        )


def _listed(person: Person) -> str:
    return FullName(person.last_name, person.first_name, person.patronymic).listed()


@transaction.atomic
def expire_lapsed(*, organisation: Organisation) -> int:
    """Close what no longer stands and ask anew those who still take part; the clock's.

    A consent ends by its term or on the day its subject comes of age (invariant 17).
    Validity never waits for this: it is asked of the day itself.
    """
    today = local_day(organisation)
    lapsed = [row.pk for row in lapsed_consents(today)]
    rows = [row for row in locked_by_key(lapsed) if not row.stands_on(today)]
    rows = [row for row in rows if row.status == ConsentStatus.VERIFIED]
    if not rows:
        return 0
    CONSENT_TRANSITIONS.check(ConsentStatus.VERIFIED, ConsentStatus.EXPIRED)
    for row in rows:
        row.status = ConsentStatus.EXPIRED
    Consent.objects.bulk_update(rows, ["status"], batch_size=500)
    note(None, "consent.expired", rows)
    require_for_all(people=_taking_part([row.person for row in rows]), by=None)
    notify(
        letter=ConsentsExpired,
        to=curators(organisation),
        organisation=organisation,
        key=f"consents.expired:{organisation.pk}:{today}",
        path=link("registry:consent_list", organisation=organisation.slug),
        context={"count": len(rows)},
    )
    return len(rows)


def _taking_part(people: Collection[Person]) -> list[Person]:
    keys = [person.pk for person in people]
    busy = {
        pk
        for model in (MentorCard, MenteeCard)
        for pk in model.objects.filter(person__in=keys)
        .exclude(cycle__status=CycleStatus.CLOSED)
        .values_list("person_id", flat=True)
    }
    return [person for person in people if person.pk in busy]


def expire_everywhere() -> int:
    """Close what lapsed in every organisation, each for itself; return how many."""
    closed = 0
    for organisation in Organisation.objects.ready():
        try:
            with within(organisation.pk):
                closed += expire_lapsed(organisation=organisation)
        except Exception:
            # One organisation's trouble must not keep the others waiting.
            logger.exception("Consents of organisation %s", organisation.pk)
    return closed

"""Consents and age: what lapses by its term or its subject's birthday, asked anew."""

from __future__ import annotations

import logging
from collections.abc import Collection

from django.db import transaction

from accounts.models import Organisation, User
from common.links import link
from common.tenancy import within
from notifications.actions import notify
from registry.actions.consents.asking import require_again, require_for_all
from registry.actions.consents.effects import admit
from registry.actions.consents.rows import curators, locked_by_key, note
from registry.enums import CONSENT_TRANSITIONS, PARTICIPATION, ConsentStatus
from registry.letters import ConsentAtEighteen, ConsentsExpired
from registry.models import Consent, Person
from registry.models.consent import is_cosigned_by, needs_representative
from registry.queries.consents import (
    lapsed_consents,
    local_day,
    outgrown_consents,
    taking_part,
)

logger = logging.getLogger(__name__)


@transaction.atomic
def expire_lapsed(*, organisation: Organisation) -> int:
    """Close what no longer stands and ask anew those who still take part; the clock's.

    A consent ends by its term or on the day its subject comes of age, and that same day
    his own is asked for (invariant 17). Validity never waits for this: it is asked of
    the day itself.
    """
    today = local_day(organisation)
    stale = [*lapsed_consents(today), *outgrown_consents(today)]
    rows = _closed([row.pk for row in stale], organisation, by=None)
    # Also who has grown up with his representative's consent never given.
    require_for_all(people=list(taking_part()), by=None)
    if not rows:
        return 0
    notify(
        letter=ConsentsExpired,
        to=curators(organisation),
        organisation=organisation,
        key=f"consents.expired:{organisation.pk}:{today}",
        path=link("registry:consent_list", organisation=organisation.slug),
        context={"count": len(rows)},
    )
    return len(rows)


@transaction.atomic
def reevaluate(*, person: Person, by: User | None) -> None:
    """Weigh the person's consents by the age he has now (invariant 26).

    What the right person did not give is closed, the right one is asked for, and a card
    that waited goes on if a consent turns out to stand.
    """
    today = local_day(person.organisation)
    rows = Consent.objects.filter(person=person)
    stale = [*lapsed_consents(today, rows), *outgrown_consents(today, rows)]
    _closed([row.pk for row in stale], person.organisation, by=by)
    for row in locked_by_key(
        [row.pk for row in rows.filter(status=ConsentStatus.SIGNED)]
    ):
        awaits = _awaits_cosigner(row)
        if row.awaits_cosigner != awaits:
            row.awaits_cosigner = awaits
            row.save(update_fields=["awaits_cosigner"])
    require_for_all(people=list(taking_part([person.pk])), by=by)
    admit(people=[person], on=today, by=by)


def _awaits_cosigner(row: Consent) -> bool:
    if row.is_own or row.cosigner_name or row.signed_on is None:
        return False
    return is_cosigned_by(row.person, row.signed_on)


def _closed(
    keys: Collection[int], organisation: Organisation, by: User | None
) -> list[Consent]:
    """Close what is still stale once locked; ask those who take part; tell grown-ups."""
    today = local_day(organisation)
    rows = [row for row in locked_by_key(keys) if row.is_stale_on(today)]
    if not rows:
        return []
    for row in rows:
        CONSENT_TRANSITIONS.check(row.status, ConsentStatus.EXPIRED)
        row.status = ConsentStatus.EXPIRED
        row.awaits_cosigner = False
    Consent.objects.bulk_update(rows, ["status", "awaits_cosigner"], batch_size=500)
    note(by, "consent.expired", rows)
    going_on = {person.pk: person for person in taking_part(_people_of(rows))}
    require_for_all(people=list(going_on.values()), by=by)
    others = [row for row in rows if row.kind not in PARTICIPATION and row.signed_on]
    require_again(consents=[r for r in others if r.person_id in going_on], by=by)
    _tell_grown_up(rows, organisation)
    return rows


def _people_of(rows: Collection[Consent]) -> list[int]:
    return sorted({row.person_id for row in rows})


def _tell_grown_up(rows: Collection[Consent], organisation: Organisation) -> None:
    """Ask who has come of age, in his own cabinet, for his own consent."""
    today = local_day(organisation)
    grown = [
        row.person
        for row in rows
        if not row.is_own and not needs_representative(row.person, today)
    ]
    users = User.objects.filter(persons__in=grown).distinct()
    notify(
        letter=ConsentAtEighteen,
        to=users,
        organisation=organisation,
        key=f"consent.at_eighteen:{organisation.pk}",
        path=link("registry:my_consents", organisation=organisation.slug),
    )


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

"""Asking for consents: what must be given before anything goes on (R-264, R-265)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from registry.actions.consents.rows import hold, locked, note
from registry.enums import CONSENT_TRANSITIONS, ConsentKind, ConsentStatus
from registry.models import Consent, ConsentText, Person
from registry.permissions.consents import may_offer_publication, may_record_consents
from registry.queries.consents import (
    current_text,
    latest_consents,
    local_day,
    participation_kind,
    people_without_consent,
)

CLOSED = frozenset({ConsentStatus.WITHDRAWN, ConsentStatus.EXPIRED})


@transaction.atomic
def require_for(*, person: Person, by: User | None) -> list[Consent]:
    """Ask for the consent without which nothing about the person may go on (R-264).

    Returns the person's consents that are neither closed nor refused.
    """
    require_for_all(people=[person], by=by)
    open_rows = Consent.objects.filter(person=person)
    return list(open_rows.exclude(status__in=[*CLOSED, ConsentStatus.REFUSED]))


@transaction.atomic
def require_for_all(*, people: Sequence[Person], by: User | None) -> set[int]:
    """Ask the same of many; return the keys of those whose consent does not stand.

    The people are of one organisation. What was refused or withdrawn is not asked for
    again: a table loaded once more must not undo a withdrawal (invariant 20).
    """
    if not people:
        return set()
    organisation = people[0].organisation
    today = local_day(organisation)
    by_kind: dict[ConsentKind, list[Person]] = {}
    for person in people:
        by_kind.setdefault(participation_kind(person, today), []).append(person)
    for kind, persons in by_kind.items():
        _ask(organisation, persons, kind, by, {ConsentStatus.EXPIRED})
    # Cards are made by what is returned: nothing is withdrawn in between.
    hold(people=people)
    return {person.pk for person in people_without_consent(people, today)}


@transaction.atomic
def ask(*, people: Sequence[Person], kind: ConsentKind, by: User) -> int:
    """Ask people for a consent of a kind, once more after a withdrawal too.

    Returns how many were asked; who has been asked and has not answered is left alone.
    """
    if not people:
        raise Refused("Выберите хотя бы одного человека.")
    organisation = people[0].organisation
    may_record_consents(by, organisation).require()
    return _ask(organisation, people, kind, by, CLOSED)


@transaction.atomic
def offer_publication(*, person: Person, by: User) -> Consent:
    """Open the form of the consent to publish at the wish of who may sign it."""
    may_offer_publication(by, person).require()
    kind = ConsentKind.PUBLICATION
    _ask(person.organisation, [person], kind, by, CLOSED)
    return Consent.objects.filter(person=person, kind=kind).latest("pk")


@transaction.atomic
def offer_participation(*, person: Person, by: User) -> Consent:
    """Open the form of the consent to take part at the wish of who may sign it."""
    may_offer_publication(by, person).require()
    kind = participation_kind(person, local_day(person.organisation))
    _ask(person.organisation, [person], kind, by, CLOSED)
    return Consent.objects.filter(person=person, kind=kind).latest("pk")


def _ask(
    organisation: Organisation,
    people: Collection[Person],
    kind: ConsentKind,
    by: User | None,
    again_after: Collection[ConsentStatus],
) -> int:
    latest = latest_consents(people)
    asked = [
        person
        for person in people
        if (person.pk, kind) not in latest
        or latest[person.pk, kind].status in again_after
    ]
    if not asked:
        return 0
    text = text_for(organisation, kind)
    today = local_day(organisation)
    rows = [
        Consent(
            organisation=organisation,
            person=person,
            kind=kind,
            text=text,
            required_on=today,
        )
        for person in asked
    ]
    Consent.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    audit.record(
        by=by,
        what="consent.required",
        on=organisation,
        ids=[person.pk for person in asked],
        after={"kind": str(kind)},
    )
    return len(asked)


@transaction.atomic
def require_again(*, consents: Collection[Consent], by: User | None) -> None:
    """Ask once more for the kinds that have expired, of the same people (R-326)."""
    by_kind: dict[str, list[Person]] = {}
    for consent in consents:
        by_kind.setdefault(consent.kind, []).append(consent.person)
    for kind, people in by_kind.items():
        _ask(
            people[0].organisation,
            people,
            ConsentKind(kind),
            by,
            {ConsentStatus.EXPIRED},
        )


def text_for(organisation: Organisation, kind: ConsentKind) -> ConsentText:
    """Return the wording to sign now; refuse when the reference data are not loaded."""
    text = current_text(organisation, kind)
    if text is None:
        raise Refused(
            "На портале нет текста этого согласия. Попросите администратора загрузить"
            " справочники."
        )
    return text


@transaction.atomic
def issue(*, consents: Collection[Consent], by: User) -> list[Consent]:
    """Note that blanks were printed and handed out; those given already stay as are."""
    rows = locked(consents)
    may_record_consents(by, rows[0].organisation).require()
    handed = [
        row
        for row in rows
        if CONSENT_TRANSITIONS.allows(row.status, ConsentStatus.ISSUED)
    ]
    for row in handed:
        row.text = text_for(row.organisation, ConsentKind(row.kind))
        row.status = ConsentStatus.ISSUED
    Consent.objects.bulk_update(handed, ["status", "text"], batch_size=500)
    if handed:
        note(by, "consent.issued", handed)
    return rows

"""Which consents are needed, which stand, who may give them for whom (R-264, R-265)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Organisation, User
from common.links import absolute, link
from registry.enums import PARTICIPATION, ConsentKind, ConsentStatus, CycleStatus
from registry.models import (
    Consent,
    ConsentText,
    Guardianship,
    MenteeCard,
    MentorCard,
    Person,
)
from registry.models.consent import OPEN, needs_representative


def local_day(organisation: Organisation, at: datetime | None = None) -> date:
    """Return the day of the moment (now by default) where the organisation is."""
    return timezone.localdate(at, timezone=ZoneInfo(organisation.time_zone))


def participation_kind(person: Person, on: date) -> ConsentKind:
    """Return the kind without which the person takes no part on the day."""
    if needs_representative(person, on):
        return ConsentKind.REPRESENTATIVE
    return ConsentKind.PARTICIPANT


def needed_consents(person: Person, on: date) -> list[ConsentKind]:
    """Return the kinds that must stand on the day of the event.

    The analysis of needs is asked for only where it is held, publication never blocks.
    """
    return [participation_kind(person, on)]


def valid_kinds(people: Collection[Person], on: date) -> dict[int, set[ConsentKind]]:
    """Return the kinds that stand on the day, by the key of the person; one query."""
    found: dict[int, set[ConsentKind]] = {person.pk: set() for person in people}
    by_key = {person.pk: person for person in people}
    standing = Consent.objects.valid_on(on).filter(person__in=by_key).order_by()
    for consent in standing.only(
        "person_id", "kind", "status", "signed_on", "valid_until", "signer_id"
    ):
        consent.person = by_key[consent.person_id]
        if consent.stands_on(on):
            found[consent.person_id].add(ConsentKind(consent.kind))
    return found


def has_valid_consent(person: Person, kind: ConsentKind, on: date) -> bool:
    """Tell whether the consent of the kind stands on the day of the event.

    Either kind of consent to take part answers for the other: what counts is whether
    the right person gave it, for the age on the day.
    """
    standing = valid_kinds([person], on)[person.pk]
    if kind in PARTICIPATION:
        kind = participation_kind(person, on)
    return kind in standing


def missing_consents(person: Person, on: date) -> list[ConsentKind]:
    """Return the needed kinds that do not stand on the day."""
    standing = valid_kinds([person], on)[person.pk]
    return [kind for kind in needed_consents(person, on) if kind not in standing]


def people_without_consent(people: Collection[Person], on: date) -> list[Person]:
    """Return those who may not take part on the day, in the order given; one query."""
    standing = valid_kinds(people, on)
    return [
        person
        for person in people
        if participation_kind(person, on) not in standing[person.pk]
    ]


def awaiting_cosigner(people: Collection[Person]) -> set[int]:
    """Return the keys of teenagers whose own signature is all that lacks; one query."""
    rows = Consent.objects.filter(
        person__in=people, awaits_cosigner=True, kind__in=PARTICIPATION
    )
    return set(rows.values_list("person_id", flat=True))


def guardians_of(person: Person, on: date) -> list[Guardianship]:
    """Return who represents the person on the day, with their people, oldest first."""
    return guardians_of_all([person.pk], on)[person.pk]


def guardians_of_all(people: Iterable[int], on: date) -> dict[int, list[Guardianship]]:
    """Return the same of many, by the key of the child; one query."""
    found: dict[int, list[Guardianship]] = {pk: [] for pk in people}
    for guardianship in current_guardianships(on).filter(child__in=found):
        found[guardianship.child_id].append(guardianship)
    return found


def current_guardianships(on: date) -> QuerySet[Guardianship]:
    """Return the guardianships in force on the day."""
    return (
        Guardianship.objects.in_force(on)
        .select_related("guardian__user")
        .order_by("from_on", "pk")
    )


def signer_among(user: User, person: Person, on: date) -> Guardianship | Person | None:
    """Return as whom the user signs for the person on the day; None when he may not.

    A minor does not sign for himself, an adult is not signed for.
    """
    if not needs_representative(person, on):
        return person if person.user_id == user.pk else None
    return current_guardianships(on).filter(child=person, guardian__user=user).first()


def current_text(organisation: Organisation, kind: ConsentKind) -> ConsentText | None:
    """Return the newest wording: the organisation's own before the common one."""
    texts = ConsentText.objects.filter(
        Q(organisation=None) | Q(organisation=organisation), kind=kind
    )
    return max(
        texts,
        key=lambda text: (text.organisation_id is not None, text.version),
        default=None,
    )


def editions_of(organisation: Organisation, kind: ConsentKind) -> QuerySet[ConsentText]:
    """Return the wordings of a kind the organisation has or had, with their consents."""
    own = Consent.objects.filter(organisation=organisation, text=OuterRef("pk"))
    given = own.exclude(signed_on=None).order_by().values("text")
    return (
        ConsentText.objects.filter(
            Q(organisation=None) | Q(organisation=organisation), kind=kind
        )
        .annotate(
            given=Coalesce(Subquery(given.annotate(n=Count("pk")).values("n")), 0)
        )
        .order_by(F("organisation").asc(nulls_last=True), "-version")
    )


def resources_of(organisation: Organisation) -> list[str]:
    """Return the addresses a consent to publish is given for (152-ФЗ ст. 10.1)."""
    page = absolute(link("publishing:page", organisation=organisation.slug))
    return [url for url in (organisation.site, page) if url]


def consents_of(people: Iterable[Person]) -> QuerySet[Consent]:
    """Return the consents of the people with all that their pages show."""
    return (
        Consent.objects.filter(person__in=list(people))
        .select_related("person", "signer", "text", "verified_by", "organisation")
        .order_by("person__last_name", "person__first_name", "kind", "-pk")
    )


def latest_consents(people: Collection[Person]) -> dict[tuple[int, str], Consent]:
    """Return the last row of each kind of each person; one query."""
    rows = Consent.objects.filter(person__in=people).order_by("pk")
    return {(row.person_id, row.kind): row for row in rows}


def lapsed_consents(on: date, among: QuerySet[Consent] | None = None) -> list[Consent]:
    """Return what was valid and no longer stands: by its term or by coming of age."""
    rows = Consent.objects.all() if among is None else among
    return _stale(rows.filter(status=ConsentStatus.VERIFIED, signed_on__lte=on), on)


def outgrown_consents(
    on: date, among: QuerySet[Consent] | None = None
) -> list[Consent]:
    """Return what is under way and would lead nowhere: the age asks for another."""
    rows = Consent.objects.all() if among is None else among
    return _stale(rows.filter(status__in=OPEN), on)


def _stale(rows: QuerySet[Consent], on: date) -> list[Consent]:
    return [
        consent
        for consent in rows.select_related("person").order_by("pk")
        if consent.is_stale_on(on)
    ]


def taking_part(people: Collection[int] | None = None) -> QuerySet[Person]:
    """Return who has a card in a cycle that is not closed, of these or of all."""
    rows = (
        Person.objects.all() if people is None else Person.objects.filter(pk__in=people)
    )
    cards = [
        model.objects.exclude(cycle__status=CycleStatus.CLOSED).values("person_id")
        for model in (MentorCard, MenteeCard)
    ]
    return rows.filter(Q(pk__in=cards[0]) | Q(pk__in=cards[1])).select_related(
        "organisation"
    )

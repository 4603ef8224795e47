"""The register of consents: found, sifted, counted; and what a person's page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import Organisation, User
from common.russian.names import normalise
from registry.enums import ConsentKind, ConsentStatus
from registry.models import Consent, Group, Guardianship, Person
from registry.models.consent import needs_representative
from registry.queries.consents import (
    consents_of,
    current_guardianships,
    guardians_of_all,
)

S = ConsentStatus
SHORT_KINDS = {
    ConsentKind.PARTICIPANT: "Участие",
    ConsentKind.REPRESENTATIVE: "Участие, за ребёнка",
    ConsentKind.NEEDS_ANALYSIS: "Анализ потребностей",
    ConsentKind.PUBLICATION: "Публикация",
}
STATES = {
    "missing": "Не хватает или не проверено",
    "unsigned": "Не подписано",
    "signed": "Подписано, не проверено",
    "cosigner": "Ждёт подписи подростка",
    "valid": "Действует",
    "refused": "Отказ",
    "ended": "Отозвано или истекло",
    "all": "Все",
}
WANTED = [S.REQUIRED, S.ISSUED]
RECORDABLE = [*WANTED, S.REFUSED, S.SIGNED]
ORDERS = {
    "name": ("person__last_name", "person__first_name", "person__patronymic"),
    "group": ("person__group__name", "person__last_name"),
    "kind": ("kind", "person__last_name"),
    "status": ("status", "person__last_name"),
    "signed": ("signed_on", "person__last_name"),
}


@dataclass(frozen=True, slots=True)
class ConsentsChosen:
    """What the register is narrowed by; an empty value narrows nothing but the state."""

    words: str = ""
    state: str = ""
    kind: str = ""
    group: Group | None = None

    @property
    def told(self) -> str:
        """By what the register is narrowed, in words."""
        kind = SHORT_KINDS[ConsentKind(self.kind)] if self.kind else ""
        group = str(self.group) if self.group else ""
        state = STATES[self.state or "missing"]
        return "; ".join(filter(None, [state, kind, group, self.words]))


def consent_list(user: User, chosen: ConsentsChosen, on: date) -> QuerySet[Consent]:
    """Return the consents asked for, with what the register shows."""
    rows = Consent.objects.visible_to(user).filter(
        _in_state(chosen.state or "missing", on)
    )
    for word in normalise(chosen.words).split():
        rows = rows.filter(person__search__contains=word)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.group:
        rows = rows.filter(person__group=chosen.group)
    return rows.for_list()


def _in_state(state: str, on: date) -> Q:
    lapsed = Q(status=S.VERIFIED, valid_until__lt=on)
    return {
        "missing": Q(status__in=[*WANTED, S.SIGNED]),
        "unsigned": Q(status__in=WANTED),
        "signed": Q(status=S.SIGNED, awaits_cosigner=False),
        "cosigner": Q(status=S.SIGNED, awaits_cosigner=True),
        "valid": Q(status=S.VERIFIED) & ~lapsed,
        "refused": Q(status=S.REFUSED),
        "ended": Q(status__in=[S.WITHDRAWN, S.EXPIRED]) | lapsed,
    }.get(state, Q())


def consent_counts(organisation: Organisation) -> dict[str, int]:
    """Count what waits for the curator, by the state that lists it; one query."""
    rows = Consent.objects.filter(organisation=organisation)
    return rows.aggregate(
        unsigned=Count("pk", filter=Q(status__in=WANTED)),
        signed=Count("pk", filter=Q(status=S.SIGNED, awaits_cosigner=False)),
        cosigner=Count("pk", filter=Q(status=S.SIGNED, awaits_cosigner=True)),
    )


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent as a page shows it on a day."""

    consent: Consent
    status: ConsentStatus
    kind: str

    @property
    def tone(self) -> str:
        """The state whose colour the badge takes: what is waited for is not yet good."""
        return str(S.REQUIRED if self.consent.awaits_cosigner else self.status)

    @property
    def label(self) -> str:
        """The state in words; a signature still waited for is part of it."""
        if self.consent.awaits_cosigner:
            return "Ждёт подписи подростка"
        return str(self.status.label)


def rows_on(consents: Iterable[Consent], on: date) -> list[ConsentRow]:
    """Return the consents with their state on the day; their people must be loaded."""
    return [
        ConsentRow(row, row.shown_status(on), SHORT_KINDS[ConsentKind(row.kind)])
        for row in consents
    ]


def person_rows(consents: Iterable[Consent], on: date) -> list[ConsentRow]:
    """Return one person's consents, those without which nothing goes on first."""
    weights = {kind: weight for weight, kind in enumerate(ConsentKind)}
    return sorted(
        rows_on(consents, on),
        key=lambda row: (weights[ConsentKind(row.consent.kind)], -row.consent.pk),
    )


@dataclass(frozen=True, slots=True)
class Ward:
    """Somebody whose consents a user looks after: himself, or his child."""

    person: Person
    rows: list[ConsentRow]
    is_child: bool
    is_minor: bool
    may_sign: bool
    has_publication: bool


def wards_of(user: User, on: date) -> list[Ward]:
    """Return the user's own person and those he represents, with their consents."""
    own = list(Person.objects.filter(user=user).select_related("organisation", "group"))
    guardianships = current_guardianships(on).filter(guardian__user=user)
    children = [
        row.child
        for row in guardianships.select_related(
            "child__organisation", "child__group", "guardian__user"
        )
    ]
    people = [*own, *(child for child in children if child not in own)]
    by_person: dict[int, list[Consent]] = {person.pk: [] for person in people}
    for consent in consents_of(people):
        by_person[consent.person_id].append(consent)
    return [_ward(person, by_person[person.pk], user, on) for person in people]


def _ward(person: Person, consents: list[Consent], user: User, on: date) -> Ward:
    is_minor = needs_representative(person, on)
    is_child = person.user_id != user.pk
    return Ward(
        person=person,
        rows=person_rows(consents, on),
        is_child=is_child,
        is_minor=is_minor,
        may_sign=is_child == is_minor,
        has_publication=any(
            row.kind == ConsentKind.PUBLICATION
            and row.status not in {S.WITHDRAWN, S.EXPIRED}
            for row in consents
        ),
    )


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A consent about to be recorded from paper, with who must have signed it."""

    consent: Consent
    kind: str
    is_minor: bool
    guardian: Guardianship | None


def paper_rows(consents: Sequence[Consent], on: date) -> list[PaperRow]:
    """Return who must have signed each paper; two queries however many."""
    guardians = guardians_of_all([row.person_id for row in consents], on)
    return [
        PaperRow(
            consent=row,
            kind=SHORT_KINDS[ConsentKind(row.kind)],
            is_minor=needs_representative(row.person, on),
            guardian=next(iter(guardians[row.person_id]), None),
        )
        for row in consents
    ]

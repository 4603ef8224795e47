"""People of one organisation who may be one human being (ADR 0004)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_

from django.db import models
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.lookups import IsNull
from django.utils import timezone

from accounts.models import Organisation, User
from common.russian.names import normalise
from registry.enums import ConsentStatus
from registry.importing.identity import Likeness, likeness
from registry.models import Consent, Distinction, Guardianship, Joining, Person
from registry.queries.people import identity_of_person

# Why two rows cannot become one person's, by the rule that would be broken.
CLASHES = {
    "mentor_card_once_per_cycle": "У обоих есть карточка наставника в одном цикле.",
    "mentee_card_once_per_cycle": "У обоих есть карточка наставляемого в одном цикле.",
    "acceptance_one_per_person": "Они состоят в одной паре.",
    "feedback_once": "Оба оставили отзыв об одной встрече.",
    "programme_agreed_once_per_version": "Оба согласовали одну и ту же программу.",
    "response_once": "Оба ответили на один и тот же опрос.",
    "team_member_once": "Оба состоят в одной рабочей группе: уберите одного из неё.",
    "responsible_person_once": "Оба отвечают за одно мероприятие: уберите одного.",
    "erasure_one_open_per_person": (
        "Об уничтожении данных обоих есть нерешённые обращения. Сначала решите их."
    ),
}
# What is settled by the joining itself.
SETTLED = frozenset({"consent_one_open_per_kind", "guardianship_once"})
SHOWN = 10
GIVEN = (ConsentStatus.SIGNED, ConsentStatus.VERIFIED)


@dataclass(frozen=True, slots=True)
class Double:
    """Two people who look alike, and by what; the likelier come first."""

    one: Person
    other: Person
    signs: tuple[str, ...]


def likely_doubles(organisation: Organisation) -> list[Double]:
    """Return the pairs of people who may be one, without those told apart."""
    alike = reduce(or_, (Q(pk__in=keys) for keys in _alike(organisation)))
    people = list(Person.objects.filter(alike).select_related("group").order_by("pk"))
    apart = set(
        Distinction.objects.filter(organisation=organisation).values_list(
            "lesser_id", "greater_id"
        )
    )
    found = [
        Double(one, other, signs)
        for one, other in _namesakes(people)
        if (one.pk, other.pk) not in apart and (signs := signs_of(one, other))
    ]
    return sorted(found, key=lambda pair: (-len(pair.signs), pair.one.search))


def _alike(organisation: Organisation) -> Iterator[QuerySet[Person, int]]:
    """Yield the keys of those whom another resembles, as far as the database can tell.

    Everything `_namesakes` puts on one shelf, but for births that surely differ.
    """
    rows = Person.objects.filter(organisation=organisation)
    others = rows.exclude(pk=OuterRef("pk")).filter(name_key=OuterRef("name_key"))
    may_be_born_so = (
        Q(birth_on=OuterRef("birth_on"))
        | Q(birth_on=None)
        | ExpressionWrapper(IsNull(OuterRef("birth_on"), rhs=True), BooleanField())
    )
    with_contact = rows.exclude(name_key="")
    for column, told in (
        ("surname_key", rows),
        ("phone", with_contact.exclude(phone="")),
        ("email__iexact", with_contact.exclude(email="")),
    ):
        value = OuterRef(column.removesuffix("__iexact"))
        same = others.filter(may_be_born_so, **{column: value})
        yield told.filter(Exists(same)).order_by().values_list("pk", flat=True)


def _namesakes(people: list[Person]) -> Iterator[tuple[Person, Person]]:
    """Yield two at a time those of one surname and name, or of one name and contact."""
    shelves: defaultdict[tuple[str, str], dict[int, Person]] = defaultdict(dict)
    for person in people:
        first = normalise(person.first_name)
        shelves[first, normalise(person.last_name)][person.pk] = person
        for told in (person.phone, person.email):
            if told and first:
                shelves[first, normalise(told)][person.pk] = person
    pairs = {
        (one.pk, other.pk): (one, other)
        for shelf in shelves.values()
        for one, other in combinations(shelf.values(), 2)
    }
    yield from pairs.values()


def signs_of(one: Person, other: Person) -> tuple[str, ...]:
    """Return by what two people look like one; nothing when they are surely two."""
    how = likeness(one.birth, other.birth)
    if how is Likeness.DIFFERENT or _differ(one.patronymic, other.patronymic):
        return ()
    if _is_colleague_of_child(one, other) or _is_colleague_of_child(other, one):
        return ()
    signs = []
    if normalise(one.full_name) == normalise(other.full_name):
        signs.append("одно имя")
    elif normalise(one.last_name) == normalise(other.last_name):
        signs.append("одна фамилия и имя")
    if how is Likeness.SAME:
        is_day = one.birth_on and one.birth_on == other.birth_on
        signs.append("один день рождения" if is_day else "один год рождения")
    shared = identity_of_person(one).contacts & identity_of_person(other).contacts
    if shared:
        signs.append("общий телефон или почта")
    if one.post and normalise(one.post) == normalise(other.post):
        signs.append("одна должность")
    return tuple(signs)


def _is_colleague_of_child(one: Person, other: Person) -> bool:
    return one.is_staff_member and other.is_minor_on(timezone.localdate())


def _differ(one: str, other: str) -> bool:
    return bool(one and other and normalise(one) != normalise(other))


def clashes_of(kept: Person, other: Person) -> list[str]:
    """Return why the two cannot be joined, in words; nothing when they can."""
    reasons = list(_own_clashes(kept, other))
    for relation in relations_to_person():
        for constraint in relation.related_model._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint):
                continue
            if relation.field.name not in constraint.fields:
                continue
            if constraint.name not in SETTLED and _meet(
                relation, constraint, kept, other
            ):
                reasons.append(
                    CLASHES.get(constraint.name, "У обоих есть записи об одном.")
                )
    return list(dict.fromkeys(reasons))


def _own_clashes(kept: Person, other: Person) -> Iterator[str]:
    if kept.organisation_id != other.organisation_id:
        yield "Люди из разных организаций."
    if kept.user_id and other.user_id:
        yield (
            "У обоих есть учётная запись. Снимите лишнюю роль: «Организация», — и"
            " попросите администратора отвязать учётную запись."
        )
    if likeness(kept.birth, other.birth) is Likeness.DIFFERENT:
        yield "Даты рождения разные. Если это ошибка, сначала исправьте дату."
    between = models.Q(child=kept, guardian=other) | models.Q(
        child=other, guardian=kept
    )
    if Guardianship.objects.filter(between).exists():
        yield "Один из них записан представителем другого."
    given = Consent.objects.filter(person__in=[kept, other], status__in=GIVEN)
    by_kind: defaultdict[str, set[str]] = defaultdict(set)
    owners: defaultdict[str, set[int]] = defaultdict(set)
    for kind, status, person in given.values_list("kind", "status", "person_id"):
        by_kind[kind].add(status)
        owners[kind].add(person)
    if any(
        len(owners[kind]) > 1 and ConsentStatus.SIGNED in statuses
        for kind, statuses in by_kind.items()
    ):
        yield "У обоих подписано одно и то же согласие: сначала проверьте его у обоих."


def relations_to_person() -> list[models.ManyToOneRel]:
    """Return every column of the house that names a person, hidden tables included."""
    return [
        relation
        for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and relation.related_model is not Distinction
    ]


def _meet(
    relation: models.ManyToOneRel,
    constraint: models.UniqueConstraint,
    kept: Person,
    other: Person,
) -> bool:
    """Tell whether a row of each would break the rule once both name one person."""
    rows = relation.related_model._base_manager.all()
    if constraint.condition is not None:
        rows = rows.filter(constraint.condition)
    name = relation.field.name
    rest = [field for field in constraint.fields if field != name]
    mine = set(rows.filter(**{name: kept}).values_list(*rest))
    theirs = set(rows.filter(**{name: other}).values_list(*rest))
    return bool(mine & theirs)


def recent_joinings(user: User) -> list[Joining]:
    """Return the latest joinings that may be undone, the newest first."""
    rows = Joining.objects.visible_to(user).standing()
    return list(rows.select_related("kept", "joined_by")[:SHOWN])


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: what is said of each."""

    code: str
    title: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other

    @property
    def is_choice(self) -> bool:
        """Whether the curator says which of the two to take."""
        return bool(self.code and self.one and self.other) and self.differs


def compared(one: Person, other: Person) -> list[Compared]:
    """Return the two side by side, line by line."""
    return [
        Compared(code, title, left, right)
        for (code, title, left), (*_, right) in zip(
            _told(one), _told(other), strict=True
        )
        if left or right
    ]


def _told(person: Person) -> list[tuple[str, str, str]]:
    born = person.birth_on
    return [
        ("name", "Фамилия, имя, отчество", person.full_name),
        (
            "birth",
            "Дата рождения",
            f"{born:%d.%m.%Y}" if born else str(person.birth_year or ""),
        ),
        ("phone", "Телефон", person.phone),
        ("email", "Электронная почта", person.email),
        ("", "Другие контакты", person.contacts),
        ("group", "Класс или группа", str(person.group or "")),
        ("post", "Должность", person.post),
        ("workplace", "Место работы или учёбы", person.workplace),
        ("", "Сотрудник", "да" if person.is_staff_member else ""),
        ("", "Кабинет", "есть" if person.user_id else ""),
        ("", "Карточки", "; ".join(_cards(person))),
        ("", "Согласия", "; ".join(_consents(person))),
        ("", "Представители", "; ".join(_related(person, "guardianships", "guardian"))),
        ("", "Кого представляет", "; ".join(_related(person, "wards", "child"))),
    ]


def _cards(person: Person) -> Iterator[str]:
    for cards, word in (
        (person.mentorcards, "наставник"),
        (person.menteecards, "наставляемый"),
    ):
        for card in cards.select_related("cycle"):
            yield f"{word}, {card.cycle}: {card.get_status_display().lower()}"


def _consents(person: Person) -> Iterator[str]:
    for consent in person.consents.all():
        yield f"{consent.get_kind_display()}: {consent.get_status_display().lower()}"


def _related(person: Person, rows: str, side: str) -> Iterator[str]:
    for row in getattr(person, rows).select_related(side):
        yield f"{getattr(row, side)} ({row.basis})"

"""People: entered, changed, put into classes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from common.russian.dates import school_year_start
from common.russian.names import normalise
from registry.actions.consents.ageing import reevaluate
from registry.models import Group, Guardianship, Person
from registry.permissions.consents import may_represent
from registry.permissions.people import (
    may_change_birth,
    may_change_person,
    may_create_person,
)
from registry.queries.consents import local_day
from registry.queries.people import same_person

CHANGEABLE = (
    "last_name",
    "first_name",
    "patronymic",
    "birth_on",
    "birth_year",
    "email",
    "phone",
    "contacts",
    "post",
    "workplace",
    "group",
    "partner",
    "is_staff_member",
)
BIRTH = frozenset({"birth_on", "birth_year"})
AGE = BIRTH | {"group"}
NAME = frozenset({"last_name", "first_name", "patronymic"})
_LOOSE = re.compile(r"[\s\-‐–—.,«»\"']+")


@transaction.atomic
def create_person(
    *, organisation: Organisation, values: Mapping[str, object], by: User | None
) -> Person:
    """Enter somebody; one who is already there is refused, never doubled.

    `values` holds fields of CHANGEABLE; instead of `group` a `group_name` may stand, the
    class of this school year. by=None: an application from outside.
    """
    if by is not None:
        may_create_person(by, organisation).require()
    values = _with_group(organisation, values)
    lock_people(organisation)
    person = Person(
        organisation=organisation,
        **{name: values[name] for name in CHANGEABLE if name in values},
    )
    settle(person)
    _check_birth(person)
    found = same_person(person)
    if found is not None:
        raise Refused(f"{found.full_name} уже есть в реестре: откройте его карточку.")
    person.save()
    audit.record(by=by, what="person.created", on=person, after=_shown(person, values))
    return person


@transaction.atomic
def change_person(*, person: Person, values: Mapping[str, object], by: User) -> Person:
    """Change particulars; only the fields that differ are written.

    Another birth or class is another age: consents are weighed anew in the same
    transaction. Nobody changes his own birth nor his ward's (invariant 26).
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    may_change_person(by, person).require()
    values = _with_group(person.organisation, values)
    before = {
        name: getattr(person, name)
        for name in CHANGEABLE
        if name in values and getattr(person, name) != values[name]
    }
    if not before:
        return person
    old = _shown(person, before)
    if BIRTH.intersection(before):
        may_change_birth(by, person).require()
    for name in before:
        setattr(person, name, values[name])
    if NAME.intersection(before):
        # Forms corrected by hand were forms of the old name.
        person.name_cases = {}
    settle(person)
    _check_birth(person)
    person.save(update_fields=[*before, *DERIVED, "name_cases"])
    audit.record(
        by=by,
        what="person.changed",
        on=person,
        before=old,
        after=_shown(person, before),
    )
    if AGE.intersection(before):
        _check_relations(person)
        reevaluate(person=person, by=by)
    return person


@transaction.atomic
def take_group(*, organisation: Organisation, school_year: int, name: str) -> Group:
    """Return the class of the year, made when it is not there: «8 а» is «8А»."""
    group, _ = Group.objects.get_or_create(
        organisation=organisation, school_year=school_year, name=group_name(name)
    )
    return group


def _with_group(
    organisation: Organisation, values: Mapping[str, object]
) -> Mapping[str, object]:
    if "group_name" not in values:
        return values
    typed = str(values["group_name"])
    group = None
    if typed:
        year = school_year_start(timezone.localdate())
        group = take_group(organisation=organisation, school_year=year, name=typed)
    rest = {name: value for name, value in values.items() if name != "group_name"}
    return {**rest, "group": group}


def group_name(typed: str) -> str:
    """One spelling of a class: «8 «а»», «8-А» and «8а» are «8А»; other names stay."""
    words = " ".join(typed.split())
    glued = _LOOSE.sub("", words.removesuffix("класс").removesuffix("кл."))
    if re.fullmatch(r"\d{1,2}[^\W\d_]{1,2}", glued):
        return glued.upper()
    return words[:40]


DERIVED = ("birth_year", "search", "name_key", "surname_key")
"""What `settle` writes."""


def settle(person: Person) -> None:
    """Derive what follows from the fields: year of the day, words of search, keys."""
    if person.birth_on is not None:
        person.birth_year = person.birth_on.year
    person.search = person.search_words
    person.name_key = normalise(person.first_name)
    person.surname_key = normalise(person.last_name)


def _check_birth(person: Person) -> None:
    today = local_day(person.organisation)
    if (person.birth_on or date.min) > today or (person.birth_year or 0) > today.year:
        raise Refused("Дата рождения ещё не наступила. Проверьте её по документу.")


def _check_relations(person: Person) -> None:
    """Refuse a birth by which a child would be older than who represents him."""
    today = local_day(person.organisation)
    ties = Guardianship.objects.overlapping(today).select_related("child", "guardian")
    for tie in ties.filter(Q(child=person) | Q(guardian=person)):
        # A child who turns out to be of age is no mistake: the guardianship is over.
        if tie.child.birth is not None and not tie.child.is_minor_on(today):
            continue
        if refusal := may_represent(tie.guardian, tie.child, today).refusal:
            raise Refused(refusal)


def lock_people(organisation: Organisation) -> None:
    """Let nobody else add people here until commit: two clicks make one person.

    The key is left unlocked, so that other rows of the organisation may be written.
    """
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=organisation.pk
    )


def _shown(person: Person, names: Mapping[str, object]) -> dict[str, object]:
    values = {name: getattr(person, name) for name in CHANGEABLE if name in names}
    for name in ("group", "partner"):
        if values.get(name) is not None:
            values[name] = str(values[name])
    return values

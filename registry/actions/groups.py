"""Classes: entered, changed, promoted to the next year; people who leave and return."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from registry.actions.people import group_name, lock_people
from registry.enums import Departure
from registry.models import Group, MenteeCard, MentorCard, Person
from registry.permissions.groups import may_depart, may_keep_groups, may_return

TAKEN = "Такой класс в этом году уже есть. Назовите иначе."


@dataclass(frozen=True, slots=True)
class Promoted:
    """What a promotion did: classes made, people moved and graduated."""

    groups: int
    people: int
    graduates: int


@transaction.atomic
def add_group(
    *,
    organisation: Organisation,
    name: str,
    school_year: int,
    class_teacher: Person | None,
    by: User,
) -> Group:
    """Enter a class of a school year; the same class twice is refused."""
    may_keep_groups(by, organisation).require()
    _require_own(organisation, class_teacher)
    try:
        with transaction.atomic():
            group = Group.objects.create(
                organisation=organisation,
                name=group_name(name),
                school_year=school_year,
                class_teacher=class_teacher,
            )
    except IntegrityError as clash:
        raise Refused(TAKEN) from clash
    audit.record(by=by, what="group.added", on=group, after={"name": group.name})
    return group


@transaction.atomic
def change_group(
    *, group: Group, name: str, class_teacher: Person | None, by: User
) -> Group:
    """Rename a class, or give it another class teacher, who then sees it alone."""
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    may_keep_groups(by, group.organisation).require()
    _require_own(group.organisation, class_teacher)
    before = {"name": group.name, "class_teacher": group.class_teacher_id}
    group.name, group.class_teacher = group_name(name), class_teacher
    after = {"name": group.name, "class_teacher": group.class_teacher_id}
    if after == before:
        return group
    try:
        with transaction.atomic():
            group.save(update_fields=["name", "class_teacher"])
    except IntegrityError as clash:
        raise Refused(TAKEN) from clash
    audit.record(by=by, what="group.changed", on=group, before=before, after=after)
    return group


@transaction.atomic
def promote_groups(
    *,
    organisation: Organisation,
    school_year: int,
    names: Mapping[int, str],
    graduating: Sequence[int],
    on: date,
    by: User,
) -> Promoted:
    """Carry the classes of a year into the next: all that is told of, or nothing.

    `names` hold the new name by the key of a class, `graduating` the keys of those that
    leave the organisation on the day. Repeated, it finds nothing left to carry. Cards
    that stood in a class remember it.
    """
    may_keep_groups(by, organisation).require()
    lock_people(organisation)
    rows = Group.objects.filter(
        organisation=organisation, school_year=school_year, promoted_to=None
    )
    groups = {group.pk: group for group in rows.select_for_update(of=("self",))}
    told = {*names, *graduating}
    if not told:
        raise Refused("Отметьте хотя бы один класс: новое название или выпуск.")
    if not told <= groups.keys():
        raise Refused("Часть классов уже переведена. Обновите страницу и проверьте.")
    if set(names) & set(graduating):
        raise Refused("Класс либо переводится, либо выпускается: выберите одно.")
    moved = sum(_promote(groups[pk], name) for pk, name in names.items())
    leaving = Person.objects.filter(group__in=graduating, departure="")
    graduates = [
        _depart(person, Departure.GRADUATED, on)
        for person in leaving.select_for_update(of=("self",))
    ]
    audit.record(
        by=by,
        what="groups.promoted",
        on=organisation,
        ids=sorted(told),
        after={"school_year": school_year + 1, "people": moved},
    )
    for person in graduates:
        _record_departure(person, by)
    return Promoted(len(names), moved, len(graduates))


@transaction.atomic
def depart(*, person: Person, why: Departure, on: date, by: User) -> Person:
    """Note that somebody is in the organisation no more: cards and papers stay."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    may_depart(by, person).require()
    _record_departure(_depart(person, why, on), by)
    return person


@transaction.atomic
def return_person(*, person: Person, group: Group | None, by: User) -> Person:
    """Take somebody who had left back, into a class if there is one."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    may_return(by, person).require()
    if group is not None and group.organisation_id != person.organisation_id:
        raise Refused("Этот класс другой организации. Обновите страницу.")
    before = {"departure": person.departure, "departed_on": str(person.departed_on)}
    person.departure, person.departed_on = "", None
    person.group = group or person.group
    person.save(update_fields=["departure", "departed_on", "group"])
    audit.record(by=by, what="person.returned", on=person, before=before)
    return person


def _promote(group: Group, name: str) -> int:
    """Make the class of the next year, move its people, return how many."""
    after = Group(
        organisation_id=group.organisation_id,
        name=group_name(name),
        school_year=group.school_year + 1,
        class_teacher=group.class_teacher,
        promoted_from=group,
    )
    try:
        with transaction.atomic():
            after.save()
    except IntegrityError as clash:
        raise Refused(
            f"Класс {after.name} в следующем учебном году уже есть."
            f" Для класса {group.name} назовите другой."
        ) from clash
    people = Person.objects.filter(group=group, departure="")
    for model in (MentorCard, MenteeCard):
        model.objects.filter(person__group=group, group=None).update(group=group)
    return people.update(group=after)


def _depart(person: Person, why: Departure, on: date) -> Person:
    person.departure, person.departed_on = why, on
    person.save(update_fields=["departure", "departed_on"])
    return person


def _record_departure(person: Person, by: User) -> None:
    audit.record(
        by=by,
        what="person.departed",
        on=person,
        after={"departure": person.departure, "departed_on": str(person.departed_on)},
    )


def _require_own(organisation: Organisation, person: Person | None) -> None:
    if person is not None and person.organisation_id != organisation.pk:
        raise Refused("Этот сотрудник другой организации. Обновите страницу.")

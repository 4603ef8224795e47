"""Departments with their heads and people (R-100)."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from registry.models import Department, Person
from registry.permissions.people import may_create_person


@transaction.atomic
def add_department(
    *,
    organisation: Organisation,
    title: str,
    head: Person | None,
    people: Collection[Person],
    by: User,
) -> Department:
    """Enter a department; its title stands once in the organisation."""
    may_create_person(by, organisation).require()
    department = Department(organisation=organisation, title=title, head=head)
    _save(department)
    members = _set_people(department, people)
    audit.record(
        by=by,
        what="department.added",
        on=department,
        after={"title": title, "head": _key(head), "people": members},
    )
    return department


@transaction.atomic
def change_department(
    *,
    department: Department,
    title: str,
    head: Person | None,
    people: Collection[Person],
    by: User,
) -> Department:
    """Correct the title, the head and who works there; one works in one department."""
    department = Department.objects.select_for_update(of=("self",)).get(
        pk=department.pk
    )
    may_create_person(by, department.organisation).require()
    before = {
        "title": department.title,
        "head": department.head_id,
        "people": sorted(department.persons.values_list("pk", flat=True)),
    }
    department.title, department.head = title, head
    _save(department)
    members = _set_people(department, people)
    after = {"title": title, "head": _key(head), "people": members}
    if before != after:
        audit.record(
            by=by, what="department.changed", on=department, before=before, after=after
        )
    return department


def _save(department: Department) -> None:
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError as error:
        raise Refused(f"Отдел «{department.title}» уже есть в списке.") from error


def _set_people(department: Department, people: Collection[Person]) -> list[int]:
    """Let the department be of these people, and return their keys."""
    keys = sorted(person.pk for person in people)
    department.persons.exclude(pk__in=keys).update(department=None)
    Person.objects.filter(
        pk__in=keys, organisation_id=department.organisation_id
    ).update(department=department)
    return keys


def _key(head: Person | None) -> int | None:
    return head.pk if head else None

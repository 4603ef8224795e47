"""The staff: loaded from a table, entered one by one, taken off the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from common.russian.dates import school_year_start
from common.russian.names import normalise
from registry.actions.import_people import Registry
from registry.actions.people import change_person, create_person, lock_people, settle
from registry.importing.checking import without_nul
from registry.models import Person
from registry.permissions.people import (
    may_create_person,
    may_link_staff,
    may_load_staff,
    may_retire_staff,
)
from registry.queries.people import known_people, same_person
from registry.queries.staff import unlinked_members
from registry.spreadsheets import fields
from registry.spreadsheets.columns import Base
from registry.spreadsheets.lines import StaffLine
from registry.spreadsheets.reading import read_table
from registry.spreadsheets.recognition import recognise

STAFF = {"is_staff_member": True}


@transaction.atomic
def add_staff(
    *, organisation: Organisation, values: Mapping[str, object], by: User
) -> Person:
    """Enter somebody as staff; who is known already joins the list (R-143).

    `values` holds fields of a person. Who is on the list already is refused.
    """
    may_create_person(by, organisation).require()
    lock_people(organisation)
    person = Person(organisation=organisation, **values)
    settle(person)
    known = same_person(person) or _namesake_in_post(person)
    if known is not None and known.is_staff_member:
        raise Refused(f"{known.full_name} уже есть в списке сотрудников.")
    if known is not None:
        told = {name: value for name, value in values.items() if value}
        return change_person(person=known, values={**told, **STAFF}, by=by)
    return create_person(organisation=organisation, values={**values, **STAFF}, by=by)


def _namesake_in_post(person: Person) -> Person | None:
    """Return who of the staff bears the same name in the same post: a second click."""
    name = normalise(person.full_name)
    colleagues = Person.objects.filter(
        organisation=person.organisation,
        is_staff_member=True,
        post=person.post,
        search__startswith=name,
    )
    return next(
        (each for each in colleagues if normalise(each.full_name) == name), None
    )


@transaction.atomic
def link_staff(*, person: Person, user: User, by: User) -> Person:
    """Give one of the staff his cabinet: what is assigned to him is his there (R-104).

    The account is a member's and nobody else's here; a link once made stays.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    may_link_staff(by, person).require()
    if not unlinked_members(person.organisation).filter(pk=user.pk).exists():
        raise Refused(
            "Этот кабинет уже чей-то, или человек больше не сотрудник. Обновите страницу."
        )
    person.user = user
    person.save(update_fields=["user"])
    audit.record(by=by, what="staff.linked", on=person, after={"user": user.pk})
    return person


@transaction.atomic
def retire_staff(*, person: Person, by: User) -> Person:
    """Take somebody off the list; cards, papers and roles stay as they are."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    may_retire_staff(by, person).require()
    person.is_staff_member = False
    person.save(update_fields=["is_staff_member"])
    audit.record(
        by=by,
        what="staff.retired",
        on=person,
        before={"is_staff_member": True},
        after={"is_staff_member": False},
    )
    return person


def load_staff(
    *, organisation: Organisation, upload: UploadedFile[bytes], by: User
) -> int:
    """Add the people of the list as staff; those already known get their post.

    Returns how many people were added. A row with a mistake is refused with its number:
    all rows go in or none.
    """
    lines = read_staff(organisation=organisation, upload=upload, by=by)
    return add_lines(organisation=organisation, lines=lines, by=by)


def read_staff(
    *, organisation: Organisation, upload: UploadedFile[bytes], by: User
) -> list[StaffLine]:
    """Read the list; it takes seconds, so no lock and no transaction waits for it."""
    may_load_staff(by, organisation).require()
    table = without_nul(read_table(upload.read(), upload.name or ""))
    recognition = recognise(table.rows, Base.STAFF)
    recognition.require()
    reading = fields.read_staff(table, recognition, today=timezone.localdate())
    for problem in reading.problems:
        if problem.is_fatal:
            raise Refused(
                f"Строка {problem.row}. {problem.message} Потом загрузите список снова:"
                " пока не загружено ничего."
            )
    if not reading.lines:
        raise Refused(
            "Под заголовками таблицы нет ни одной строки. Впишите сотрудников"
            " и загрузите список снова."
        )
    return list(reading.lines)


@transaction.atomic
def add_lines(
    *, organisation: Organisation, lines: Sequence[StaffLine], by: User
) -> int:
    """Add the people of lines read before; return how many were new."""
    may_load_staff(by, organisation).require()
    lock_people(organisation)
    registry = Registry(organisation, known_people(organisation))
    people = registry.take_all(lines, school_year_start(timezone.localdate()))
    audit.record(
        by=by,
        what="staff.loaded",
        on=organisation,
        ids=[person.pk for person in people],
    )
    return registry.added_count

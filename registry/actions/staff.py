"""The staff: loaded from a table, entered one by one, taken off the list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from common.russian.names import FullName, normalise
from registry.actions.people import change_person, create_person, lock_people, settle
from registry.models import Person
from registry.models.consent import needs_representative
from registry.permissions.people import (
    may_create_person,
    may_link_staff,
    may_load_staff,
    may_retire_staff,
)
from registry.queries.people import same_person
from registry.queries.staff import unlinked_members
from registry.spreadsheets.reading import read_table
from registry.spreadsheets.table import Table
from registry.spreadsheets.values import find_contacts

NAME = re.compile(r"фио|фамилия|сотрудник|работник")
POST = re.compile(r"должност")
MAIL = re.compile(r"почта|mail")
PHONE = re.compile(r"телефон|моб")
HEADER_ROWS = 10
STAFF = {"is_staff_member": True}


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A row of the list."""

    name: FullName
    post: str
    email: str
    phone: str


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

    Returns how many people were added. A row without a name is refused with its number:
    all rows go in or none.
    """
    lines = read_staff(organisation=organisation, upload=upload, by=by)
    return add_lines(organisation=organisation, lines=lines, by=by)


def read_staff(
    *, organisation: Organisation, upload: UploadedFile[bytes], by: User
) -> list[StaffLine]:
    """Read the list; it takes seconds, so no lock and no transaction waits for it."""
    may_load_staff(by, organisation).require()
    table = read_table(upload.read(), upload.name or "")
    rows = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    lines = list(_lines(rows, table))
    if not lines:
        raise Refused(
            "Под заголовками таблицы нет ни одной строки. Впишите сотрудников"
            " и загрузите список снова."
        )
    return lines


@transaction.atomic
def add_lines(
    *, organisation: Organisation, lines: Iterable[StaffLine], by: User
) -> int:
    """Add the people of lines read before; return how many were new."""
    may_load_staff(by, organisation).require()
    lock_people(organisation)
    known = _known(organisation)
    added = []
    for line in lines:
        key = normalise(line.name.full())
        person = _colleague(known[key], line)
        if person is None:
            person = _new(organisation, line)
            known[key].append(person)
            added.append(person.pk)
        else:
            _bring_up_to_date(person, line)
    audit.record(by=by, what="staff.loaded", on=organisation, ids=added)
    return len(added)


def _new(organisation: Organisation, line: StaffLine) -> Person:
    return Person.objects.create(
        organisation=organisation,
        last_name=line.name.last,
        first_name=line.name.first,
        patronymic=line.name.patronymic,
        post=line.post,
        email=line.email,
        phone=line.phone,
        is_staff_member=True,
        search=normalise(f"{line.name.full()} {line.email} {line.phone}"),
    )


def _known(organisation: Organisation) -> defaultdict[str, list[Person]]:
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(organisation=organisation).order_by("pk"):
        found[normalise(person.full_name)].append(person)
    return found


def _colleague(namesakes: Iterable[Person], line: StaffLine) -> Person | None:
    """Return who of the namesakes the line is about: staff first, never a pupil."""
    today = timezone.localdate()
    adults = [
        person
        for person in namesakes
        if person.is_staff_member
        or (person.group_id is None and not needs_representative(person, today))
    ]
    told = {text.casefold() for text in (line.email, line.phone) if text}
    return max(
        adults,
        key=lambda person: (
            bool(told & {person.email.casefold(), person.phone.casefold()}),
            person.is_staff_member,
            -person.pk,
        ),
        default=None,
    )


def _bring_up_to_date(person: Person, line: StaffLine) -> None:
    """Write what the line says; what it leaves out stays."""
    for name in ("post", "email", "phone"):
        setattr(person, name, getattr(line, name) or getattr(person, name))
    person.is_staff_member = True
    settle(person)
    person.save(update_fields=["is_staff_member", "post", "email", "phone", "search"])


def _lines(rows: Sequence[Sequence[str]], table: Table) -> Iterator[StaffLine]:
    header, name, post, mail, phone = _columns(rows)
    for index in range(header + 1, len(rows)):
        row = rows[index]
        if not any(cell.strip() for cell in row):
            continue
        text = row[name].strip() if name < len(row) else ""
        if not any(map(str.isalpha, text)):
            raise Refused(
                f"Строка {table.number_of(index)}: нет ФИО. Впишите его или удалите строку"
                " и загрузите список снова — пока не загружено ничего."
            )
        yield StaffLine(
            FullName.parse(text),
            _cell(row, post)[:200],
            _one(find_contacts(_cell(row, mail)).emails),
            _one(find_contacts(_cell(row, phone)).phones),
        )


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _one(found: Sequence[str]) -> str:
    return next(iter(found), "")


def _columns(
    rows: Sequence[Sequence[str]],
) -> tuple[int, int, int | None, int | None, int | None]:
    for index, row in enumerate(rows[:HEADER_ROWS]):
        titles = [normalise(cell) for cell in row]
        name = _find(titles, NAME)
        if name is not None:
            post, mail, phone = (_find(titles, each) for each in (POST, MAIL, PHONE))
            return index, name, post, mail, phone
    raise Refused(
        "В таблице не найден столбец «ФИО». Назовите столбцы «ФИО» и «Должность»"
        " в первой строке и загрузите список снова."
    )


def _find(titles: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    found = (index for index, title in enumerate(titles) if pattern.search(title))
    return next(found, None)

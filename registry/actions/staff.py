"""The staff list, from a table into people of the organisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from common.russian.names import FullName, normalise
from registry.actions.people import lock_people
from registry.models import Person
from registry.permissions.people import may_load_staff
from registry.spreadsheets.reading import read_table
from registry.spreadsheets.table import Table

NAME = re.compile(r"фио|фамилия|сотрудник|работник")
POST = re.compile(r"должност")
MAIL = re.compile(r"почта|mail")
HEADER_ROWS = 10


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A row of the list."""

    name: FullName
    post: str
    email: str


@transaction.atomic
def load_staff(
    *, organisation: Organisation, upload: UploadedFile[bytes], by: User
) -> int:
    """Add the people of the list as staff; those already known get their post.

    Returns how many people were added. A row without a name is refused with its number:
    all rows go in or none.
    """
    may_load_staff(by, organisation).require()
    lock_people(organisation)
    table = read_table(upload.read(), upload.name or "")
    rows = [["" if cell is None else str(cell) for cell in row] for row in table.rows]
    known = {
        normalise(person.full_name): person
        for person in Person.objects.filter(organisation=organisation)
    }
    lines = list(_lines(rows, table))
    if not lines:
        raise Refused(
            "Под заголовками таблицы нет ни одной строки. Впишите сотрудников"
            " и загрузите список снова."
        )
    added = []
    for line in lines:
        key = normalise(line.name.full())
        person = known.get(key)
        if person is None:
            person = known[key] = _new(organisation, line)
            added.append(person.pk)
        elif not person.is_staff_member or person.post != line.post:
            person.is_staff_member = True
            person.post = line.post or person.post
            person.save(update_fields=["is_staff_member", "post"])
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
        is_staff_member=True,
        search=normalise(f"{line.name.full()} {line.email}"),
    )


def _lines(rows: Sequence[Sequence[str]], table: Table) -> Iterator[StaffLine]:
    header, name, post, mail = _columns(rows)
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
            FullName.parse(text), _cell(row, post).strip(), _cell(row, mail).strip()
        )


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _columns(
    rows: Sequence[Sequence[str]],
) -> tuple[int, int, int | None, int | None]:
    for index, row in enumerate(rows[:HEADER_ROWS]):
        titles = [normalise(cell) for cell in row]
        name = _find(titles, NAME)
        if name is not None:
            return index, name, _find(titles, POST), _find(titles, MAIL)
    raise Refused(
        "В таблице не найден столбец «ФИО». Назовите столбцы «ФИО» и «Должность»"
        " в первой строке и загрузите список снова."
    )


def _find(titles: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    found = (index for index, title in enumerate(titles) if pattern.search(title))
    return next(found, None)

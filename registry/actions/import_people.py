"""The people of a table: known ones brought up to date, new ones entered, their parents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from accounts.models import Organisation
from common.errors import Refused
from registry.actions.people import CHANGEABLE, DERIVED, group_name, settle
from registry.importing.checking import found_for
from registry.importing.guardians import Representative, representative_of
from registry.importing.identity import Finding, Identity, People, identity_of
from registry.models import Group, Guardianship, Person
from registry.models.person import represented_since
from registry.permissions.consents import may_represent
from registry.queries.consents import local_day
from registry.spreadsheets.lines import Line, MentorLine, PupilLine, StaffLine
from registry.spreadsheets.values import Contacts

CHUNK = 500
STALE = (
    "Пока таблица ждала, в реестре появились похожие люди. Остановите загрузку и"
    " загрузите файл снова: он будет проверен заново."
)


class Registry:
    """The people of an organisation while a table is written, inside its transaction.

    New people bear negative keys until they are saved; `added_count` tells how many.
    """

    def __init__(self, organisation: Organisation, known: People) -> None:
        self._organisation = organisation
        self._known = known
        self._people: dict[int, Person] = {}
        self._fresh: list[Person] = []
        self._changed: dict[int, Person] = {}
        self.added_count = 0

    def take_all(self, lines: Sequence[Line], school_year: int) -> list[Person]:
        """Enter or update the person of each line, in their order; all are saved."""
        identities = [
            identity_of(line.name.full(), line.birth, line.contacts) for line in lines
        ]
        keys = [_key_in(found_for(line, self._known)) for line in lines]
        known = [key for key in keys if key is not None]
        if len(known) != len(set(known)):
            raise Refused(STALE)
        self._load(known)
        people = [
            self._take(key, identity, _values(line))
            for key, identity, line in zip(keys, identities, lines, strict=True)
        ]
        self._put_into_groups(lines, people, school_year)
        self._save()
        return people

    def appoint_guardians(
        self, lines: Sequence[Line], people: Sequence[Person]
    ) -> None:
        """Enter the representatives of those who may be minors, and whom they answer for."""
        today = timezone.localdate()
        wards = [
            (person, found)
            for line, person in zip(lines, people, strict=True)
            if not isinstance(line, MentorLine | StaffLine) or person.birth is not None
            if person.birth is None or person.is_minor_on(today)
            if (found := representative_of(line)) is not None
        ]
        identities = [
            identity_of(found.name.full(), None, found.contacts) for _, found in wards
        ]
        self._load(
            key for identity in identities if (key := self._find(identity)) is not None
        )
        guardians = [
            self._take(self._find(identity), identity, _guardian_values(found))
            for identity, (_, found) in zip(identities, wards, strict=True)
        ]
        self._save()
        self._relate(
            [
                (child, guardian, found.basis)
                for (child, found), guardian in zip(wards, guardians, strict=True)
                if guardian.pk != child.pk
            ]
        )

    def _find(self, identity: Identity) -> int | None:
        return _key_in(self._known.find(identity))

    def _load(self, keys: Iterable[int]) -> None:
        wanted = sorted({key for key in keys if key > 0} - set(self._people))
        for start in range(0, len(wanted), CHUNK):
            self._people.update(
                Person.objects.select_for_update(of=("self",)).in_bulk(
                    wanted[start : start + CHUNK]
                )
            )

    def _take(
        self, key: int | None, identity: Identity, values: Mapping[str, object]
    ) -> Person:
        if key is None:
            person = Person(organisation=self._organisation, **values)
            self._fresh.append(person)
            self.added_count += 1
            key = -len(self._people) - 1
            self._people[key] = person
            self._known.add(key, identity)
            return person
        person = self._people[key]
        for name, value in values.items():
            # What the table leaves out stays; a name put right by hand stays too.
            if value and name not in _NAME and getattr(person, name) != value:
                setattr(person, name, value)
                self._touch(person)
        return person

    def _touch(self, person: Person) -> None:
        if person.pk is not None:
            self._changed[person.pk] = person

    def _save(self) -> None:
        for person in (*self._fresh, *self._changed.values()):
            settle(person)
        Person.objects.bulk_create(self._fresh, batch_size=CHUNK)
        Person.objects.bulk_update(
            self._changed.values(), {*CHANGEABLE, *DERIVED}, batch_size=CHUNK
        )
        self._fresh = []
        self._changed = {}

    def _put_into_groups(
        self, lines: Sequence[Line], people: Sequence[Person], school_year: int
    ) -> None:
        names = {group_name(line.group) for line in lines if line.group}
        groups = self._groups(names, school_year) if names else {}
        for line, person in zip(lines, people, strict=True):
            group = groups.get(group_name(line.group)) if line.group else None
            if group is not None and person.group_id != group.pk:
                person.group = group
                self._touch(person)

    def _groups(self, names: set[str], school_year: int) -> dict[str, Group]:
        rows = Group.objects.filter(
            organisation=self._organisation, school_year=school_year
        )
        standing = {group.name: group for group in rows}
        fresh = [
            Group(organisation=self._organisation, school_year=school_year, name=name)
            for name in sorted(names - set(standing))
        ]
        Group.objects.bulk_create(fresh)
        return {**standing, **{group.name: group for group in fresh}}

    def _relate(self, relations: Sequence[tuple[Person, Person, str]]) -> None:
        # One that was ended is not begun again by a table loaded once more.
        rows = Guardianship.objects.filter(organisation=self._organisation)
        standing = set(rows.values_list("child_id", "guardian_id"))
        today = local_day(self._organisation)
        fresh = {
            (child.pk, guardian.pk): Guardianship(
                organisation=self._organisation,
                child=child,
                guardian=guardian,
                basis=basis,
                from_on=represented_since(child, today),
            )
            for child, guardian, basis in relations
            if (child.pk, guardian.pk) not in standing
            and may_represent(guardian, child, today)
        }
        Guardianship.objects.bulk_create(fresh.values(), batch_size=CHUNK)


def _key_in(finding: Finding) -> int | None:
    if finding.is_ambiguous:
        raise Refused(STALE)
    return finding.key


_NAME = frozenset({"last_name", "first_name", "patronymic"})


def _values(line: Line) -> dict[str, object]:
    """What a line says of the person.

    The contacts of a mentee are, by the federal form, those of the representative: they
    become the person's own telephone and address only in the base of mentors.
    """
    values: dict[str, object] = {
        "last_name": line.name.last,
        "first_name": line.name.first,
        "patronymic": line.name.patronymic,
        "birth_on": line.birth_on,
        "birth_year": line.birth_year,
        "contacts": line.contacts.text,
    }
    if isinstance(line, PupilLine | StaffLine):
        values |= _reached_by(line.contacts.phones, line.contacts.emails)
        values["contacts"] = ""
    if isinstance(line, StaffLine):
        values |= {"post": line.post[:200], "is_staff_member": True}
    if isinstance(line, MentorLine):
        values |= _reached_by(line.contacts.phones, line.contacts.emails)
        if not _says_more(line.contacts):
            values["contacts"] = ""
        values["workplace"] = line.workplace[:300]
    return values


def _says_more(contacts: Contacts) -> bool:
    """Whether the cell tells more than one telephone and one address."""
    rest = contacts.text.casefold()
    for email in contacts.emails:
        rest = rest.replace(email, "")
    return (
        len(contacts.phones) > 1
        or len(contacts.emails) > 1
        or any(sign.isalpha() for sign in rest)
    )


def _guardian_values(found: Representative) -> dict[str, object]:
    return {
        "last_name": found.name.last[:80],
        "first_name": found.name.first[:80],
        "patronymic": found.name.patronymic[:80],
        **_reached_by(found.contacts.phones, found.contacts.emails),
        "contacts": found.contacts.text,
    }


def _reached_by(phones: Sequence[str], emails: Sequence[str]) -> dict[str, object]:
    return {
        "phone": next(iter(phones), ""),
        "email": next((email for email in emails if len(email) <= 254), ""),
    }

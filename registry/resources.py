"""Lists as they leave the portal: the columns and the values of each, by django-import-export.

The two federal bases have the columns of МР-42/02 in their order; a part of the columns
may be chosen, their order stays.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, ClassVar

from django.db.models import QuerySet
from import_export import resources
from import_export.fields import Field

from common.tables import Cell
from registry.models import MenteeCard, MentorCard, Person
from registry.spreadsheets.columns import Base, federal_columns

Value = Callable[[Any], Cell]
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """A column of a list: its code in addresses, its title, what it tells of a row."""

    code: str
    title: str
    value: Value


class ListResource(resources.ModelResource):
    """One list: `title` names its file, `told` are its columns in their order."""

    title: ClassVar[str]
    told: ClassVar[tuple[Told, ...]] = ()

    def __init__(self, codes: Collection[str] = ()) -> None:
        """Take the columns of the codes, all of them when none is known."""
        super().__init__()  # type: ignore[no-untyped-call]  # the library has no types
        known = [told for told in self.told if told.code in codes] or self.told
        self.fields = {told.code: _field(told) for told in known}

    def get_export_order(self) -> tuple[str, ...]:
        return tuple(self.fields)

    @property
    def headings(self) -> list[str]:
        """The titles of the columns."""
        return [field.column_name for field in self.fields.values()]

    def rows(self, objects: Iterable[Any]) -> Generator[list[Cell]]:
        """Yield the values of each object; a queryset is read a thousand rows at a time."""
        values = [field.dehydrate_method for field in self.fields.values()]
        if isinstance(objects, QuerySet):
            objects = objects.iterator(chunk_size=CHUNK)
        for each in objects:
            yield [value(each) for value in values]


def _field(told: Told) -> Field:
    return Field(column_name=told.title, dehydrate_method=told.value)  # type: ignore[no-untyped-call]  # the library has no types


class FederalResource(ListResource):
    """A base numbered from 1 in the order of the list it is made from."""

    def __init__(self, codes: Collection[str] = ()) -> None:
        super().__init__(codes)
        if "number" in self.fields:
            numbers = count(1)
            self.fields["number"] = _field(Told("number", "№", lambda _: next(numbers)))


def _federal(base: Base, values: Mapping[str, Value]) -> tuple[Told, ...]:
    """A column for every federal one, in the federal order; a missing value raises."""
    known = {"number": lambda _: None, **values}
    return tuple(
        Told(column.code, column.title, known[column.code])
        for column in federal_columns(base)
    )


def _own_contacts(person: Person) -> str:
    return person.contacts or ", ".join(filter(None, (person.phone, person.email)))


def _guarded_contacts(person: Person) -> str:
    if person.contacts:
        return person.contacts
    return guardians_told(person) or _own_contacts(person)


def guardians_told(person: Person) -> str:
    """«Иванова Анна, мать, +7 …; …»; the guardianships must be loaded."""
    standing = (link for link in person.guardianships.all() if link.to_on is None)
    told = (
        ", ".join(
            filter(
                None,
                (
                    link.guardian.full_name,
                    link.basis,
                    link.guardian.phone,
                    link.guardian.email,
                ),
            )
        )
        for link in standing
    )
    return "; ".join(told)


SHARED: dict[str, Value] = {
    "full_name": lambda card: card.person.full_name,
    "joined_on": lambda card: card.joined_on,
    "counterpart": lambda card: card.counterpart_names,
    "counterpart_workplace": lambda card: card.counterpart_workplace,
    "form": lambda card: card.form.title if card.form else "",
    "finished_on": lambda card: card.finished_on,
    "results": lambda card: card.results,
    "case_link": lambda card: card.case_url,
}


class MentorResource(FederalResource):
    """The base of mentors: 16 columns."""

    title = "База наставников"
    told = _federal(
        Base.MENTORS,
        {
            **SHARED,
            "contacts": lambda card: _own_contacts(card.person),
            "workplace": lambda card: card.person.workplace or card.person.post,
            "competences": lambda card: card.competences_text,
            "achievements": lambda card: card.achievements,
            "interests": lambda card: card.interests,
            "desired_age": lambda card: card.wanted_age,
            "time_resource": lambda card: card.time_resource,
        },
    )

    class Meta:
        model = MentorCard


class MenteeResource(FederalResource):
    """The base of mentees: 13 columns."""

    title = "База наставляемых"
    told = _federal(
        Base.MENTEES,
        {
            **SHARED,
            "contacts": lambda card: _guarded_contacts(card.person),
            "birth_year": lambda card: card.person.birth_year,
            "request": lambda card: "\n".join(
                each.text for each in card.requests.all()
            ),
            "completion_mark": lambda card: "да" if card.is_completed_marked else "",
        },
    )

    class Meta:
        model = MenteeCard

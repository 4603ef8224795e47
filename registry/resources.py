"""The two federal bases as they leave the portal: МР-42/02, their columns in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Any, ClassVar

from django.db.models import QuerySet
from import_export import resources
from import_export.fields import Field

from common.tables import Cell, comma_separated, workbook
from registry.models import MenteeCard, MentorCard, Person
from registry.spreadsheets.columns import Base, federal_columns

Value = Callable[[Any], Cell]


def _fields(base: Base, values: Mapping[str, Value]) -> dict[str, Field]:
    """A field for every federal column, in the federal order; a missing value raises."""
    return {
        column.code: _field(column.title, values[column.code])
        for column in federal_columns(base)
        if column.code != "number"
    }


def _field(title: str, value: Value) -> Field:
    return Field(column_name=title, dehydrate_method=value)  # type: ignore[no-untyped-call]  # the library has no types


class FederalResource(resources.ModelResource):
    """A base numbered from 1 in the order of the list it is made from."""

    base: ClassVar[Base]
    values: ClassVar[Mapping[str, Value]] = {}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]  # the library has no types
        numbers = count(1)
        self.fields = {
            "number": _field("№", lambda _: next(numbers)),
            **_fields(self.base, self.values),
        }

    def get_export_order(self) -> tuple[str, ...]:
        return tuple(self.fields)

    @classmethod
    def headings(cls) -> list[str]:
        """The titles of the columns."""
        return [column.title for column in federal_columns(cls.base)]


def _own_contacts(person: Person) -> str:
    return person.contacts or ", ".join(filter(None, (person.phone, person.email)))


def _guarded_contacts(person: Person) -> str:
    if person.contacts:
        return person.contacts
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
    return "; ".join(told) or _own_contacts(person)


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

    base = Base.MENTORS
    values = {
        **SHARED,
        "contacts": lambda card: _own_contacts(card.person),
        "workplace": lambda card: card.person.workplace or card.person.post,
        "competences": lambda card: card.competences_text,
        "achievements": lambda card: card.achievements,
        "interests": lambda card: card.interests,
        "desired_age": lambda card: card.wanted_age,
        "time_resource": lambda card: card.time_resource,
    }

    class Meta:
        model = MentorCard


class MenteeResource(FederalResource):
    """The base of mentees: 13 columns."""

    base = Base.MENTEES
    values = {
        **SHARED,
        "contacts": lambda card: _guarded_contacts(card.person),
        "birth_year": lambda card: card.person.birth_year,
        "request": lambda card: "\n".join(each.text for each in card.requests.all()),
        "completion_mark": lambda card: "да" if card.is_completed_marked else "",
    }

    class Meta:
        model = MenteeCard


def base_file(resource: FederalResource, cards: QuerySet[Any], ending: str) -> bytes:
    """The base as XLSX or CSV; dates stay dates, no cell is a formula (invariant 52)."""
    exported = resource.export(cards)  # type: ignore[no-untyped-call]  # the library has no types
    rows: Iterable[list[Cell]] = (list(row) for row in exported)
    headings = resource.headings()
    if ending == "csv":
        return comma_separated(headings, rows)
    return workbook(resource.base.title.capitalize(), headings, rows)

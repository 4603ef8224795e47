"""What is known about whom: a class for every column, and the way from a row to the person.

Each floor declares its tables in its own `privacy.py`. The same table makes the subject's
export and the erasure (invariants 21, 24, 25), so that neither can forget a column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models

ERRAND = "errand_"


class DataClass(StrEnum):
    """How far a column is from a person."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class About:
    """Whose data a row holds, and what becomes of them.

    `paths` lead from the row to a person's key, or with `is_account` to an account's.
    `wiped` is told to the subject and emptied when he is erased; `kept` is told too and
    says nothing once nobody is named; `others` (what is told of somebody else) and
    `special` are emptied and not told. With `goes` the whole row vanishes; `instead` is
    what stands in a wiped column afterwards, with the row's key for «{pk}».
    """

    paths: tuple[str, ...]
    wiped: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    special: tuple[str, ...] = ()
    goes: bool = False
    is_account: bool = False
    instead: Mapping[str, object] = field(default_factory=dict)

    @property
    def told(self) -> tuple[str, ...]:
        """The columns of the subject's export."""
        return (*self.wiped, *self.kept)

    @property
    def emptied(self) -> tuple[str, ...]:
        """The columns that hold nothing after an erasure."""
        return (*self.wiped, *self.others, *self.special)


@dataclass(frozen=True, slots=True)
class Table:
    """One model's columns by class; what is not named is internal (keys, marks, days).

    `files` names columns that hold the address of a stored file. The text of a `record`
    is what an official paper says: it stays while the law keeps the paper. `carried`
    columns go with the row that points to theirs.
    """

    model: type[models.Model]
    abouts: tuple[About, ...]
    internal: frozenset[str]
    public: frozenset[str]
    carried: frozenset[str]
    record: frozenset[str]
    files: frozenset[str]

    def class_of(self, name: str) -> DataClass | None:
        """Return the class of a column; None for words nobody has classed."""
        if any(name in about.special for about in self.abouts):
            return DataClass.SPECIAL
        told = {each for about in self.abouts for each in (*about.told, *about.others)}
        if name in told | self.carried | self.record | self.files:
            return DataClass.PERSONAL
        if name in self.public:
            return DataClass.PUBLIC
        if name in self.internal or not is_wordy(self.model._meta.get_field(name)):
            return DataClass.INTERNAL
        return None

    @property
    def named(self) -> frozenset[str]:
        """Every column the table names."""
        of_people = {
            name
            for about in self.abouts
            for name in (*about.told, *about.others, *about.special)
        }
        return (
            self.internal | self.public | self.carried | self.record | of_people
        ) | self.files


Hindrance = Callable[[int], str]

tables: dict[type[models.Model], Table] = {}
hindrances: list[Hindrance] = []


def about(  # noqa: PLR0913 -- a row is about somebody in this many ways
    paths: str,
    wiped: str = "",
    *,
    kept: str = "",
    others: str = "",
    special: str = "",
    goes: bool = False,
    is_account: bool = False,
    instead: Mapping[str, object] | None = None,
) -> About:
    """Say whose data a row holds; names are separated by spaces."""
    return About(
        tuple(paths.split()),
        tuple(wiped.split()),
        tuple(kept.split()),
        tuple(others.split()),
        tuple(special.split()),
        goes,
        is_account,
        instead or {},
    )


def classify(
    model: type[models.Model],
    *abouts: About,
    internal: str = "",
    public: str = "",
    carried: str = "",
    record: str = "",
    files: str = "",
) -> None:
    """Declare the columns of a model; words that are not named fail the house test."""
    if model in tables:
        raise ValueError(f"{model.__name__} is classified twice")
    tables[model] = Table(
        model,
        abouts,
        frozenset(internal.split()),
        frozenset(public.split()),
        frozenset(carried.split()),
        frozenset(record.split()),
        frozenset(files.split()),
    )


def hindrance(question: Hindrance) -> Hindrance:
    """Register what stands in the way of an erasure: a person's key in, a reason out."""
    hindrances.append(question)
    return question


def is_wordy(column: object) -> bool:
    """Tell whether a column may hold any words: text, JSON, a file; not a choice of a list."""
    if not isinstance(
        column, (models.CharField, models.TextField, models.JSONField, models.FileField)
    ):
        return False
    return not column.choices and not column.name.startswith(ERRAND)


GONE = "Данные уничтожены"
"""What stands in the place of words that may not be empty."""

"""A column of a table by its meaning, and the kinds of tables the portal reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Base(Enum):
    """What a table holds: one of the two federal bases, or a list of people."""

    MENTORS = "mentors"
    MENTEES = "mentees"
    PUPILS = "pupils"
    STAFF = "staff"

    @property
    def title(self) -> str:
        """«база наставников»."""
        return _TITLES[self]

    @property
    def is_federal(self) -> bool:
        """Whether the columns and their order are set by МР-42/02."""
        return self in {Base.MENTORS, Base.MENTEES}


_TITLES = {
    Base.MENTORS: "база наставников",
    Base.MENTEES: "база наставляемых",
    Base.PUPILS: "список обучающихся",
    Base.STAFF: "список сотрудников",
}


SAMPLE_MARK = "пример"
# The invented people of the sample rows; nobody else is ever passed over.
SAMPLE_NAMES = {
    Base.MENTORS: "Образцова Анна Ильинична",
    Base.MENTEES: "Примеров Пётр Львович",
    Base.PUPILS: "Примеров Пётр Львович",
    Base.STAFF: "Образцова Анна Ильинична",
}


@dataclass(frozen=True)
class Column:
    """A column: its title, other titles met in schools, and the stems that give it away.

    `stems` holds alternatives; each is a set of word beginnings that must all occur in a
    title. A title with a stem of `veto` is not this column. A required column may be
    replaced by all of `instead`.
    """

    code: str
    title: str
    synonyms: tuple[str, ...] = ()
    stems: tuple[tuple[str, ...], ...] = ()
    veto: tuple[str, ...] = ()
    required: bool = False
    instead: tuple[str, ...] = ()

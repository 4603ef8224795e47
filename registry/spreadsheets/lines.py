"""What a row of a base says, typed, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from registry.spreadsheets.values import Contacts, DesiredAge

if TYPE_CHECKING:
    from datetime import date

    from common.russian.names import FullName


@dataclass(frozen=True)
class Problem:
    """What is wrong in which cell; `row` is the number the person sees in the file."""

    row: int
    column: str
    message: str
    is_fatal: bool


@dataclass(frozen=True)
class Guardian:
    """The representative as the school wrote it; all may be empty."""

    name: str = ""
    contacts: Contacts = field(default_factory=Contacts)


@dataclass(frozen=True)
class Line:
    """What both bases tell about a person and the participation."""

    row: int
    name: FullName
    birth_on: date | None
    birth_year: int | None
    contacts: Contacts
    group: str
    guardian: Guardian
    has_consent: bool | None
    consent_on: date | None
    joined_on: date | None
    finished_on: date | None
    counterparts: tuple[str, ...]
    counterpart_workplace: str
    forms: tuple[str, ...]
    form_text: str
    results: str
    case_link: str

    @property
    def birth(self) -> date | int | None:
        """The day of birth, else the year, else nothing."""
        return self.birth_on or self.birth_year


@dataclass(frozen=True)
class MentorLine(Line):
    """A row of the base of mentors; `is_another` is not the member of staff he resembles."""

    workplace: str
    competences: tuple[str, ...]
    achievements: str
    interests: tuple[str, ...]
    desired_age: DesiredAge
    time_resource: str
    capacity: int | None
    is_another: bool = False


@dataclass(frozen=True)
class MenteeLine(Line):
    """A row of the base of mentees."""

    request: str
    completion_mark: str


@dataclass(frozen=True)
class PupilLine(Line):
    """A row of a list of pupils: who, born when, of which class, answered for by whom."""


@dataclass(frozen=True)
class StaffLine(Line):
    """A row of a list of the staff."""

    post: str


AnyLine = TypeVar("AnyLine", bound=Line)


@dataclass(frozen=True)
class Reading(Generic[AnyLine]):
    """The outcome for a whole table."""

    lines: tuple[AnyLine, ...]
    rejected_rows: tuple[int, ...]
    problems: tuple[Problem, ...]

    @property
    def present_count(self) -> int:
        """Rows about people in the file: accepted plus rejected."""
        return len(self.lines) + len(self.rejected_rows)

"""Cells and lines as JSON and back: what the curator saw checked is what is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from common.russian.names import FullName
from registry.spreadsheets.columns import Base
from registry.spreadsheets.lines import (
    Guardian,
    Line,
    MenteeLine,
    MentorLine,
    PupilLine,
    StaffLine,
)
from registry.spreadsheets.table import Cell
from registry.spreadsheets.values import Contacts, DesiredAge

Stored = dict[str, Any]
_DAYS = ("birth_on", "consent_on", "joined_on", "finished_on")
_WHOLE = frozenset({"name", "contacts", "guardian", "desired_age"})
_LISTS = ("counterparts", "forms", "competences", "interests")


def stored_cell(cell: Cell) -> object:
    """A cell as JSON; days keep being days."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell


def cell_of(stored: object) -> Cell:
    """The cell again; what is not JSON of a cell raises TypeError."""
    match stored:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
        case None | bool() | int() | float() | str():
            return stored
        case _:
            raise TypeError(f"not a cell: {type(stored)}")


def stored_line(line: Line) -> Stored:
    """A line as JSON."""
    # As dataclasses.asdict, without copying what cannot change: a table has many rows.
    stored: Stored = {
        key: dict(vars(value)) if key in _WHOLE else value
        for key, value in vars(line).items()
    }
    stored["guardian"]["contacts"] = dict(vars(line.guardian.contacts))
    for key in _DAYS:
        stored[key] = stored[key].isoformat() if stored[key] else None
    return stored


def mentor_line(stored: Stored) -> MentorLine:
    """The line of a mentor again."""
    values = _shared(stored)
    values["desired_age"] = DesiredAge(**values["desired_age"])
    return MentorLine(**values)


def mentee_line(stored: Stored) -> MenteeLine:
    """The line of a mentee again."""
    return MenteeLine(**_shared(stored))


def pupil_line(stored: Stored) -> PupilLine:
    """The line of a pupil again."""
    return PupilLine(**_shared(stored))


def staff_line(stored: Stored) -> StaffLine:
    """The line of one of the staff again."""
    return StaffLine(**_shared(stored))


LINES: dict[Base, Callable[[Stored], Any]] = {
    Base.MENTORS: mentor_line,
    Base.MENTEES: mentee_line,
    Base.PUPILS: pupil_line,
    Base.STAFF: staff_line,
}


def _shared(stored: Stored) -> Stored:
    values = dict(stored)
    values["name"] = FullName(**values["name"])
    values["contacts"] = _contacts(values["contacts"])
    guardian = values["guardian"]
    values["guardian"] = Guardian(guardian["name"], _contacts(guardian["contacts"]))
    for key in _DAYS:
        values[key] = date.fromisoformat(values[key]) if values[key] else None
    for key in _LISTS:
        if key in values:
            values[key] = tuple(values[key])
    return values


def _contacts(stored: Stored) -> Contacts:
    return Contacts(tuple(stored["phones"]), tuple(stored["emails"]), stored["text"])

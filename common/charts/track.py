"""The seven stages as one line of progress."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrackStep:
    """One stage of the progress track; state: todo, current, done or problem."""

    title: str
    state: str = "todo"
    count: str = ""
    url: str = ""
    note: str = ""

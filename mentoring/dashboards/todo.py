"""A thing to do, as every first screen lists it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits: what, how much of it, since when, where to go.

    `status` is a value of common.badges: it colours the count, and says nothing alone.
    """

    title: str
    url: str
    hint: str = ""
    count: int | None = None
    status: str = ""

    @property
    def label(self) -> str:
        return "" if self.count is None else str(self.count)

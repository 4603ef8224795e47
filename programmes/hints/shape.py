"""What a hint is: a word about a place of the plan, and what accepting it would change."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from programmes.deadlines import Deadline
from programmes.roadmap_templates import (
    Basis,
    MeasureTemplate,
    RoadmapTemplate,
    SectionTemplate,
)


class PlaceKind(StrEnum):
    """What a hint stands at."""

    PLAN = "plan"
    SECTION = "section"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """The plan, a section by its ordinal, or a measure by its code."""

    kind: PlaceKind
    code: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else str(self.kind)


PLAN = Place(PlaceKind.PLAN)


def at(row: SectionTemplate | MeasureTemplate) -> Place:
    """The place of a row."""
    if isinstance(row, SectionTemplate):
        return Place(PlaceKind.SECTION, str(row.ordinal))
    return Place(PlaceKind.MEASURE, row.code)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one click would change: the understood deadline or the number, never the text.

    `words` finish the button «Принять: …».
    """

    words: str
    deadline: Deadline | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """A flag of docs/roadmap-format.md at a place, in words.

    `about` is the text the hint speaks of: once that changes, a hint somebody let stand
    is another one and speaks again.
    """

    code: str
    place: Place
    words: str
    about: str = ""
    proposals: tuple[Proposal, ...] = ()

    def key(self, place: str = "") -> str:
        """What a hint that was let stand is remembered by."""
        digest = zlib.crc32(self.about.encode())
        return f"{self.code}|{place or self.place}|{digest:08x}"


@dataclass(frozen=True)
class Looking:
    """A plan under examination, with the days it is for.

    `starts_on` and `ends_on` are those of the cycle, or of the printed period; None while
    nobody has told them. `corrections` are days worked or not against the calendar.
    """

    plan: RoadmapTemplate
    starts_on: date | None = None
    ends_on: date | None = None
    corrections: Mapping[date, bool] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Our own plan, made for any year: it names no period on purpose."""
        return any(
            document.basis is Basis.OWN
            for measure in self.plan.measures()
            for document in measure.documents
        )

    def rows(self) -> Iterator[SectionTemplate | MeasureTemplate]:
        """Sections and measures in printed order."""
        for section in self.plan.sections:
            yield section
            yield from section.measures

    def work(self) -> Iterator[MeasureTemplate]:
        """Measures that are work: headings left out."""
        return (measure for measure in self.plan.measures() if not measure.is_heading)


Rule = Callable[[Looking], Iterator[Hint]]


def deadline_of(row: SectionTemplate | MeasureTemplate) -> Deadline:
    """The row's deadline as understood."""
    if isinstance(row, SectionTemplate):
        return row.deadline
    return row.deadline.deadline


def own_deadlines(
    looking: Looking,
) -> Iterator[tuple[SectionTemplate | MeasureTemplate, Deadline]]:
    """Rows with a deadline of their own; one taken from the section is told there."""
    for row in looking.rows():
        if isinstance(row, MeasureTemplate) and row.deadline.is_inherited:
            continue
        yield row, deadline_of(row)

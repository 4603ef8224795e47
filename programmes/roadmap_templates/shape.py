"""What a roadmap template holds, printed and understood (R-119…R-128)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from programmes.deadlines import Deadline


class Structure(StrEnum):
    """Whether the plan is printed by the seven stages or by sections of its own."""

    STAGES = "stages"
    SECTIONS = "sections"


class SectionKind(StrEnum):
    """A stage of the model or a section that cuts across the stages."""

    STAGE = "stage"
    SECTION = "section"


class Level(StrEnum):
    """Where the printed form holds a column; not printed when the form lacks it."""

    SECTION = "section"
    MEASURE = "measure"
    NOT_PRINTED = "not_printed"


class Basis(StrEnum):
    """How a document is known: from its column, from the text, or only implied."""

    DOCUMENT_COLUMN = "document_column"
    TEXT = "text"
    INFERRED = "inferred"
    OWN = "own"
    """Proposed by our own template."""


class PeriodKind(StrEnum):
    """What the plan says of the period it is for."""

    ACADEMIC_YEAR = "academic_year"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the printed form: what it holds and its caption."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class LevelOf:
    """At which level the form prints each column (R-120)."""

    deadline: Level
    documents: Level
    responsibles: Level
    result: Level


@dataclass(frozen=True, slots=True)
class Period:
    """The period the plan is for: as printed and as understood."""

    kind: PeriodKind
    raw: str
    starts_on: date | None
    ends_on: date | None
    is_inferred: bool
    note: str


@dataclass(frozen=True, slots=True)
class Approval:
    """Requisites of the order and the protocol the plan hangs on; empty when not printed."""

    order_number: str
    order_on: date | None
    body: str
    protocol_number: str
    protocol_on: date | None
    appendix: str


@dataclass(frozen=True, slots=True)
class ResponsibleRole:
    """Who answers for measures: a label instead of a name, and the portal's role for it.

    `code` keeps apart what the source keeps apart (methodist, pedagogue); `role` is a
    value of `accounts.enums.Role`.
    """

    code: str
    label: str
    role: str
    is_inferred: bool
    basis: str


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """A document of a section or measure.

    `kind` is a code of the document kinds (DK), empty where the portal knows none such.
    """

    kind: str
    title: str
    basis: Basis
    part_of: str


@dataclass(frozen=True, slots=True)
class DeadlineSpec:
    """A deadline in its place: own or taken from the section, and a proposed correction."""

    deadline: Deadline
    is_inherited: bool = False
    suggested: Deadline | None = None
    suggested_why: str = ""


@dataclass(frozen=True, slots=True)
class ItemTemplate:
    """A sub-item of a measure; it may have a deadline of its own (R-125)."""

    text: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class MeasureTemplate:
    """A measure of the plan; `parent` is the code of the heading it stands under."""

    code: str
    ordinal: int
    parent: str
    number_printed: str
    title: str
    title_printed: str
    is_heading: bool
    items: tuple[ItemTemplate, ...]
    canonical: tuple[str, ...]
    deadline: DeadlineSpec
    responsibles: tuple[ResponsibleRole, ...]
    result: str
    documents: tuple[DocumentRef, ...]
    flags: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SectionWork:
    """Work inside the organisation and with the outer environment (R-122)."""

    number_printed: str
    inner: tuple[str, ...]
    outer: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SectionTemplate:
    """A printed stage or section with its measures, mapped to canonical stages."""

    ordinal: int
    number_printed: str
    title: str
    title_printed: str
    kind: SectionKind
    canonical: tuple[str, ...]
    deadline: Deadline
    documents: tuple[DocumentRef, ...]
    result: str
    work: SectionWork | None
    deviation: str
    flags: tuple[str, ...]
    source: str
    measures: tuple[MeasureTemplate, ...]


@dataclass(frozen=True, slots=True)
class RoadmapTemplate:
    """A whole plan, as printed and as understood."""

    code: str
    title: str
    organisation_type: str
    structure: Structure
    printed_section_count: int
    mentee_audiences: tuple[str, ...]
    period: Period
    approval: Approval | None
    columns: tuple[Column, ...]
    work_columns: tuple[str, ...]
    level_of: LevelOf
    is_result_in_document_column: bool
    roles: tuple[ResponsibleRole, ...]
    flags: tuple[str, ...]
    notes: tuple[str, ...]
    sections: tuple[SectionTemplate, ...]

    def measures(self) -> Iterator[MeasureTemplate]:
        """All measures in printed order."""
        for section in self.sections:
            yield from section.measures

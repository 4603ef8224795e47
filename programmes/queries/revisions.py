"""What each version of a programme said, and what has changed since one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TypedDict

from programmes.enums import ProgrammePart
from programmes.models import PlanRow, Programme, ProgrammeRevision
from registry.models import MentoringKind

# Where a version keeps the rows of the plan.
PLAN = "plan"

Values = Mapping[str, object]


class ProgrammeText(TypedDict, total=False):
    """What both sides write (R-184…R-203), as a form hands it over."""

    problem: str
    request: str
    tasks: list[str]
    kinds: list[MentoringKind]
    basis: str
    interaction_forms: list[str]
    """Codes of the template's forms of interaction."""
    interaction_other: str
    directions: str
    mentor_activity: str
    mentee_activity: str
    starts_on: date
    ends_on: date
    schedule_format: str
    schedule: str
    regime: str
    conditions: str
    interim_results: str
    """One result a line."""
    interim_check_on: date | None
    planned_results: str
    planned_check_on: date | None


TEXT_FIELDS = tuple(ProgrammeText.__annotations__)


def plain(values: Values) -> dict[str, object]:
    """Return the values as JSON keeps them: days by ISO, kinds by their codes."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [
            each.code if isinstance(each, MentoringKind) else each for each in value
        ]
    return "" if value is None else value


def text_of(programme: Programme) -> dict[str, object]:
    """Return what both sides wrote, as JSON keeps it."""
    return plain({name: value_of(programme, name) for name in TEXT_FIELDS})


def value_of(programme: Programme, name: str) -> object:
    """Return the value of a field as forms know it."""
    return list(programme.kinds.all()) if name == "kinds" else getattr(programme, name)


def plan_of(programme: Programme) -> dict[str, dict[str, object]]:
    """Return the rows of the plan by their keys, each with its place."""
    return {
        str(row.pk): {**_words(row), "number": number}
        for number, row in enumerate(programme.rows.all(), start=1)
    }


def _words(row: PlanRow) -> dict[str, object]:
    return {"title": row.title, "due_on": row.due_on.isoformat()}


def has_row_moved_on(programme: Programme, row: PlanRow, version: int) -> bool:
    """Tell whether the row says something else than in the version; its place aside."""
    base = revision_of(programme, version)
    rows = base.values.get(PLAN, {}) if base else {}
    said = rows.get(str(row.pk), {})
    return any(said.get(name) != value for name, value in _words(row).items())


def revision_of(programme: Programme, version: int) -> ProgrammeRevision | None:
    """Return what a version said; None for a version that never was."""
    return ProgrammeRevision.objects.filter(
        programme=programme, version=version
    ).first()


@dataclass(frozen=True, slots=True)
class Change:
    """Who made a later version."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Divergence:
    """How the text has moved since the version somebody began to edit."""

    base: Values
    fields: tuple[str, ...]
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.fields)

    @property
    def titles(self) -> list[str]:
        """The changed fields in Russian."""
        return [title_of(name) for name in self.fields]


def title_of(name: str) -> str:
    """Return the Russian name of a field."""
    field = Programme._meta.get_field(name)
    return str(getattr(field, "verbose_name", name))


def divergence_since(programme: Programme, version: int) -> Divergence:
    """Tell which fields say something else than in the version, and who changed them."""
    base_revision = revision_of(programme, version)
    base = base_revision.values if base_revision else {}
    now = text_of(programme)
    later = ProgrammeRevision.objects.filter(
        programme=programme, version__gt=version, part=ProgrammePart.TEXT
    ).select_related("changed_by")
    return Divergence(
        base=base,
        fields=tuple(name for name in TEXT_FIELDS if now[name] != base.get(name)),
        changes=tuple(
            Change(str(revision.changed_by or "портал"), revision.changed_at)
            for revision in later
        ),
    )


def text_version(programme: Programme) -> int:
    """Return the version since which the text has not changed, whatever the plan did."""
    return (
        ProgrammeRevision.objects.filter(programme=programme)
        .exclude(part=ProgrammePart.PLAN)
        .values_list("version", flat=True)
        .order_by("-version")
        .first()
        or programme.version
    )


def story_of(programme: Programme) -> list[ProgrammeRevision]:
    """Return what was done, latest first; what one person did in a row is told once."""
    rows = programme.revisions.select_related("changed_by").order_by("-version")
    runs = groupby(rows, key=lambda row: (row.part, row.changed_by_id))
    return [next(run) for _, run in runs]

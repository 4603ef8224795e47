"""Roadmap templates: printed plans of institutions and our own, read from YAML.

Pure: no table, no request. R-335 (five printed structures without loss), R-341, R-342.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from accounts.enums import OrganisationKind
from common.strict_yaml import FixtureError, read
from programmes.roadmap_templates.reading import read_template
from programmes.roadmap_templates.shape import (
    Approval,
    Basis,
    Column,
    DeadlineSpec,
    DocumentRef,
    ItemTemplate,
    Level,
    LevelOf,
    MeasureTemplate,
    Period,
    PeriodKind,
    ResponsibleRole,
    RoadmapTemplate,
    SectionKind,
    SectionTemplate,
    SectionWork,
    Structure,
)
from programmes.roadmap_templates.writing import dump

FOLDER = Path(__file__).parent.parent / "fixtures" / "roadmaps"
ANY_ORGANISATION = "any"
SEVEN_STAGES = "семь этапов, для любой организации"

__all__ = [
    "Approval",
    "Basis",
    "Column",
    "DeadlineSpec",
    "DocumentRef",
    "ItemTemplate",
    "Level",
    "LevelOf",
    "MeasureTemplate",
    "Period",
    "PeriodKind",
    "ResponsibleRole",
    "RoadmapTemplate",
    "SectionKind",
    "SectionTemplate",
    "SectionWork",
    "Structure",
    "available",
    "choices",
    "dump",
    "load",
    "read_template",
]


def available() -> tuple[tuple[str, str, str], ...]:
    """(code, title, organisation type) of every template, our own first."""
    templates = [load(file.stem) for file in sorted(FOLDER.glob("*.yaml"))]
    templates.sort(key=lambda template: template.organisation_type != ANY_ORGANISATION)
    return tuple((each.code, each.title, each.organisation_type) for each in templates)


def choices() -> list[tuple[str, str]]:
    """Return (code, title and for whom): the titles alone are hard to tell apart."""
    kinds = dict(OrganisationKind.choices)
    return [
        (code, f"{title} — {kinds[kind].lower() if kind in kinds else SEVEN_STAGES}")
        for code, title, kind in available()
    ]


@cache
def load(code: str) -> RoadmapTemplate:
    """The template of that code; FixtureError says what in its file is wrong."""
    file = FOLDER / f"{code}.yaml"
    if not code.isidentifier() or not file.is_file():
        msg = f"there is no roadmap template {code!r}"
        raise FixtureError(msg)
    template = read_template(read(file))
    if template.code != code:
        msg = f"{file.name}: its code is {template.code!r}"
        raise FixtureError(msg)
    return template

"""Roadmap templates: printed plans of institutions and our own, read from YAML.

Pure: no table, no request. R-335 (five printed structures without loss), R-341, R-342.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from accounts.enums import OrganisationKind
from common.strict_yaml import FixtureError, Node, read
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
from programmes.roadmap_templates.variants import composed
from programmes.roadmap_templates.writing import dump

FOLDER = Path(__file__).parent.parent / "fixtures" / "roadmaps"
VARIANTS = FOLDER / "variants"
OURS = "seven_stages"
EMPTY = "own_plan"
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
    "empty_plan",
    "fitting",
    "is_ours",
    "load",
    "read_template",
    "suits",
]


def available() -> tuple[tuple[str, str, str], ...]:
    """(code, title, organisation type) of every template, our own first."""
    own = sorted(VARIANTS.glob("*.yaml"))
    printed = sorted(file for file in FOLDER.glob("*.yaml") if file.stem != OURS)
    templates = [load(code) for code in (OURS, *(each.stem for each in own + printed))]
    return tuple((each.code, each.title, each.organisation_type) for each in templates)


def fitting(kind: str) -> tuple[RoadmapTemplate, ...]:
    """Every template, those made for the kind of organisation first, then ours for all."""
    templates = [load(code) for code, _, _ in available()]
    ranks = {kind: 0, ANY_ORGANISATION: 1}
    templates.sort(key=lambda each: ranks.get(each.organisation_type, 2))
    return tuple(templates)


def empty_plan(title: str) -> RoadmapTemplate:
    """Seven stages in the usual columns, without a measure (R-341)."""
    ours = load(OURS)
    return replace(
        ours,
        code=EMPTY,
        title=title,
        roles=(),
        sections=tuple(replace(section, measures=()) for section in ours.sections),
    )


def is_ours(code: str) -> bool:
    """Tell our own templates from the plans of institutions."""
    return code == OURS or (VARIANTS / f"{code}.yaml").is_file()


def choices() -> list[tuple[str, str]]:
    """Return (code, title and for whom): the titles alone are hard to tell apart."""
    return [(code, f"{title} — {suits(load(code))}") for code, title, _ in available()]


def suits(template: RoadmapTemplate) -> str:
    """For whom a template is: «школа», «семь этапов, для любой организации»."""
    kinds = dict(OrganisationKind.choices)
    kind = template.organisation_type
    return kinds[kind].lower() if kind in kinds else SEVEN_STAGES


@cache
def load(code: str) -> RoadmapTemplate:
    """The template of that code; FixtureError says what in its file is wrong."""
    template = read_template(composed(_node(code), _node))
    if template.code != code:
        msg = f"{code}.yaml: its code is {template.code!r}"
        raise FixtureError(msg)
    return template


def _node(code: str) -> Node:
    """A new node each time: it remembers which of its keys were asked for."""
    files = (FOLDER / f"{code}.yaml", VARIANTS / f"{code}.yaml")
    file = next((each for each in files if each.is_file()), None)
    if not code.isidentifier() or file is None:
        msg = f"there is no roadmap template {code!r}"
        raise FixtureError(msg)
    return read(file)

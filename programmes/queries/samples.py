"""Ready measures by stage that a plan does not have yet (R-342)."""

from __future__ import annotations

from dataclasses import dataclass

from programmes.models import Measure, Roadmap, Section
from programmes.roadmap_templates import (
    MeasureTemplate,
    RoadmapTemplate,
    fitting,
    is_ours,
)
from registry.models import Stage


@dataclass(frozen=True, slots=True)
class StageSamples:
    """What a stage offers, and where in the plan it would stand."""

    stage: Stage
    measures: tuple[MeasureTemplate, ...]
    sections: tuple[Section, ...]
    """Every section of the plan, those mapped to the stage first."""


def sample_plans(kind: str) -> list[RoadmapTemplate]:
    """Return our own plans, those for the kind of organisation first."""
    return [template for template in fitting(kind) if is_ours(template.code)]


def samples_of(roadmap: Roadmap, template: RoadmapTemplate) -> list[StageSamples]:
    """Return the template's measures by stage, without those the plan has by title."""
    had = {
        _folded(title)
        for title in Measure.objects.filter(section__roadmap=roadmap).values_list(
            "title", flat=True
        )
    }
    sections = list(roadmap.sections.prefetch_related("stages"))
    found = []
    for stage in Stage.objects.filter(code__startswith="S"):
        offered = tuple(
            measure
            for measure in template.measures()
            if measure.canonical[:1] == (stage.code,)
            and _folded(measure.title) not in had
        )
        if offered:
            found.append(StageSamples(stage, offered, _nearest(sections, stage)))
    return found


def _nearest(sections: list[Section], stage: Stage) -> tuple[Section, ...]:
    return tuple(sorted(sections, key=lambda each: stage not in each.stages.all()))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())

"""How far a roadmap has come by the canonical stages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from common import charts
from common.links import link
from programmes.deadlines import Deadline
from programmes.enums import MeasureStatus
from programmes.models import Measure
from registry.models import Cycle, Stage


def deadline_of(measure: Measure) -> Deadline:
    """Return what was understood of the measure's printed deadline."""
    content = {
        name: value
        for name, value in measure.deadline.items()
        if name != "is_inherited"
    }
    return Deadline.from_json(content, f"measure {measure.pk}")


def stage_track(cycle: Cycle, today: date) -> list[charts.TrackStep]:
    """Return the seven stages with their counts, by the measures' own mapping (R-324)."""
    return track_of(measures_in(cycle), today)


def measures_in(cycle: Cycle) -> list[Measure]:
    """Return what the cycle's plan asks to be done, with the stages of each."""
    return list(
        Measure.objects.filter(section__roadmap__cycle=cycle, is_heading=False)
        .exclude(status=MeasureStatus.CANCELLED)
        .prefetch_related("stages")
    )


def track_of(measures: Iterable[Measure], today: date) -> list[charts.TrackStep]:
    """Return the seven stages with their counts of these measures."""
    counts: dict[str, list[Measure]] = {}
    for measure in measures:
        for stage in measure.stages.all():
            counts.setdefault(stage.code, []).append(measure)
    return [
        _track_step(stage, counts.get(stage.code, []), today)
        for stage in Stage.objects.filter(code__startswith="S")
    ]


def _track_step(stage: Stage, measures: list[Measure], today: date) -> charts.TrackStep:
    done = sum(measure.status == MeasureStatus.DONE for measure in measures)
    overdue = sum(measure.is_overdue_on(today) for measure in measures)
    begun = any(
        measure.status in {MeasureStatus.DONE, MeasureStatus.IN_PROGRESS}
        for measure in measures
    )
    state = "todo"
    if measures and done == len(measures):
        state = "done"
    elif overdue:
        state = "problem"
    elif begun:
        state = "current"
    return charts.TrackStep(
        title=stage.short_title,
        state=state,
        count=f"{done} из {len(measures)}" if measures else "нет в плане",
        url=f"{link('programmes:roadmap')}?stage={stage.code}",
        note=f"просрочено: {overdue}" if overdue else "",
    )

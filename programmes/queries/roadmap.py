"""The roadmap as its page shows it: rows, progress by stage, timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from common import charts
from common.links import link
from programmes.deadlines import Deadline, state_words
from programmes.enums import MeasureStatus
from programmes.models import Measure, Roadmap, Section
from programmes.queries.order_days import order_days
from registry.models import Cycle, Stage


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as a row: how its deadline stands today, in words."""

    measure: Measure
    deadline_note: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class SectionLines:
    """A printed section with its rows and how far it has come."""

    section: Section
    lines: tuple[MeasureLine, ...]

    @property
    def done_count(self) -> int:
        return sum(
            line.measure.status == MeasureStatus.DONE
            for line in self.lines
            if not line.measure.is_heading
        )

    @property
    def measure_count(self) -> int:
        return sum(not line.measure.is_heading for line in self.lines)


def sections_of(roadmap: Roadmap) -> QuerySet[Section]:
    """Return the sections with everything their rows show."""
    measures = Measure.objects.prefetch_related(
        "responsibles__person", "responsibles__team", "items", "stages"
    )
    return roadmap.sections.prefetch_related(
        "stages", Prefetch("measures", queryset=measures)
    )


def lines_of(roadmap: Roadmap, today: date, *, stage: str = "") -> list[SectionLines]:
    """Return the roadmap as printed, each row with its state today.

    With `stage` (a canonical code) only the measures mapped to it are kept.
    """
    cycle = roadmap.cycle
    sections = [
        SectionLines(
            section,
            tuple(
                MeasureLine(
                    measure, _note(measure, cycle), measure.is_overdue_on(today)
                )
                for measure in section.measures.all()
                if not stage
                or stage in {mapped.code for mapped in measure.stages.all()}
            ),
        )
        for section in sections_of(roadmap)
    ]
    return [section for section in sections if section.lines or not stage]


def deadline_of(measure: Measure) -> Deadline:
    """Return what was understood of the measure's printed deadline."""
    content = {
        name: value
        for name, value in measure.deadline.items()
        if name != "is_inherited"
    }
    return Deadline.from_json(content, f"measure {measure.pk}")


def _note(measure: Measure, cycle: Cycle) -> str:
    if measure.status in {MeasureStatus.DONE, MeasureStatus.CANCELLED}:
        return ""
    if measure.status == MeasureStatus.POSTPONED and measure.due_on is not None:
        return f"перенесено на {measure.due_on:%d.%m.%Y}"
    return state_words(
        deadline_of(measure),
        cycle_start=cycle.starts_on,
        cycle_end=cycle.ends_on,
        order_on=order_days(cycle),
    )


def measures_of(user: User, organisation_id: int) -> QuerySet[Measure]:
    """Return the open measures the user answers for in the open cycles."""
    return (
        Measure.objects.open()
        .answered_by(user, organisation_id)
        .filter(section__roadmap__cycle__in=Cycle.objects.open())
        .select_related("section__roadmap__cycle")
        .order_by("due_on", "pk")
    )


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

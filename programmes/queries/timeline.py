"""The plan over its months: one picture, or one for each section or responsible."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from common import charts
from common.links import link
from programmes.deadlines import spans
from programmes.models import Roadmap
from programmes.queries.cycle_frame import frame_of
from programmes.queries.execution import MeasureFact, MeasureState, facts_of
from programmes.queries.roadmap import deadline_of

GROUPINGS = {"": "подряд", "section": "по разделам", "responsible": "по ответственным"}
TITLE = "Мероприятия по месяцам"


def timelines_of(
    roadmap: Roadmap, today: date, *, grouped: str = ""
) -> list[charts.Timeline]:
    """Lay the dated measures over the cycle's months, grouped as asked.

    A postponed measure stands at the day it was put off to; one without a day is left out.
    """
    facts = facts_of(roadmap, today)
    groups: dict[str, list[MeasureFact]] = {}
    for fact in facts:
        for title in _titles(fact, grouped):
            groups.setdefault(title, []).append(fact)
    cycle = roadmap.cycle
    drawn = ((title, _bars(roadmap, group)) for title, group in groups.items())
    return [
        charts.timeline(
            title, bars, since=cycle.starts_on, until=cycle.ends_on, today=today
        )
        for title, bars in drawn
        if bars
    ]


def _titles(fact: MeasureFact, grouped: str) -> Iterable[str]:
    if grouped == "section":
        return [fact.measure.section.title]
    if grouped == "responsible":
        return fact.responsibles.values()
    return [TITLE]


def _bars(roadmap: Roadmap, facts: Iterable[MeasureFact]) -> list[charts.Span]:
    return [bar for fact in facts for bar in _bars_of(roadmap, fact)]


def _bars_of(roadmap: Roadmap, fact: MeasureFact) -> list[charts.Span]:
    measure = fact.measure
    url = link("programmes:measure_detail", pk=measure.pk)
    is_overdue = fact.state == MeasureState.OVERDUE
    status = "overdue" if is_overdue else measure.status
    if measure.due_on != measure.planned_on and measure.due_on is not None:
        return [charts.Span(measure.title, None, measure.due_on, status, url=url)]
    found = spans(deadline_of(measure), **frame_of(roadmap.cycle))
    return [
        charts.Span(measure.title, span.first_on, span.last_on, status, url=url)
        for span in found
    ]

"""What the plan of the next cycle could be made of, and how two plans differ (R-373)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from common.russian.dates import school_year_start
from programmes.deadlines.next_year import in_later_year
from programmes.enums import MeasureStatus
from programmes.models import Measure, Roadmap
from programmes.queries.roadmap_template import understood
from registry.models import Cycle, Stage

_YEARS = re.compile(r"\b20\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?\b")


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A measure of last year's plan with what is proposed for it."""

    measure: Measure
    proposed: str
    """The printed deadline by its own pattern, in the new year."""
    is_done: bool
    is_taken: bool
    """Whether it is proposed to be taken: everything but the cancelled."""


@dataclass(frozen=True, slots=True)
class CopySection:
    """A section of last year's plan."""

    title: str
    lines: tuple[CopyLine, ...]


@dataclass(frozen=True, slots=True)
class CopyProposal:
    """Last year's plan laid out for the next one."""

    source: Roadmap
    cycle: Cycle
    years: int
    sections: tuple[CopySection, ...]

    @property
    def lines(self) -> list[CopyLine]:
        return [line for section in self.sections for line in section.lines]

    @property
    def undone_count(self) -> int:
        """How many measures were never done, headings aside."""
        return sum(
            not line.is_done and not line.measure.is_heading for line in self.lines
        )


def earlier_roadmap(cycle: Cycle) -> Roadmap | None:
    """Return the plan of the cycle before this one that has a plan."""
    return (
        Roadmap.objects.filter(
            organisation_id=cycle.organisation_id, cycle__starts_on__lt=cycle.starts_on
        )
        .select_related("cycle__introduction_order", "cycle__organisation")
        .order_by("-cycle__starts_on", "-pk")
        .first()
    )


def next_cycle(roadmap: Roadmap) -> Cycle | None:
    """Return the open cycle after this plan's that has no plan yet."""
    return (
        Cycle.objects.open()
        .filter(
            organisation_id=roadmap.organisation_id,
            starts_on__gt=roadmap.cycle.starts_on,
            roadmap=None,
        )
        .order_by("starts_on")
        .first()
    )


def years_between(source: Roadmap, cycle: Cycle) -> int:
    """Return how many school years lie between the plan's cycle and this one."""
    return school_year_start(cycle.starts_on) - school_year_start(
        source.cycle.starts_on
    )


def copy_proposal(source: Roadmap, cycle: Cycle) -> CopyProposal:
    """Return every measure of the plan with its state and its proposed deadline."""
    years = years_between(source, cycle)
    return CopyProposal(
        source,
        cycle,
        years,
        tuple(
            CopySection(
                f"{section.number_printed} {section.title}".strip(),
                tuple(_line(measure, years) for measure in section.measures.all()),
            )
            for section in source.sections.prefetch_related("measures")
        ),
    )


def _line(measure: Measure, years: int) -> CopyLine:
    deadline = understood(measure.deadline, measure.deadline_raw)
    return CopyLine(
        measure,
        in_later_year(deadline, years).raw,
        is_done=measure.status == MeasureStatus.DONE,
        is_taken=measure.status != MeasureStatus.CANCELLED,
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure that stands in both plans and is not the same."""

    before: Measure
    after: Measure
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a stage or section was done, then and now."""

    title: str
    done_before: int
    count_before: int
    done_after: int
    count_after: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans side by side."""

    before: Roadmap
    after: Roadmap
    new: tuple[Measure, ...]
    gone: tuple[Measure, ...]
    changed: tuple[Difference, ...]
    same_count: int
    stages: tuple[Share, ...]
    sections: tuple[Share, ...]


def compare(before: Roadmap, after: Roadmap) -> Comparison:
    """Compare two plans: a measure copied from another is the same, else one so titled."""
    old, new = _measures(before), _measures(after)
    pairs = _pairs(old, new)
    matched = {one.pk for one, _ in pairs}
    found = {other.pk for _, other in pairs}
    years = years_between(before, after.cycle)
    differences = [
        Difference(one, other, what)
        for one, other in pairs
        if (what := _differences(one, other, years))
    ]
    return Comparison(
        before,
        after,
        new=tuple(each for each in new if each.pk not in found),
        gone=tuple(each for each in old if each.pk not in matched),
        changed=tuple(differences),
        same_count=len(pairs) - len(differences),
        stages=_stage_shares(old, new),
        sections=_section_shares(old, new),
    )


def _measures(roadmap: Roadmap) -> list[Measure]:
    return list(
        Measure.objects.filter(section__roadmap=roadmap, is_heading=False)
        .select_related("section")
        .prefetch_related("stages", "responsibles__person", "responsibles__team")
    )


def _pairs(old: list[Measure], new: list[Measure]) -> list[tuple[Measure, Measure]]:
    by_pk = {measure.pk: measure for measure in old}
    pairs = [
        (by_pk.pop(measure.copied_from_id), measure)
        for measure in new
        if measure.copied_from_id in by_pk
    ]
    taken = {measure.pk for _, measure in pairs}
    by_title = {_yearless(measure.title): measure for measure in by_pk.values()}
    for measure in new:
        title = _yearless(measure.title)
        if measure.pk not in taken and title in by_title:
            pairs.append((by_title.pop(title), measure))
    return pairs


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _differences(one: Measure, other: Measure, years: int) -> tuple[str, ...]:
    """What is not the same; a year moved together with the plan is no difference."""
    moved = in_later_year(understood(one.deadline, one.deadline_raw), years).raw
    told = {
        "название": (_yearless(one.title), _yearless(other.title)),
        "срок": (moved, other.deadline_raw),
        "ответственные": (_names(one), _names(other)),
        "результат": (_yearless(one.result), _yearless(other.result)),
    }
    return tuple(what for what, (was, now) in told.items() if was != now)


def _yearless(text: str) -> str:
    return _YEARS.sub("", _folded(text))


def _names(measure: Measure) -> list[str]:
    return [str(each) for each in measure.responsibles.all()]


def _stage_shares(old: list[Measure], new: list[Measure]) -> tuple[Share, ...]:
    return tuple(
        _share(
            stage.short_title,
            [each for each in old if stage in each.stages.all()],
            [each for each in new if stage in each.stages.all()],
        )
        for stage in Stage.objects.filter(code__startswith="S")
    )


def _section_shares(old: list[Measure], new: list[Measure]) -> tuple[Share, ...]:
    """By section, in the order of the new plan; those that are gone come last."""
    titles: dict[str, str] = {}
    for each in (*new, *old):
        titles.setdefault(_yearless(each.section.title), each.section.title)
    return tuple(
        _share(
            title,
            [each for each in old if _yearless(each.section.title) == key],
            [each for each in new if _yearless(each.section.title) == key],
        )
        for key, title in titles.items()
    )


def _share(title: str, old: list[Measure], new: list[Measure]) -> Share:
    return Share(title, _done(old), len(old), _done(new), len(new))


def _done(measures: Iterable[Measure]) -> int:
    return sum(measure.status == MeasureStatus.DONE for measure in measures)

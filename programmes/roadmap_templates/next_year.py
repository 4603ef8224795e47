"""A plan made ready for another cycle: days moved, dropped measures left out (R-330)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from common.russian.dates import school_year_start
from programmes.deadlines import Deadline, add_months
from programmes.deadlines.next_year import in_later_year, words_in_later_year
from programmes.deadlines.parsing import parse
from programmes.deadlines.shape import MONTHS_IN_YEAR
from programmes.roadmap_templates.shape import (
    DeadlineSpec,
    ItemTemplate,
    MeasureTemplate,
    Period,
    PeriodKind,
    RoadmapTemplate,
    SectionTemplate,
)

_FIRST_YEAR = re.compile(r"20\d\d")


def in_later_cycle(
    template: RoadmapTemplate,
    years: int,
    *,
    kept: Collection[str],
    texts: Mapping[str, str] = MappingProxyType({}),
) -> RoadmapTemplate:
    """Return the plan so many school years later with the measures of the codes `kept`.

    `texts` are printed deadlines by code, where somebody wrote another than proposed; a
    heading stays with its measures. Nothing of last year's approval is carried over.
    """
    moving = _Moving(years, _with_headings(template, kept), texts, template.period)
    return replace(
        template,
        title=moving.words(template.title),
        period=moving.period(template.period),
        approval=None,
        sections=tuple(moving.section(section) for section in template.sections),
    )


def _gap(period: Period) -> int:
    """How far the printed years lag behind the days: a plan printed for another year."""
    printed = _FIRST_YEAR.search(period.raw)
    if not printed or not period.starts_on or period.kind != PeriodKind.ACADEMIC_YEAR:
        return 0
    return school_year_start(period.starts_on) - int(printed[0])


def _with_headings(template: RoadmapTemplate, kept: Collection[str]) -> set[str]:
    parents = {measure.code: measure.parent for measure in template.measures()}
    needed = set(kept) & parents.keys()
    for code in list(needed):
        while code := parents.get(code, ""):
            needed.add(code)
    return needed


class _Moving:
    """What moving a plan needs throughout."""

    def __init__(
        self, years: int, kept: set[str], texts: Mapping[str, str], period: Period
    ) -> None:
        self._years = years
        self._words_years = years + _gap(period)
        self._kept = kept
        self._texts = texts

    def period(self, period: Period) -> Period:
        months = self._years * MONTHS_IN_YEAR
        starts_on, ends_on = period.starts_on, period.ends_on
        return replace(
            period,
            raw=self.words(period.raw),
            starts_on=add_months(starts_on, months) if starts_on else None,
            ends_on=add_months(ends_on, months) if ends_on else None,
            note="",
        )

    def words(self, text: str) -> str:
        return words_in_later_year(text, self._words_years)

    def section(self, section: SectionTemplate) -> SectionTemplate:
        deadline = self._deadline(section.deadline)
        kept = [each for each in section.measures if each.code in self._kept]
        return replace(
            section,
            title=self.words(section.title),
            deadline=deadline,
            measures=tuple(
                self._measure(measure, place, deadline)
                for place, measure in enumerate(kept, start=1)
            ),
        )

    def _measure(
        self, measure: MeasureTemplate, ordinal: int, of_section: Deadline
    ) -> MeasureTemplate:
        spec = measure.deadline
        text = self._texts.get(measure.code)
        if text is not None:
            moved = DeadlineSpec(parse(text))
        elif spec.is_inherited:
            moved = DeadlineSpec(of_section, is_inherited=True)
        else:
            moved = DeadlineSpec(self._deadline(spec.deadline))
        return replace(
            measure,
            ordinal=ordinal,
            title=self.words(measure.title),
            result=self.words(measure.result),
            deadline=moved,
            items=tuple(
                ItemTemplate(
                    self.words(item.text),
                    self._deadline(item.deadline),
                )
                for item in measure.items
            ),
            flags=tuple(
                flag for flag in measure.flags if not flag.startswith("deadline")
            ),
        )

    def _deadline(self, deadline: Deadline) -> Deadline:
        return in_later_year(deadline, self._years)

"""The examination of a plan: computed hints, and flags only the source could tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from programmes.deadlines import DeadlineKind
from programmes.hints import cells, dates, numbers, order, texts
from programmes.hints.cells import has_deadline, has_document
from programmes.hints.shape import (
    PLAN,
    Hint,
    Looking,
    Place,
    PlaceKind,
    Rule,
    at,
    deadline_of,
)
from programmes.hints.words import ADVICE
from programmes.roadmap_templates import (
    MeasureTemplate,
    RoadmapTemplate,
    SectionTemplate,
)

RULES: tuple[Rule, ...] = (
    *dates.RULES,
    *numbers.RULES,
    *cells.RULES,
    *texts.RULES,
    *order.RULES,
)
# Whether these hold is always computed: the flag was true of the text as it came, and the
# curator may have settled it since.
_COMPUTED = frozenset(
    {
        "deadline_outside_period",
        "deadline_year_missing",
        "deadline_ambiguous",
        "deadline_truncated",
        "deadline_illegible",
        "deadline_no_preposition",
        "deadline_non_working_day",
        "number_format_mixed",
        "number_gap",
        "number_duplicate",
        "number_mismatch",
        "plan_period_missing",
        "order_requisites_missing",
    }
)


_SUMMARIES = frozenset(
    {
        "deadline_missing",
        "responsible_missing",
        "merged_cells_suspected",
        "number_missing",
        "number_gap",
        "number_duplicate",
        "number_format_mixed",
    }
)


def hints_of(
    plan: RoadmapTemplate,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    corrections: Mapping[date, bool] = MappingProxyType({}),
) -> tuple[Hint, ...]:
    """All hints about the plan, those of one place and code once, in printed order.

    `starts_on` and `ends_on` are the cycle's; without them the printed period is taken.
    """
    looking = Looking(
        plan,
        starts_on or plan.period.starts_on,
        ends_on or plan.period.ends_on,
        corrections,
    )
    found: dict[tuple[str, Place], Hint] = {}
    for rule in RULES:
        for hint in rule(looking):
            found.setdefault((hint.code, hint.place), hint)
    for hint in _recorded(looking):
        found.setdefault((hint.code, hint.place), hint)
    return tuple(_in_order(_without_summaries(list(found.values())), plan))


def _recorded(looking: Looking) -> Iterator[Hint]:
    """Flags of the source that still hold."""
    for code in looking.plan.flags:
        if code not in _COMPUTED and _holds_somewhere(code, looking):
            yield Hint(code, PLAN, ADVICE[code])
    for row in looking.rows():
        for code in row.flags:
            if code not in _COMPUTED and _holds(code, row):
                yield Hint(code, at(row), ADVICE[code], row.title)


def _holds(code: str, row: SectionTemplate | MeasureTemplate) -> bool:
    """Whether a flag of an empty cell is still true; of other flags only a person knows."""
    if code == "number_missing":
        return not row.number_printed
    if code == "deadline_anchor_unknown":
        return bool(deadline_of(row).anchor)
    if isinstance(row, SectionTemplate):
        is_silent = deadline_of(row).kind is DeadlineKind.UNSPECIFIED
        return is_silent or code != "deadline_missing"
    return {
        "deadline_missing": not has_deadline(row),
        "merged_cells_suspected": not has_deadline(row),
        "responsible_missing": not row.responsibles,
        "result_missing": not row.result,
        "result_lost": not row.result,
        "document_missing": not has_document(row),
    }.get(code, True)


def _holds_somewhere(code: str, looking: Looking) -> bool:
    return any(_holds(code, row) for row in looking.rows())


def _without_summaries(hints: list[Hint]) -> Iterator[Hint]:
    """A flag of the whole plan says nothing more where rows carry it."""
    of_rows = {hint.code for hint in hints if hint.place != PLAN}
    told = of_rows & _SUMMARIES
    return (hint for hint in hints if hint.place != PLAN or hint.code not in told)


def _in_order(hints: Iterator[Hint], plan: RoadmapTemplate) -> list[Hint]:
    places = [PLAN]
    for section in plan.sections:
        places.append(Place(PlaceKind.SECTION, str(section.ordinal)))
        places += [at(measure) for measure in section.measures]
    order_of = {place: number for number, place in enumerate(places)}
    return sorted(hints, key=lambda hint: order_of[hint.place])

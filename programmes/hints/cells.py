"""Hints about empty cells: deadline, responsible, result, document (R-308)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from programmes.deadlines import Deadline, DeadlineKind, describe
from programmes.hints.shape import PLAN, Hint, Looking, Proposal, at
from programmes.hints.words import ADVICE
from programmes.roadmap_templates import (
    Basis,
    Level,
    MeasureTemplate,
    PeriodKind,
    Structure,
)

_FEWEST_BLANK = 2
_FEWEST_STAGES = 3
STAGES = tuple(f"S{number}" for number in range(1, 8))


def has_deadline(measure: MeasureTemplate) -> bool:
    """Whether anything stands in the deadline cell, or is taken from the section."""
    return measure.deadline.deadline.kind is not DeadlineKind.UNSPECIFIED


def has_document(measure: MeasureTemplate) -> bool:
    """Whether the document cell names one; a document only implied by the text does not."""
    told = {Basis.DOCUMENT_COLUMN, Basis.OWN}
    return any(document.basis in told for document in measure.documents)


def missing_deadlines(looking: Looking) -> Iterator[Hint]:
    """Blank deadline cells where the form has the column."""
    if looking.plan.level_of.deadline is not Level.MEASURE:
        return
    for measure in looking.work():
        if not has_deadline(measure) and not any(
            item.deadline.kind is not DeadlineKind.UNSPECIFIED for item in measure.items
        ):
            yield _hint("deadline_missing", measure)


def missing_responsibles(looking: Looking) -> Iterator[Hint]:
    if looking.plan.level_of.responsibles is not Level.MEASURE:
        return
    for measure in looking.work():
        if not measure.responsibles:
            yield _hint("responsible_missing", measure)


def missing_results(looking: Looking) -> Iterator[Hint]:
    if looking.plan.level_of.result is not Level.MEASURE:
        return
    for measure in looking.work():
        is_filled = measure.result or "result_lost" in measure.flags
        if not (is_filled or _shares_a_document(looking, measure)):
            yield _hint("result_missing", measure)


def missing_documents(looking: Looking) -> Iterator[Hint]:
    """Where result and document share a column, either of them fills it (R-128).

    Our own plans leave the document out where none is needed.
    """
    if looking.plan.level_of.documents is not Level.MEASURE or looking.is_own:
        return
    is_shared = looking.plan.is_result_in_document_column
    for measure in looking.work():
        is_filled = has_document(measure) or (
            is_shared and (measure.result or "result_lost" in measure.flags)
        )
        if not is_filled:
            yield _hint("document_missing", measure)


def _shares_a_document(looking: Looking, measure: MeasureTemplate) -> bool:
    return looking.plan.is_result_in_document_column and has_document(measure)


def merged_cells(looking: Looking) -> Iterator[Hint]:
    """Rows blank one after another below a filled one: perhaps one cell for all of them.

    The deadline above is offered, never taken without a word (T-45).
    """
    if looking.plan.level_of.deadline is not Level.MEASURE:
        return
    above: Deadline | None = None
    blank: list[MeasureTemplate] = []
    for measure in looking.work():
        if has_deadline(measure):
            yield from _merged(above, blank)
            above, blank = measure.deadline.deadline, []
        else:
            blank.append(measure)
    yield from _merged(above, blank)


def _merged(above: Deadline | None, blank: list[MeasureTemplate]) -> Iterator[Hint]:
    if above is None or len(blank) < _FEWEST_BLANK:
        return
    proposal = Proposal(f"срок строки выше — {describe(above)}", replace(above, raw=""))
    for measure in blank:
        yield replace(_hint("merged_cells_suspected", measure), proposals=(proposal,))


def plan_itself(looking: Looking) -> Iterator[Hint]:
    """What the plan as a whole lacks: its period, its order, its last stages."""
    plan = looking.plan
    is_silent = plan.period.kind is PeriodKind.UNSPECIFIED and not plan.period.raw
    if is_silent and not looking.is_own:
        yield Hint("plan_period_missing", PLAN, ADVICE["plan_period_missing"])
    approval = plan.approval
    if (
        approval is not None
        and "приказ" in approval.appendix.casefold()
        and not (approval.order_number and approval.order_on)
    ):
        yield Hint("order_requisites_missing", PLAN, ADVICE["order_requisites_missing"])
    if _lacks_last_stages(looking):
        yield Hint("plan_truncated", PLAN, ADVICE["plan_truncated"])


def _lacks_last_stages(looking: Looking) -> bool:
    if looking.plan.structure is not Structure.STAGES:
        return False
    told = {stage for section in looking.plan.sections for stage in section.canonical}
    known = [stage for stage in STAGES if stage in told]
    is_from_the_start = known == list(STAGES[: len(known)])
    return is_from_the_start and _FEWEST_STAGES <= len(known) < len(STAGES)


def _hint(code: str, measure: MeasureTemplate) -> Hint:
    return Hint(code, at(measure), ADVICE[code], measure.title)


RULES = (
    missing_deadlines,
    missing_responsibles,
    missing_results,
    missing_documents,
    merged_cells,
    plan_itself,
)

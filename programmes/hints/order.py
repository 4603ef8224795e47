"""Hints about sense: the order of dates (R-312), who approves (R-313)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from accounts.enums import Role
from programmes.deadlines import DeadlineKind, Span, spans
from programmes.hints.dates import is_outside_period
from programmes.hints.shape import Hint, Looking, at
from programmes.roadmap_templates import MeasureTemplate

# What cannot begin before that: pairs before mentors are chosen, closing before work.
_FOLLOWS: tuple[tuple[str, str, str], ...] = (
    ("S4", "S5", "Пары начинают формировать раньше, чем отобраны наставники."),
    ("S3", "S5", "Пары начинают формировать раньше базы наставников."),
    ("S6", "S7", "Завершение начинается раньше работы пар."),
)
_SHAPELESS = {
    DeadlineKind.ACADEMIC_YEAR,
    DeadlineKind.WHOLE_PERIOD,
    DeadlineKind.RECURRING,
}
_APPROVES = re.compile(r"утвер(?:дить|ждение)\b", re.IGNORECASE)
_AGREES = re.compile(r"согласова(?:ть|ние)\b", re.IGNORECASE)
_ANY_YEAR = (date(2023, 9, 1), date(2024, 8, 31))


def stages_out_of_order(looking: Looking) -> Iterator[Hint]:
    """A stage that begins before the one it needs; overlapping is no fault (R-301)."""
    begins = _beginnings(looking)
    for earlier, later, words in _FOLLOWS:
        if earlier in begins and later in begins:
            first, row = begins[later]
            if first < begins[earlier][0]:
                yield Hint("logic_contradiction", at(row), words, words)
                return


def _beginnings(looking: Looking) -> dict[str, tuple[date, MeasureTemplate]]:
    """When each stage begins: the first day of its earliest measure that has one."""
    found: dict[str, tuple[date, MeasureTemplate]] = {}
    for measure in looking.work():
        span = _span(measure, looking)
        if span is None or span.first_on is None or len(measure.canonical) != 1:
            continue
        stage = measure.canonical[0]
        if stage not in found or span.first_on < found[stage][0]:
            found[stage] = (span.first_on, measure)
    return found


def _span(measure: MeasureTemplate, looking: Looking) -> Span | None:
    deadline = measure.deadline.deadline
    if deadline.kind in _SHAPELESS or is_outside_period(deadline, looking):
        return None
    start, end = _ANY_YEAR
    if looking.starts_on and looking.ends_on:
        start, end = looking.starts_on, looking.ends_on
    found = spans(
        deadline,
        cycle_start=start,
        cycle_end=end,
        corrections=looking.corrections,
    )
    return found[0] if found else None


def approved_before_agreed(looking: Looking) -> Iterator[Hint]:
    """«Утвердить дорожную карту» due before «Согласовать дорожную карту»."""
    agreed = dict(_due_by_object(looking, _AGREES))
    for words, (due, measure) in _due_by_object(looking, _APPROVES):
        if words in agreed and due < agreed[words][0]:
            text = "Утверждение стоит раньше согласования."
            yield Hint("logic_contradiction", at(measure), text, measure.title)


def _due_by_object(
    looking: Looking, verb: re.Pattern[str]
) -> Iterator[tuple[str, tuple[date, MeasureTemplate]]]:
    for measure in looking.work():
        found = verb.match(measure.title.strip())
        span = _span(measure, looking) if found else None
        if found and span:
            words = measure.title.strip()[found.end() :].strip().casefold()
            yield words, (span.last_on, measure)


def approver_is_head(looking: Looking) -> Iterator[Hint]:
    """An approval entrusted to somebody who is not the head (R-313)."""
    for measure in looking.work():
        if not measure.responsibles or not _APPROVES.match(measure.title.strip()):
            continue
        roles = {role.role for role in measure.responsibles}
        if "" in roles or Role.DIRECTOR in roles or Role.RESPONSIBLE in roles:
            continue
        labels = ", ".join(role.label for role in measure.responsibles)
        yield Hint(
            "approver_role_conflict",
            at(measure),
            f"Утверждение поручено не руководителю: {labels}. Проверьте.",
            f"{measure.title} {labels}",
        )


RULES = (stages_out_of_order, approved_before_agreed, approver_is_head)

"""One line of the grammar of deadlines: a form of the text and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from programmes.deadlines.shape import Deadline


@dataclass(frozen=True, slots=True)
class Rule:
    """A form the whole canonical text must have; `reads` may still find no sense in it."""

    form: re.Pattern[str]
    reads: Callable[[re.Match[str]], Deadline | None]


def rule(form: str, reads: Callable[[re.Match[str]], Deadline | None]) -> Rule:
    """Make a rule of a pattern."""
    return Rule(re.compile(form), reads)


def first_reading(rules: Iterable[Rule], text: str) -> Deadline | None:
    """What the first rule that fits makes of the text."""
    for each in rules:
        found = each.form.fullmatch(text)
        reading = _read(each, found) if found else None
        if reading is not None:
            return reading
    return None


def _read(rule_: Rule, found: re.Match[str]) -> Deadline | None:
    """What the rule makes of the text; «в течение 0 дней» has the form and no sense."""
    try:
        return rule_.reads(found)
    except ValueError:
        return None

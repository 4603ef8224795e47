"""Who answers for what: the printed words of all lines together, and what they mean (R-303)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from programmes.plan_reading.documents import Vocabulary
from programmes.plan_reading.plan import Mark, Plan, Word
from programmes.plan_reading.responsibles import (
    Label,
    label_of,
    same_person,
    split_responsibles,
)
from programmes.plan_reading.texts import clean, key_of, one_line


def tell_who(
    plan: Plan, corrections: Mapping[str, Any], vocabulary: Vocabulary
) -> None:
    """Divide the cells into words, and say what each word seems to mean."""
    divided: Mapping[str, list[str]] = corrections.get("cells", {})
    known = _standing_alone(
        [line.values.get("responsibles", "") for line in plan.measures]
    )
    found: dict[str, Label] = {}
    counts: Counter[str] = Counter()
    cells: dict[str, dict[str, Any]] = {}
    for line in plan.measures:
        cell = line.values.get("responsibles", "")
        labels = split_responsibles(cell, known, divided)
        if "responsibles" in line.fixed:
            labels = [label_of(label) for label in line.responsibles]
        line.responsibles = [label.text[:200] for label in labels]
        if any(label.is_doubtful for label in labels):
            line.mark("responsibles", Mark.SPLIT)
            text = one_line(clean(cell))
            cells[text] = {"text": text, "parts": line.responsibles, "is_fixed": False}
        for label in labels:
            found.setdefault(label.text[:200], label)
            counts[label.text[:200]] += 1
    for text, parts in divided.items():
        cells[text] = {"text": text, "parts": parts, "is_fixed": True}
    words: Mapping[str, Mapping[str, Any]] = corrections.get("words", {})
    plan.words = [
        _word(label, counts[text], words.get(text, {}), vocabulary)
        for text, label in found.items()
    ]
    plan.cells = list(cells.values())


def _word(
    label: Label, count: int, told: Mapping[str, Any], vocabulary: Vocabulary
) -> Word:
    like = [
        pk
        for pk, name in vocabulary.staff.items()
        if label.is_person and same_person(label.text, name)
    ]
    return Word(
        label=label.text[:200],
        role=told.get("role") or label.role or "responsible",
        is_person=label.is_person,
        is_doubtful=label.is_doubtful,
        count=count,
        person=told.get("person"),
        likely=like[0] if len(like) == 1 else None,
        is_fixed=bool(told),
    )


def _standing_alone(cells: Sequence[str]) -> list[str]:
    """The words that make up a whole cell or a line of one, if no other words make them up."""
    parts: dict[str, str] = {}
    for cell in cells:
        for label in split_responsibles(cell):
            if not label.is_doubtful:
                parts.setdefault(key_of(label.text), label.text)
    return [
        text
        for key, text in parts.items()
        if not _is_made_of(key, [other for other in parts if other != key])
    ]


def _is_made_of(key: str, others: Sequence[str]) -> bool:
    rest = key
    for other in sorted(others, key=len, reverse=True):
        rest = f" {rest} ".replace(f" {other} ", " ").strip()
    return not rest

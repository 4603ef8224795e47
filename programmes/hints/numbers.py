"""Hints about printed numbers: missing, skipped, repeated, written in two ways (R-307)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from programmes.hints.shape import PLAN, Hint, Looking, Proposal, at
from programmes.hints.words import ADVICE
from programmes.roadmap_templates import MeasureTemplate, SectionTemplate, Structure

_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)*)(\.?)\)?\s*")
_FEWEST_TO_COMPARE = 4
Row = TypeVar("Row", SectionTemplate, MeasureTemplate)


def _parts(printed: str) -> tuple[int, ...]:
    """«1.10.» → (1, 10); a number that is no number gives nothing."""
    found = _NUMBER.fullmatch(printed)
    return tuple(map(int, found[1].split("."))) if found else ()


def _has_dot(printed: str) -> bool:
    return printed.rstrip().endswith(".")


def missing(looking: Looking) -> Iterator[Hint]:
    """A row without a number where most have one."""
    measures = list(looking.plan.measures())
    for rows in (list(looking.plan.sections), measures):
        numbered = sum(bool(row.number_printed) for row in rows)
        if not numbered * 2 > len(rows) > numbered:
            continue
        for row in rows:
            if not row.number_printed:
                yield _hint("number_missing", row)


def gaps_and_repeats(looking: Looking) -> Iterator[Hint]:
    """Numbers that are skipped or stand twice among rows of one level."""
    yield from _sequence(list(looking.plan.sections))
    if _is_continuous(looking):
        hints = list(_sequence(list(looking.plan.measures())))
        yield from (hint for hint in hints if hint.code == "number_duplicate")
        if any(hint.code == "number_gap" for hint in hints):
            yield Hint("number_gap", PLAN, "В нумерации строк есть пропуски.")
        return
    for section in looking.plan.sections:
        yield from _sequence(list(section.measures))


def _sequence(rows: list[Row]) -> Iterator[Hint]:
    """Rows of one group: numbers of one depth under one number must follow each other."""
    last: dict[tuple[int, ...], int] = {}
    seen: set[tuple[int, ...]] = set()
    is_broken = False
    for row in rows:
        number = _parts(row.number_printed)
        if not number:
            is_broken = True
            continue
        above, own = number[:-1], number[-1]
        if number in seen:
            yield _hint("number_duplicate", row)
        elif own > last.get(above, 0) + 1 and not is_broken:
            yield _hint("number_gap", row)
        seen.add(number)
        last[above] = max(own, last.get(above, 0))
        is_broken = False


def _is_continuous(looking: Looking) -> bool:
    """Whether plain numbers run on through the sections: 1 … 3 in one, 4 … in the next."""
    firsts = [
        next((n for row in section.measures if (n := _parts(row.number_printed))), ())
        for section in looking.plan.sections
    ]
    plain = [number for number in firsts if len(number) == 1]
    ascending = all(before < after for before, after in pairwise(plain))
    return len(plain) > 1 and ascending


def two_formats(looking: Looking) -> Iterator[Hint]:
    """A dot after some numbers: the odd one out of its group, or half and half."""
    is_found = False
    for section in looking.plan.sections:
        for row in _odd_ones(section.measures):
            is_found = True
            printed = row.number_printed.strip()
            wanted = printed.rstrip(".") if _has_dot(printed) else f"{printed}."
            yield Hint(
                "number_format_mixed",
                at(row),
                f"«{printed}» — единственный в разделе номер в таком виде.",
                printed,
                (Proposal(f"номер «{wanted}»", number=wanted),),
            )
    numbers = [
        row.number_printed for row in looking.plan.measures() if row.number_printed
    ]
    dots = sum(map(_has_dot, numbers))
    if not is_found and len(numbers) >= _FEWEST_TO_COMPARE and 0 < dots < len(numbers):
        yield Hint("number_format_mixed", PLAN, ADVICE["number_format_mixed"])


def _odd_ones(rows: Sequence[MeasureTemplate]) -> Iterator[MeasureTemplate]:
    numbered = [row for row in rows if _parts(row.number_printed)]
    dotted = [row for row in numbered if _has_dot(row.number_printed)]
    bare = [row for row in numbered if not _has_dot(row.number_printed)]
    few, many = sorted((dotted, bare), key=len)
    if len(few) == 1 and len(many) >= _FEWEST_TO_COMPARE:
        yield few[0]


def mismatch(looking: Looking) -> Iterator[Hint]:
    """A number that is another than that of its stage, where the others agree (T-20)."""
    if looking.plan.structure is not Structure.STAGES or not _is_continuous(looking):
        return
    numbered = [
        (row, number[0], int(section.canonical[0][1:]))
        for section in looking.plan.sections
        for row in section.measures
        if len(number := _parts(row.number_printed)) == 1
        and len(section.canonical) == 1
        and section.canonical[0].startswith("S")
    ]
    strays = [(row, stage) for row, number, stage in numbered if number != stage]
    if len(strays) * 2 >= len(numbered):
        return
    for row, stage in strays:
        yield Hint(
            "number_mismatch",
            at(row),
            f"Номер «{row.number_printed}», а этап — {stage}-й.",
            row.number_printed,
        )


def _hint(code: str, row: SectionTemplate | MeasureTemplate) -> Hint:
    about = f"{row.number_printed} {row.title}"
    return Hint(code, at(row), ADVICE[code], about)


RULES = (missing, gaps_and_repeats, two_formats, mismatch)

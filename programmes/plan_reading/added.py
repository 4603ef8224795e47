"""Rows the curator adds in the review: a measure the file lost, a section, half of a row."""

from __future__ import annotations

import re
from collections.abc import Mapping

from programmes.plan_reading.plan import Line, LineKind, Mark

_KEY = re.compile(r"new(\d+)")


def new_key(added: Mapping[str, object], after: int = 0) -> str:
    """The key of the next row to add, or of the one `after` it."""
    told = [int(found[1]) for key in added if (found := _KEY.fullmatch(key))]
    return f"new{max(told, default=0) + after + 1}"


def is_added(key: str) -> bool:
    """Whether the row was put in by the curator."""
    return bool(_KEY.fullmatch(key))


def put_in(lines: list[Line], added: Mapping[str, Mapping[str, str]]) -> None:
    """Put the rows where the curator said, in the order he added them.

    A row beside which one was added may be gone since: what was added is never lost, it
    stands after the rows that were printed above it.
    """
    for key in sorted(added, key=lambda key: int(key.removeprefix("new"))):
        told = added[key]
        line = Line(key, LineKind(told["kind"]))
        line.mark("kind", Mark.ADDED)
        at = _place(lines, told["at"], is_before=told["place"] == "before")
        _share_deadline(line, lines, at)
        lines.insert(at, line)


def _place(lines: list[Line], key: str, *, is_before: bool) -> int:
    for at, line in enumerate(lines):
        if line.key == key:
            return at if is_before else at + 1
    row = _row(key)
    above = [at for at, line in enumerate(lines) if _row(line.key) <= row]
    return max(above, default=-1) + 1


def _row(key: str) -> int:
    number = key.partition(".")[0]
    return int(number) if number.isdecimal() else -1


def _share_deadline(line: Line, lines: list[Line], at: int) -> None:
    """What is printed once for a whole stage is the new row's too (R-120)."""
    above = [each for each in lines[:at] if each.kind is not LineKind.DROP]
    below = [each for each in lines[at:] if each.kind is not LineKind.DROP]
    if line.kind is LineKind.SECTION:
        sections = [each for each in above if each.kind is LineKind.SECTION]
        if sections and below and below[0].inherits_deadline:
            line.values["deadline"] = sections[-1].values.get("deadline", "")
        return
    beside = above[-1:]
    if beside and beside[0].kind is LineKind.SECTION:
        beside = below[:1]
    line.inherits_deadline = any(each.inherits_deadline for each in beside)

"""Stages the plan goes past in silence: their headings were cut off with a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from programmes.plan_reading.plan import Line, LineKind, Plan
from programmes.plan_reading.stages import STAGES, ordinal_of, stages_in

_FEWEST = 3
_SECOND = 2


@dataclass(frozen=True, slots=True)
class LostStage:
    """A stage without a section, and the line before or after which it likely begins."""

    code: str
    at: str
    place: str


def lost_stages(plan: Plan) -> list[LostStage]:
    """The stages no section bears, of a plan that goes by the seven stages.

    In the middle only where the printed numbers of the sections leap: an institution may
    have a section for two stages at once.
    """
    lines = [line for line in plan.lines if line.kind is not LineKind.DROP]
    places = {
        code: at
        for at, line in enumerate(lines)
        for code in line.stages
        if line.kind is LineKind.SECTION and code in STAGES
    }
    if plan.structure != "stages" or len(places) < _FEWEST:
        return []
    leapt = _leapt(plan.sections)
    found: list[LostStage] = []
    for lost, above, below in _gaps(places):
        if below and not set(lost) <= leapt:
            continue
        end = places[below] if below else len(lines)
        first = places[above] + _SECOND if above else 0
        found += _placed(lost, lines, first, end)
    return found


def _gaps(places: dict[str, int]) -> Iterator[tuple[list[str], str, str]]:
    """Stages that are missing in a row, the one above them, the one below."""
    lost: list[str] = []
    above = ""
    for code in STAGES:
        if code not in places:
            lost.append(code)
            continue
        if lost:
            yield lost, above, code
        lost, above = [], code
    if lost:
        yield lost, above, ""


def _leapt(sections: list[Line]) -> set[str]:
    """The stages whose numbers are passed over between a section and the next."""
    numbers = [_number(section) for section in sections]
    return {
        f"S{number}"
        for one, other in pairwise(numbers)
        if one and other
        for number in range(one + 1, other)
    }


def _number(section: Line) -> int:
    printed = section.number.strip(" .)")
    return int(printed) if printed.isdecimal() else ordinal_of(section.title)


def _placed(
    lost: list[str], lines: list[Line], first: int, end: int
) -> list[LostStage]:
    """Each before the first measure that is about it, in the order of the stages."""
    found: list[LostStage] = []
    left = list(lost)
    for line in lines[first:end]:
        code = _about(line, left)
        while code and left[0] != code:
            found.append(LostStage(left.pop(0), line.key, "before"))
        if code:
            found.append(LostStage(left.pop(0), line.key, "before"))
    if end < len(lines):
        return found + [LostStage(code, lines[end].key, "before") for code in left]
    # What is added last stands next to the line.
    return found + [LostStage(code, lines[-1].key, "after") for code in left[::-1]]


def _about(line: Line, stages: list[str]) -> str:
    """The stage a measure names in its own words, or else in its documents."""
    if line.kind is not LineKind.MEASURE:
        return ""
    own = "\n".join([line.title, *line.items])
    documents = "\n".join(document["title"] for document in line.documents)
    for words in (own, documents):
        if told := [code for code in stages_in(words) if code in stages]:
            return told[0]
    return ""

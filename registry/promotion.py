"""What a class is called a year later: 8А is 9А, after 11А there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

LAST_LEVEL = 11
_LEVEL = re.compile(r"(?P<level>\d{1,2})(?P<rest>[^\d].*|)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Promotion:
    """A class a year later: its new name, or that it graduates (then no name)."""

    name: str
    graduates: bool = False


def promoted(name: str) -> Promotion:
    """Return what becomes of a class: «8А» → «9А», «11Б» graduates, «ИС-21» stays.

    A name that does not begin with a level (1–11) belongs to a college or a club and is
    kept.
    """
    found = _LEVEL.fullmatch(name.strip())
    if found is None or not 1 <= int(found["level"]) <= LAST_LEVEL:
        return Promotion(name)
    level = int(found["level"])
    if level == LAST_LEVEL:
        return Promotion("", graduates=True)
    return Promotion(f"{level + 1}{found['rest']}")

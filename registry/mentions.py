"""Where words name a person: his name in every case and order, his address and telephone.

Pure: words in, words out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from common.russian.cases import Case
from common.russian.names import FullName, normalise

REMOVED = "[данные уничтожены]"
SHORTEST = 5
SHORTEST_STEM = 3
CHANGED_LETTERS = 2


@dataclass(frozen=True)
class Mentions:
    """The spellings of one person.

    `traces` is what every spelling holds a piece of: it narrows a query, raw and as JSON
    escapes it. A surname alone names nobody: it goes only beside a first name or initials.
    """

    spellings: frozenset[str]
    traces: frozenset[str]
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        longest_first = sorted(self.spellings, key=lambda each: (-len(each), each))
        words = "|".join(
            r"[\s\u00a0\u202f]+".join(map(re.escape, each.split()))
            for each in longest_first
        )
        pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)" if words else r"(?!)")
        object.__setattr__(self, "_pattern", pattern)

    def are_in(self, value: object) -> bool:
        """Tell whether the words, or the JSON, name the person."""
        if isinstance(value, str):
            return self._pattern.search(value) is not None
        if isinstance(value, dict):
            return any(self.are_in(part) for part in (*value.keys(), *value.values()))
        return isinstance(value, list) and any(self.are_in(part) for part in value)

    def taken_out_of(self, value: object) -> object:
        """Return the words, or the JSON, without them."""
        if isinstance(value, str):
            return self._pattern.sub(REMOVED, value)
        if isinstance(value, dict):
            return {
                str(self.taken_out_of(key)): self.taken_out_of(part)
                for key, part in value.items()
            }
        if isinstance(value, list):
            return [self.taken_out_of(part) for part in value]
        return value


def mentions_of(name: FullName, contacts: Iterable[str]) -> Mentions:
    """Return how the person may be named; too short a name is not looked for."""
    spellings = {word.strip() for word in contacts if len(word.strip()) >= SHORTEST}
    traces = {normalise(word) for word in spellings} | set(spellings)
    if name.first:
        for case in Case:
            spellings |= _orders(name.in_case(case))
        stem = name.last[: max(SHORTEST_STEM, len(name.last) - CHANGED_LETTERS)]
        traces |= {stem, normalise(stem)}
    spellings |= {normalise(each) for each in spellings}
    found = {each for each in spellings if len(each) >= SHORTEST}
    return Mentions(
        frozenset(found),
        frozenset(
            spelled
            for trace in traces
            if len(trace) >= SHORTEST_STEM
            for spelled in (trace, json.dumps(trace)[1:-1])
        ),
    )


def _orders(name: FullName) -> set[str]:
    dotless = re.compile(r"\. ?")
    orders = {
        name.full(),
        name.short(),
        name.listed(),
        f"{name.last} {name.first}",
        f"{name.first} {name.last}",
        f"{name.first} {name.patronymic} {name.last}".replace("  ", " "),
    }
    glued = {re.sub(r"\. (?=\w\.)", ".", each) for each in orders}
    bare = {dotless.sub(" ", each).strip() for each in (name.short(), name.listed())}
    return orders | glued | bare

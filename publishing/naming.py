"""Whose names stand in a text. Pure: words in, people out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from common.russian.names import normalise

# Names are written with a capital; «мороз» in the middle of a sentence is weather.
_NAME = re.compile(r"[А-ЯЁA-Z][А-ЯЁA-Zа-яёa-z]*(?:-[А-ЯЁA-Zа-яёa-z]+)*")
SHORTEST_STEM = 3
CHANGED_LETTERS = 2
ADDED_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who could be named; `key` is the caller's."""

    key: int
    last_name: str
    first_name: str


def stem(name: str) -> str:
    """Return what all cases of a name share: «Морозова», «Морозову» → «мороз»."""
    word = normalise(name)
    return word[: max(SHORTEST_STEM, len(word) - CHANGED_LETTERS)]


def surnames_in(text: str, people: Iterable[Named]) -> list[Named]:
    """Return those whose surname stands in the text, in any case."""
    words = _words(text)
    return [person for person in people if _has(words, person.last_name)]


def people_in(text: str, people: Iterable[Named]) -> list[Named]:
    """Return those whose surname stands beside their first name or its initial."""
    words = _words(text)
    # A patronymic may stand between the two: «Мие Олеговне Мирной».
    pairs = [*pairwise(words), *zip(words, words[2:], strict=False)]
    return [
        person
        for person in people
        if any(
            _is_of(person.last_name, one) and _may_be_first(person.first_name, other)
            for pair in pairs
            for one, other in (pair, pair[::-1])
        )
    ]


def _words(text: str) -> list[str]:
    return [normalise(word) for word in _NAME.findall(text)]


def _has(words: list[str], name: str) -> bool:
    return any(_is_of(name, word) for word in words)


def _is_of(name: str, word: str) -> bool:
    full = normalise(name)
    if len(full) <= SHORTEST_STEM:
        return bool(full) and word == full
    return word.startswith(stem(name)) and len(word) <= len(full) + ADDED_LETTERS


def _may_be_first(name: str, word: str) -> bool:
    """Tell whether the word beside a surname may be this first name, or its initial."""
    full = normalise(name)
    if not full:
        return False
    # Short names change their only ending: «Мия», «Мию», «Мией».
    beginning = full[:-1] if len(full) <= SHORTEST_STEM else stem(name)
    is_close = len(word) <= len(full) + ADDED_LETTERS
    return word == full[0] or (is_close and word.startswith(beginning))

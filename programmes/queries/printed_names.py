"""Whether a printed word is somebody's name: «Зуев И. П.», «директор И. П. Зуев»."""

from __future__ import annotations

import re

from registry.models import Person

WORD = re.compile(r"\w+")


def is_name_of(label: str, person: Person) -> bool:
    """Tell whether the label names the person: the last name beside an initial or more."""
    told = _words(label)
    last = _words(person.last_name)
    given = _words(f"{person.first_name} {person.patronymic}")
    if not given:
        return False
    initials = [name[0] for name in given]
    named = [given, initials, given[:1], initials[:1]]
    return any(
        _stands_in(order, told)
        for each in named
        for order in ([*last, *each], [*each, *last])
    )


def _words(text: str) -> list[str]:
    return [word.casefold().replace("ё", "е") for word in WORD.findall(text)]


def _stands_in(words: list[str], told: list[str]) -> bool:
    length = len(words)
    return any(
        told[place : place + length] == words for place in range(len(told) - length + 1)
    )

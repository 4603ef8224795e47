"""The representative as the federal form has him: a name among the contacts of a child."""

from __future__ import annotations

import re
from dataclasses import dataclass

from common.russian.names import FullName, is_patronymic, normalise
from registry.spreadsheets.lines import Line, PupilLine
from registry.spreadsheets.values import Contacts

_NAME = re.compile(
    r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+([А-ЯЁ][а-яё]+)"
)
_RELATIONS = {
    "мать": ("мать", "мама", "мамы"),
    "отец": ("отец", "папа", "папы"),
    "опекун": ("опекун", "опекуна"),
    "попечитель": ("попечитель", "попечителя"),
    "бабушка": ("бабушка", "бабушки"),
    "дедушка": ("дедушка", "дедушки"),
}
DEFAULT_BASIS = "родитель (законный представитель)"


@dataclass(frozen=True, slots=True)
class Representative:
    """Who answers for a child, with the word for the relation."""

    name: FullName
    contacts: Contacts
    basis: str


def representative_of(line: Line) -> Representative | None:
    """The representative in his own columns, else named among the contacts; else None."""
    if any(character.isalpha() for character in line.guardian.name):
        found = line.guardian.contacts
        has_own = bool(found.phones or found.emails)
        return Representative(
            FullName.parse(_without_relation(line.guardian.name)),
            found if has_own or isinstance(line, PupilLine) else line.contacts,
            _basis(f"{line.guardian.name} {line.contacts.text}"),
        )
    text = line.contacts.text
    for found_name in _NAME.finditer(text):
        is_other = normalise(found_name[0]) != normalise(line.name.full())
        if is_other and is_patronymic(found_name[1]):
            return Representative(
                FullName.parse(found_name[0]), line.contacts, _basis(text)
            )
    return None


def _without_relation(text: str) -> str:
    """«Ёлкина Ольга, мать» is Ёлкина Ольга; what is only a relation stays as it is."""
    spelled = {word for words in _RELATIONS.values() for word in words}
    left = [
        word for word in text.split() if word.casefold().strip("(),.:;") not in spelled
    ]
    bare = " ".join(left).strip(" ,;(–—-")
    return bare if any(character.isalpha() for character in bare) else text


def _basis(text: str) -> str:
    words = set(re.findall(r"\w+", text.casefold()))
    return next(
        (
            relation
            for relation, spelled in _RELATIONS.items()
            if words.intersection(spelled)
        ),
        DEFAULT_BASIS,
    )

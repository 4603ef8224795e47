"""Posts and organisations in the six cases: only the head noun group changes.

«Заместитель директора по воспитательной работе» becomes «Заместителя директора по …»:
what follows the head noun already stands in the case its head demands. Whatever the
dictionary does not know stays as typed, and people correct it by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3.analyzer import MorphAnalyzer, Parse


class Case(Enum):
    """The six cases of the school grammar, in its order."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"


_GRAMMEMES = {
    Case.NOMINATIVE: "nomn",
    Case.GENITIVE: "gent",
    Case.DATIVE: "datv",
    Case.ACCUSATIVE: "accs",
    Case.INSTRUMENTAL: "ablt",
    Case.PREPOSITIONAL: "loct",
}
_ACTING = re.compile(r"(и\s*\.?\s*о|врио|вр\s*\.\s*и\s*\.\s*о)[.\s]", re.IGNORECASE)
_TOKEN = re.compile(r"([А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*)([,;:]?)")
_NEXT_POST = re.compile(r"(,\s+|\s+и\s+)")


def decline_post(post: str, case: Case) -> str:
    """Put a post or an occupation into the case: «учитель математики», «педагог-психолог».

    Several posts joined by a comma or «и» are declined each. «И. о. директора» is left
    alone, for nothing in it changes.
    """
    if case is Case.NOMINATIVE or _ACTING.match(post):
        return post
    return "".join(
        part
        if _NEXT_POST.fullmatch(part)
        else _decline_group(part, case, is_person=True)
        for part in _NEXT_POST.split(post)
    )


def decline_organisation(title: str, case: Case) -> str:
    """Put the name of an organisation into the case; its own name in quotes never changes."""
    if case is Case.NOMINATIVE:
        return title
    return _decline_group(title, case, is_person=False)


@dataclass(frozen=True)
class _Word:
    """A token of the group: its parts between hyphens and how each is understood."""

    parts: tuple[tuple[str, Parse], ...]
    tail: str

    @property
    def head(self) -> Parse:
        return self.parts[-1][1]

    @property
    def is_noun(self) -> bool:
        return bool(self.head.tag.POS == "NOUN")

    def declined(self, case: Case, *, is_person: bool) -> str | None:
        written = [
            _decline_part(text, parse, case, is_person=is_person)
            for text, parse in self.parts
        ]
        known = [part for part in written if part is not None]
        return "-".join(known) + self.tail if len(known) == len(written) else None


def _decline_group(text: str, case: Case, *, is_person: bool) -> str:
    """Decline the adjectives up to the head noun, or an adjective serving as one."""
    pieces = re.split(r"(\s+)", text)
    group = _nominative_group(pieces[::2], is_person=is_person)
    if not group or not (
        group[-1].is_noun or _stands_alone(pieces[::2], group, is_person=is_person)
    ):
        return text
    for index, word in enumerate(group):
        declined = word.declined(case, is_person=is_person)
        if declined is None:
            return text
        pieces[2 * index] = declined
    return "".join(pieces)


def _stands_alone(tokens: list[str], group: list[_Word], *, is_person: bool) -> bool:
    """«Заведующая библиотекой» needs no noun; «Ивановская СОШ» has one that never changes."""
    following = tokens[len(group)] if len(group) < len(tokens) else ""
    return is_person or (
        len(following) > 1 and following.isalpha() and following.isupper()
    )


def _nominative_group(tokens: list[str], *, is_person: bool) -> list[_Word]:
    group: list[_Word] = []
    for token in tokens:
        word = _understand(token, group, is_person=is_person)
        if word is None:
            break
        group.append(word)
        if word.is_noun or word.tail:
            break
    return group


def _understand(token: str, group: list[_Word], *, is_person: bool) -> _Word | None:
    """The reading of the token that goes on with the group in the nominative, if any."""
    matched = _TOKEN.fullmatch(token)
    if matched is None:
        return None
    text, tail = matched.groups()
    is_one_word = "-" not in text or any(
        parse.is_known for parse in _analyser().parse(text)
    )
    parts = []
    for part in [text] if is_one_word else text.split("-"):
        parse = _nominative_parse(part, is_person=is_person)
        if parse is None or not all(_agree(parse, word.head) for word in group):
            return None
        parts.append((part, parse))
    return _Word(tuple(parts), tail)


def _nominative_parse(text: str, *, is_person: bool) -> Parse | None:
    for parse in _analyser().parse(text.lower()):
        tag = parse.tag
        if tag.case != "nomn" or _is_abbreviation(text, parse):
            continue
        if tag.POS == "NOUN" and (
            not is_person or (tag.animacy == "anim" and tag.number == "sing")
        ):
            return parse
        if tag.POS in {"ADJF", "PRTF"}:
            return parse
    return None


def _is_abbreviation(text: str, parse: Parse) -> bool:
    """«МБОУ», «ЦДО»: capitals the dictionary knows no plain word for."""
    return (
        len(text) > 1 and text.isupper() and (not parse.is_known or "Abbr" in parse.tag)
    )


def _agree(one: Parse, other: Parse) -> bool:
    return bool(
        one.tag.number == other.tag.number and one.tag.gender == other.tag.gender
    )


def _decline_part(
    text: str, parse: Parse, case: Case, *, is_person: bool
) -> str | None:
    wanted = {_GRAMMEMES[case]}
    is_adjective = parse.tag.POS != "NOUN"
    if is_adjective and case is Case.ACCUSATIVE and parse.tag.gender == "masc":
        wanted.add("anim" if is_person else "inan")
    inflected = parse.inflect(wanted)
    return None if inflected is None else _as_typed(text, inflected.word)


def _as_typed(typed: str, inflected: str) -> str:
    """Keep the capitals of the typed word, and its «е» where the dictionary writes «ё»."""
    letters = [
        "е" if new == "ё" and old in "еЕ" else new
        for old, new in zip(typed, inflected, strict=False)
    ]
    word = "".join(letters) + inflected[len(letters) :]
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word.capitalize() if typed[0].isupper() else word


@cache
def _analyser() -> MorphAnalyzer:
    from pymorphy3.analyzer import MorphAnalyzer

    return MorphAnalyzer()  # type: ignore[no-untyped-call]  # the library has no types

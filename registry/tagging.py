"""Which tags of the vocabulary a text speaks of: «хочу подтянуть математику» → математика."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from common.russian.names import normalise
from registry.spreadsheets.values import split_list

LONGEST_TAG = 60
MOST_WORDS_IN_TAG = 4
_ENDING = re.compile(
    r"(?:иями|иях|иям|ием|ями|ами|ого|его|ому|ему|ыми|ими|ией|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей"
    r"|ую|юю|ых|их|ым|им|ом|ем|ах|ях|ам|ям|ию|ия|ии|ов|ев|а|о|е|ы|и|у|ю|ь|я|й)$"
)
_WORD = re.compile(r"[a-zа-я0-9+#]+")
_LINKS = frozenset({"для", "или", "над", "под", "при", "без", "как", "что", "это"})
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """The keys of known tags, and short phrases that may become tags of their own."""

    tags: tuple[int, ...]
    unknown: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not self.tags and not self.unknown


class Vocabulary:
    """Known tags by their titles and synonyms; grows while a table is read."""

    def __init__(self, tags: Mapping[int, Iterable[str]]) -> None:
        self._exact: dict[str, int] = {}
        self._phrases: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
        for key, titles in tags.items():
            self.add(key, titles)

    def add(self, key: int, titles: Iterable[str]) -> None:
        """Learn a tag under all its titles; an earlier tag keeps a title they share."""
        for title in titles:
            self._exact.setdefault(normalise(title), key)
            stems = _stems(title)
            if stems:
                # Filed under its longest stem, the one least likely to be met by chance.
                longest = max(sorted(stems), key=len)
                self._phrases[longest].append((stems, key))

    def recognise(self, text: str) -> Recognised:
        """Find the tags of every part of the text, in the order met."""
        return self.recognise_all(split_list(text))

    def recognise_all(self, parts: Sequence[str]) -> Recognised:
        """Find the tags of the parts; a short part without any is an unknown phrase."""
        tags: dict[int, None] = {}
        unknown: dict[str, str] = {}
        for part in parts:
            found = self._tags_of(part)
            tags.update(dict.fromkeys(found))
            if not found and _may_be_tag(part):
                unknown.setdefault(normalise(part), part)
        return Recognised(tuple(tags), tuple(unknown.values()))

    def _tags_of(self, part: str) -> list[int]:
        exact = self._exact.get(normalise(part))
        if exact is not None:
            return [exact]
        stems = _stems(part)
        return [
            key
            for stem in sorted(stems)
            for phrase, key in self._phrases.get(stem, ())
            if phrase <= stems
        ]


def _may_be_tag(part: str) -> bool:
    words = part.split()
    return (
        len(part) <= LONGEST_TAG
        and len(words) <= MOST_WORDS_IN_TAG
        and any(character.isalpha() for character in part)
    )


def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold().replace("ё", "е"))
    return frozenset(
        _stem(word) for word in words if len(word) > 2 and word not in _LINKS
    )


def _stem(word: str) -> str:
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _SHORTEST_STEM else word

"""Which tags of the vocabulary a text speaks of: «хочу подтянуть математику» → математика.

A synonym is words in any form («публичные выступления»); a word with a star stands for all
that begin so («выступ*»). What names no tag stays free text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from common.russian.names import normalise
from registry.spreadsheets.values import split_list

_ENDING = re.compile(
    r"(?:иями|иях|иям|ием|ями|ами|ого|его|ому|ему|ыми|ими|ией|ая|яя|ое|ее|ые|ие|ый|ий|ой|ей"
    r"|ую|юю|ых|их|ым|им|ом|ем|ах|ях|ам|ям|ию|ия|ии|ов|ев|а|о|е|ы|и|у|ю|ь|я|й)$"
)
_WORD = re.compile(r"[a-zа-я0-9+#]+\*?")
_HEAD = 3
LONGEST_TITLE = 120
_LINKS = frozenset({"для", "или", "над", "под", "при", "без", "как", "что", "это"})
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """The keys of known tags, and the parts that named none, as they were written."""

    tags: tuple[int, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A synonym ready to be met: whole stems, and beginnings of words."""

    stems: frozenset[str]
    heads: tuple[str, ...]

    @classmethod
    def of(cls, title: str) -> Phrase:
        words = _WORD.findall(title.casefold().replace("ё", "е"))
        return cls(
            _stems(" ".join(word for word in words if not word.endswith("*"))),
            tuple(word[:-1] for word in words if word.endswith("*") and len(word) > 1),
        )

    @property
    def shelf(self) -> str:
        """Where it is filed: by the beginning of its longest word, rarest by chance."""
        return max(sorted((*self.stems, *self.heads)), key=len, default="")[:_HEAD]

    def is_met(self, words: Sequence[str], stems: frozenset[str]) -> bool:
        """Tell whether every word of it stands in the text."""
        return self.stems <= stems and all(
            any(word.startswith(head) for word in words) for head in self.heads
        )


class Vocabulary:
    """Known tags by their titles and synonyms, and words known to name none."""

    def __init__(
        self, tags: Mapping[int, Iterable[str]], ignored: Iterable[str] = ()
    ) -> None:
        self._exact: dict[str, int] = {}
        self._ignored = {_key(text) for text in ignored}
        self._phrases: dict[str, list[tuple[Phrase, int]]] = defaultdict(list)
        for key, titles in tags.items():
            self.add(key, titles)

    def add(self, key: int, titles: Iterable[str]) -> None:
        """Learn a tag under all its titles; an earlier tag keeps a title they share."""
        for title in titles:
            if "*" not in title:
                self._exact.setdefault(_key(title), key)
            phrase = Phrase.of(title)
            if phrase.shelf:
                self._phrases[phrase.shelf].append((phrase, key))

    def recognise(self, text: str) -> Recognised:
        """Find the tags of every part of the text, in the order met."""
        whole = self._exact.get(_key(text))
        if whole is not None:
            return Recognised((whole,), ())
        if _key(text) in self._ignored:
            return Recognised((), ())
        return self.recognise_all(split_list(text))

    def recognise_all(self, parts: Sequence[str]) -> Recognised:
        """Find the tags of the parts; a part without any is told as it is."""
        tags: dict[int, None] = {}
        unknown: dict[str, str] = {}
        for part in parts:
            found = self._tags_of(part)
            tags.update(dict.fromkeys(found))
            key = _key(part)
            if not found and key not in self._ignored and any(map(str.isalpha, part)):
                unknown.setdefault(key, part)
        return Recognised(tuple(tags), tuple(unknown.values()))

    def _tags_of(self, part: str) -> list[int]:
        exact = self._exact.get(_key(part))
        if exact is not None:
            return [exact]
        words = _WORD.findall(part.casefold().replace("ё", "е"))
        stems = _stems(part)
        shelves = sorted({word[:_HEAD] for word in (*words, *stems)})
        found = (
            key
            for shelf in shelves
            for phrase, key in self._phrases.get(shelf, ())
            if phrase.is_met(words, stems)
        )
        return list(dict.fromkeys(found))


def _key(text: str) -> str:
    """One spelling of the words, as far as they are kept."""
    return normalise(text[:LONGEST_TITLE])


def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold().replace("ё", "е"))
    return frozenset(
        _stem(word) for word in words if len(word) > 2 and word not in _LINKS
    )


def _stem(word: str) -> str:
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _SHORTEST_STEM else word

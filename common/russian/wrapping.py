"""Words in narrow places: a long text cut between words, a long word where it may be split."""

from __future__ import annotations

import re
from functools import lru_cache

import pyphen

SOFT_HYPHEN = "\u00ad"
# Shorter words go to the next line whole.
LONG_WORD = re.compile(r"[а-яёА-ЯЁ]{10,}")


def cut_between_words(text: str, longest: int) -> str:
    """Return the text, or its beginning up to a whole word and an ellipsis."""
    if len(text) <= longest:
        return text
    kept, _, _ = text[:longest].rpartition(" ")
    return f"{(kept or text[: longest - 1]).rstrip(' ,;:–—-')}…"


def with_soft_hyphens(text: str) -> str:
    """Mark in long words where a browser may split them, whatever it knows of Russian."""
    return LONG_WORD.sub(lambda found: _split(found.group()), text)


@lru_cache(maxsize=4096)
def _split(word: str) -> str:
    inserted: str = _dictionary().inserted(word, SOFT_HYPHEN)  # type: ignore[no-untyped-call]
    return inserted


@lru_cache(maxsize=1)
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="ru_RU", left=3, right=3)  # type: ignore[no-untyped-call]

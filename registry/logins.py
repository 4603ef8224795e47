"""Login names made of Russian names. No tables."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from common.russian.names import FullName

_LETTERS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        (
            *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m"),
            *("n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch"),
            *("", "y", "", "e", "yu", "ya"),
        ),
        strict=True,
    )
)


def suggested_login(name: str, is_taken: Callable[[str], bool]) -> str:
    """«Морозов Максим Ильич» → `morozov.m`, with a number when that is taken."""
    stem = _stem(name)
    if not is_taken(stem):
        return stem
    return next(
        login for number in count(2) if not is_taken(login := f"{stem}{number}")
    )


def _stem(name: str) -> str:
    if not any(map(str.isalpha, name)):
        return "user"
    parsed = FullName.parse(name)
    last, first = _latin(parsed.last), _latin(parsed.first)
    return ".".join(part for part in (last, first[:1]) if part) or "user"


def _latin(text: str) -> str:
    letters = (_LETTERS.get(letter, letter) for letter in text.lower())
    return "".join(
        letter for letter in "".join(letters) if letter.isascii() and letter.isalnum()
    )

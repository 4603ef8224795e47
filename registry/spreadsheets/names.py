"""Names as lists of people hold them: is it one person in the cell?"""

from __future__ import annotations

import re

from common.russian.names import is_patronymic

_BETWEEN = re.compile(r"[;\n/]|,(?=\s)|\s+и\s+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?")
_LONGEST_NAME = 4


def looks_like_several(text: str) -> bool:
    """Whether the text names two people or more; line breaks of the cell are kept in it."""
    if len(split_people(text)) > 1:
        return True
    words = text.split()
    patronymics = sum(is_patronymic(word) for word in words[1:])
    return len(words) > _LONGEST_NAME and patronymics > 1


def split_people(text: str) -> list[str]:
    """The people of a cell, one by one; a text that is no list of names stays whole."""
    parts = [" ".join(part.split()) for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) > 1 and all(_is_name(part.split()) for part in parts):
        return parts
    return [" ".join(text.split())] if text.strip() else []


def _is_name(words: list[str]) -> bool:
    """«Иванов Иван», «Петров П. П.»: a surname, not a part of one name."""
    is_short_enough = 1 < len(words) <= _LONGEST_NAME
    return is_short_enough and all(map(_WORD.fullmatch, words)) and len(words[0]) > 2

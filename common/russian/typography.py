"""Small print: no-break spaces where Russian paper must not break a line, and «ёлочки»."""

from __future__ import annotations

import re

NBSP = "\u00a0"

_SPACES = r"[ \u00a0\u202f]"
_AFTER_NUMBER_SIGN = re.compile(rf"№{_SPACES}*(?=\w)")
_BEFORE_YEAR = re.compile(rf"(?<=\d){_SPACES}*(?=гг?\.(?!\w))")
_BETWEEN_INITIALS = re.compile(
    rf"(?<!\w)([А-ЯЁA-Z]\.){_SPACES}*(?=[А-ЯЁA-Z]\.|[А-ЯЁA-Z][а-яёa-z])"
)
_BEFORE_INITIALS = re.compile(
    rf"(?<=[а-яё]){_SPACES}+(?=[А-ЯЁ]\.{_SPACES}*[А-ЯЁ]\.(?!{_SPACES}*[А-ЯЁ][а-яё]))"
)
_OPENERS = "([{«„\u2014\u2013-/"


def nbsp(text: str) -> str:
    """Tie «2026 г.», «№ 12», «И. И. Иванов» and «Иванов И. И.» with no-break spaces."""
    text = _AFTER_NUMBER_SIGN.sub(f"№{NBSP}", text)
    text = _BEFORE_YEAR.sub(NBSP, text)
    text = _BETWEEN_INITIALS.sub(rf"\1{NBSP}", text)
    return _BEFORE_INITIALS.sub(NBSP, text)


def quotes(text: str) -> str:
    """Turn straight and English quotes into «ёлочки», the inner ones into „лапки“.

    A quote that opens nothing and closes nothing (5" for inches) stays as it is.
    """
    depth = 0
    written: list[str] = []
    for index, sign in enumerate(text):
        if sign not in '"«»„“”':
            written.append(sign)
        elif _opens(text, index):
            depth += 1
            written.append("«" if depth == 1 else "„")
        elif depth:
            written.append("»" if depth == 1 else "“")
            depth -= 1
        else:
            written.append(sign)
    # An unclosed quote means we misunderstood the text: better as typed than half changed.
    return text if depth else "".join(written)


def typeset(text: str) -> str:
    """Everything this module knows, for text that goes to a page or on paper."""
    return nbsp(quotes(text))


def _opens(text: str, index: int) -> bool:
    sign = text[index]
    if sign in "«„":
        return True
    if sign == "»":
        return False
    before = text[index - 1] if index else " "
    after = text[index + 1] if index + 1 < len(text) else " "
    starts_word = before.isspace() or before in _OPENERS or before == '"'
    return (
        starts_word
        and not after.isspace()
        and (before != '"' or index == 1 or _opens(text, index - 1))
    )

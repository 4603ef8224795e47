"""Texts near one that is not understood: slips corrected, odd words left out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from difflib import get_close_matches

from programmes.deadlines.words import canonical, plain

_WORDS = (
    *("январь", "февраль", "март", "апрель", "июнь", "июль", "август", "сентябрь"),
    *("октябрь", "ноябрь", "декабрь", "января", "февраля", "марта", "апреля", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    *("ежегодно", "ежемесячно", "еженедельно", "ежеквартально", "постоянно", "период"),
    *("периода", "течение", "учебного", "года", "графику", "отдельному", "квартал"),
    *(
        "полугодие",
        "четверть",
        "месяца",
        "первого",
        "недели",
        "каждый",
        "необходимости",
    ),
)
_ALIKE = 0.75
_SHORTEST = 3
_COMMON_YEAR = 2023
_MOST_WORDS = 14
_WORD = re.compile(r"[а-я]{4,}")
_NO_SUCH_DAY = re.compile(r"(?<!\d)(?:29|3\d) ?M(?:(\d{4})-)?(\d\d)")
_NO_SUCH_NUMERIC = re.compile(r"(?<!\d)(?:29|3\d)[. ]+(0?[1-9]|1[0-2])\.(20\d\d)")


def guesses(raw: str) -> Iterator[tuple[str, ...]]:
    """Groups of texts to try instead of the one that was not understood, best first."""
    text = plain(raw)
    corrected = _WORD.sub(_nearest, text)
    yield (corrected,) if corrected != text else ()
    yield tuple(_existing_days(canonical(raw)))
    yield from _shorter(corrected)


def _existing_days(tokens: str) -> Iterator[str]:
    """The last day of the month where the printed one does not exist."""
    by = "до " if tokens.startswith(("до ", "не позднее ")) else ""
    if found := _NO_SUCH_DAY.search(tokens):
        yield by + _last_day(found[1], int(found[2]))
    if found := _NO_SUCH_NUMERIC.search(tokens):
        yield by + _last_day(found[2], int(found[1]))


def _nearest(found: re.Match[str]) -> str:
    near = get_close_matches(found[0], _WORDS, n=1, cutoff=_ALIKE)
    return near[0] if near else found[0]


def _last_day(year: str | None, month: int) -> str:
    """The last day of a month in which the printed one does not exist."""
    last = calendar.monthrange(int(year or _COMMON_YEAR), month)[1]
    return f"{last:02}.{month:02}" + (f".{year}" if year else "")


def _shorter(text: str) -> Iterator[tuple[str, ...]]:
    """Stretches of the words, the longest first."""
    words = text.split()[:_MOST_WORDS]
    for length in range(len(words) - 1, 0, -1):
        pieces = (
            " ".join(words[start : start + length])
            for start in range(len(words) - length + 1)
        )
        yield tuple(piece for piece in pieces if len(piece) >= _SHORTEST)

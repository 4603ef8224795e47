"""From the printed text of a deadline to its meaning (R-251, R-252).

The text is never altered: it stands untouched in `raw`, and what is not understood is
`illegible`, never guessed. What might have been meant is offered by `readings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from programmes.deadlines import calendar_forms, term_forms
from programmes.deadlines.anchors import PROGRAMME_START
from programmes.deadlines.guessing import guesses
from programmes.deadlines.rules import first_reading
from programmes.deadlines.shape import Deadline, DeadlineKind, Operator
from programmes.deadlines.words import canonical

_RULES = (*calendar_forms.RULES, *term_forms.RULES)
_BLANK = re.compile(r"[\s\-–—_.…*]*")
_LEFT_OPEN = re.compile(r"(?: ?-| (?:до|с|по|и|или|в|не позднее))$")
_SEPARATORS: tuple[tuple[Operator, re.Pattern[str]], ...] = (
    (Operator.OR, re.compile(r"\s*,?\s+(?:или|либо)\s+", re.IGNORECASE)),
    (Operator.AND, re.compile(r"\s*[;\n]\s*")),
    (Operator.AND, re.compile(r"\s*,?\s+(?:далее|затем)[\s:]+", re.IGNORECASE)),
    (Operator.AND, re.compile(r"\s*(?:,|\s(?:и|а также)\s)\s*", re.IGNORECASE)),
    (Operator.AND, re.compile(r"\s*[()]\s*")),
    (Operator.AND, re.compile(r"\s+(?=[А-ЯЁ])")),
)
_CUT_START = re.compile(r"\W*(?P<lost>[а-яё][^А-ЯЁ]*?)\s+(?P<rest>[А-ЯЁ].*)", re.DOTALL)
_LONGEST = 300
"""No deadline is longer; a longer text is prose that slipped into the column."""


@lru_cache(maxsize=4096)
def parse(raw: str) -> Deadline:
    """Read the text of a deadline as printed; `raw` of the result is the text itself.

    A blank text is `unspecified`, one that is not understood `illegible`. Where the text
    allows two readings the likelier is given and `alternatives` name the kinds of others.
    """
    if _BLANK.fullmatch(raw):
        return Deadline(DeadlineKind.UNSPECIFIED, raw=raw)
    found = _understood(raw) if len(raw) <= _LONGEST else None
    if found is None:
        found = Deadline(DeadlineKind.ILLEGIBLE)
    return replace(found, raw=raw)


def readings(raw: str) -> tuple[Deadline, ...]:
    """What the text may mean: `parse` first, then other readings, then the nearest ones.

    A day printed without «до» may be the last one as well (R-310). For a text that is not
    understood these are readings of its parts and of its words with slips corrected.
    """
    found = [parse(raw)]
    if found[0].kind is DeadlineKind.ILLEGIBLE:
        found += _nearest(raw)
    else:
        found += _others(found[0])
    told = {_meaning(reading): replace(reading, raw=raw) for reading in reversed(found)}
    return tuple(reversed(told.values()))[:_OFFERED]


_OFFERED = 4


def _nearest(raw: str) -> list[Deadline]:
    """Readings of the first group of guesses in which any is understood."""
    if len(raw) > _LONGEST:
        return []
    for group in guesses(raw):
        known = [reading for text in group if (reading := _understood(text))]
        if known:
            return known
    return []


def _meaning(deadline: Deadline) -> Deadline:
    parts = tuple(_meaning(part) for part in deadline.parts)
    return replace(deadline, raw="", alternatives=(), parts=parts)


def _understood(raw: str) -> Deadline | None:
    text = canonical(raw)
    reading = first_reading(_RULES, text) or _left_open(text)
    return reading or _in_parts(raw) or _cut_at_start(raw)


def _left_open(text: str) -> Deadline | None:
    """«Сентябрь -», «30.09.2023 до»: what follows is lost."""
    shorter = _LEFT_OPEN.sub("", text)
    reading = first_reading(_RULES, shorter) if shorter != text else None
    return reading and replace(reading, is_truncated=True)


def _in_parts(raw: str) -> Deadline | None:
    """Several deadlines in one cell, every one of them understood."""
    for operator, separator in _SEPARATORS:
        pieces = [piece for piece in separator.split(raw.strip()) if piece.strip(" .")]
        if len(pieces) == 1 or len(pieces) == len(raw):
            continue
        parts = [_understood(piece) for piece in pieces]
        known = [
            replace(part, raw=piece.strip())
            for part, piece in zip(parts, pieces, strict=True)
            if part is not None
        ]
        if len(known) == len(pieces) > 1:
            return _together(operator, known)
    return None


def _together(operator: Operator, parts: list[Deadline]) -> Deadline:
    return Deadline(DeadlineKind.COMPOUND, operator=operator, parts=tuple(parts))


def _cut_at_start(raw: str) -> Deadline | None:
    """«отчетного периода Июнь»: a tail of words in small letters before a new start."""
    found = _CUT_START.fullmatch(raw.strip())
    rest = _understood(found["rest"]) if found else None
    if found is None or rest is None:
        return None
    lost = Deadline(DeadlineKind.ILLEGIBLE, raw=found["lost"])
    parts = [lost, replace(rest, raw=found["rest"])]
    return replace(_together(Operator.AND, parts), is_truncated=True)


def _others(reading: Deadline) -> Iterator[Deadline]:
    """The other meanings of a text that was understood."""
    text = canonical(reading.raw)
    months = reading.months
    other = replace(reading, alternatives=(reading.kind,))
    if reading.kind is DeadlineKind.ON_DATE:
        yield replace(reading, kind=DeadlineKind.BY_DATE)
    if DeadlineKind.MONTH_LIST in reading.alternatives:
        yield replace(other, kind=DeadlineKind.MONTH_LIST)
    if DeadlineKind.MONTH_RANGE in reading.alternatives and months:
        half = calendar_forms.calendar_half_year(text)
        if half is not None:
            yield half
    if DeadlineKind.MONTH in reading.alternatives:
        end = calendar_forms.month_named_by_end(text)
        if end is not None:
            yield end
    if DeadlineKind.RELATIVE_TO_START in reading.alternatives:
        yield Deadline(
            DeadlineKind.RELATIVE_TO_START,
            anchor=PROGRAMME_START,
            months_from=1,
            months_to=reading.months_to,
        )

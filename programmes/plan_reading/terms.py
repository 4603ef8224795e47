"""The term a sub-item has of its own: «анкетирование (до 15 сентября)» (R-125)."""

from __future__ import annotations

import re

from programmes.deadlines import Deadline, DeadlineKind, parse
from programmes.plan_reading.texts import as_item, one_line

_LONGEST = 300
# What is printed stays whole; these only show where in it a term stands.
_PLACES = (
    re.compile(r".*\S\s*\((?:срок\w*\s*[:–—-]?\s*)?(?P<term>[^()]{3,120})\)[.;]?"),
    re.compile(r".*\S[\s,;]+срок\w*\s*[:–—-]\s*(?P<term>[^:]{3,120})", re.IGNORECASE),
    re.compile(
        r".*\S\s+(?P<term>(?:до|к|не позднее|с)\s+\d{1,2}[\s.].{2,60})", re.IGNORECASE
    ),
    re.compile(
        r".*\S\s+(?P<term>после (?:завершения|окончания|проведения|издания|подписания"
        r"|утверждения) .{3,80})",
        re.IGNORECASE,
    ),
)
# Words beside a comma or a colon are a term only when they name days or months.
_LOOSE_PLACES = (
    re.compile(r".*[\w)»](?:[,;]|\s[–—-])\s+(?P<term>[^–—,;()]{3,60})"),
    re.compile(r"(?P<term>[^:]{3,40}):\s+\S.*"),
    re.compile(r"(?P<term>[^:–—]{3,40})\s[–—-]\s+\S.*"),
)
_SILENT = frozenset(
    {DeadlineKind.UNSPECIFIED, DeadlineKind.ILLEGIBLE, DeadlineKind.COMPOUND}
)
_DATED = frozenset(
    {
        DeadlineKind.ON_DATE,
        DeadlineKind.BY_DATE,
        DeadlineKind.DATE_RANGE,
        DeadlineKind.MONTH,
        DeadlineKind.MONTH_LIST,
        DeadlineKind.MONTH_RANGE,
    }
)
_NOT_A_TERM = "need"


def term_of_item(text: str) -> Deadline | None:
    """What is understood of the term printed inside an item; None where it has none."""
    plain = one_line(text)[:_LONGEST]
    for place in _PLACES:
        term = _term(place.fullmatch(plain))
        if term and term.kind not in _SILENT and term.anchor != _NOT_A_TERM:
            return term
    for place in _LOOSE_PLACES:
        term = _term(place.fullmatch(plain))
        if term and term.kind in _DATED:
            return term
    return None


def _term(found: re.Match[str] | None) -> Deadline | None:
    return parse(as_item(found["term"])) if found else None

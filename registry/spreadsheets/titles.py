"""Titles of columns: in one spelling, and put together where a header takes two rows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from registry.spreadsheets.table import Cell

_NOT_LETTERS = re.compile(r"[^0-9a-zа-я]+")
# «ФИО» under «Родитель» is the parent's; «Фамилия» under «ФИО» is just the surname.
_OWNERS = re.compile(r"родител|представител|\bмать|\bотец|опекун", re.IGNORECASE)


@lru_cache(maxsize=2048)
def title_key(title: str) -> str:
    """A title without case, «ё», signs, line breaks and doubled spaces."""
    folded = title.casefold().replace("ё", "е").replace("№", " номер ")
    folded = (
        folded.replace("e-mail", "email")
        .replace("ф.и.о", "фио")
        .replace("ф. и. о", "фио")
    )
    return _NOT_LETTERS.sub(" ", folded).strip()


def joined_titles(
    upper: Sequence[Cell], lower: Sequence[Cell]
) -> tuple[Cell, ...] | None:
    """The titles of a header in two rows; None when the upper row is no header's part."""
    if sum(isinstance(cell, str) for cell in upper) < 2:
        return None
    joined: list[Cell] = []
    above: Cell = None
    for at in range(max(len(upper), len(lower))):
        over = upper[at] if at < len(upper) else None
        under = lower[at] if at < len(lower) else None
        # A title merged over several columns stands in the first of them.
        above = over if over is not None or under is None else above
        is_owned = isinstance(above, str) and _OWNERS.search(above)
        if under is None or under == over:
            joined.append(over)
        elif is_owned and isinstance(under, str) and not _OWNERS.search(under):
            joined.append(f"{above} {under}")
        else:
            joined.append(under)
    return tuple(joined)

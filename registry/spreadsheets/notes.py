"""Rows of a list that are about nobody: totals, signatures, classes that part it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from registry.spreadsheets.table import Cell

LONGEST_NOTE = 80
_NOTE = re.compile(
    r"\W*(?:итого|всего|примечани\w*|исполнитель|исп\.|составил\w*|директор|завуч"
    r"|зам\.|заместитель|куратор|ответственн\w*|подпись|дата|м\. ?п\.|секретарь"
    r"|классный руководитель|руководитель|утвержда\w*|согласован\w*|\*)(?!\w)",
    re.IGNORECASE,
)
_FEW_CELLS = 3
_SECTION = re.compile(
    r"(?:класс|группа)?\s*(\d{1,2}\s*[-–]?\s*[«\"]?[а-яё]?[»\"]?)\s*(?:класс|группа|кл\.)?",
    re.IGNORECASE,
)


def note_in(row: Sequence[Cell], heads: Collection[int]) -> str:
    """What the row says when it is no person but a total, a signature, a class.

    `heads` are the columns where a name should stand.
    """
    if sum(cell is not None for cell in row) > _FEW_CELLS:
        return ""
    filled = [(at, one_line(cell)) for at, cell in enumerate(row) if cell is not None]
    texts = [text for _, text in filled]
    # «Директор» beside a name is a post; where the name should be it signs the list.
    at, first = next(
        (each for each in filled if any(map(str.isalpha, each[1]))), (-1, "")
    )
    is_signed = (at == 0 or at in heads) and _NOTE.match(first)
    is_note = is_signed or any("___" in text for text in texts)
    if is_note or section_in(row):
        return " ".join(texts)[:LONGEST_NOTE]
    return ""


def section_in(row: Sequence[Cell]) -> str:
    """The class that stands alone in a row, «8А»; else nothing."""
    filled = [(at, cell) for at, cell in enumerate(row) if cell is not None]
    if len(filled) != 1 or not isinstance(filled[0][1], str):
        return ""
    found = _SECTION.fullmatch(one_line(filled[0][1]))
    if found is None or not any(sign.isalpha() for sign in filled[0][1]):
        return ""
    return found[1].strip()


def one_line(cell: Cell) -> str:
    """The cell as text with single spaces."""
    return " ".join(str(cell).split())

"""What a table file turns into, and the refusal to read one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from common.errors import Refused

Cell = str | int | float | bool | date | datetime | None


class TableRefused(Refused):
    """The file is not a table we read: what is wrong and what to do, in Russian."""


@dataclass(frozen=True)
class Table:
    """The cells of the first sheet that has any, from its first filled row on.

    `first_row` is the number that row bears in the file, counted from 1; the sheets that
    were not read are named in `other_sheets`.
    """

    rows: list[list[Cell]]
    sheet: str
    first_row: int = 1
    other_sheets: tuple[str, ...] = ()

    def number_of(self, index: int) -> int:
        """The number of the row as the person sees it in the file."""
        return self.first_row + index

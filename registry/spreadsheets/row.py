"""One row of a table while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from common.russian.dates import short_date
from registry.spreadsheets.lines import Problem
from registry.spreadsheets.recognition import Recognition

if TYPE_CHECKING:
    from registry.spreadsheets.table import Cell


@dataclass
class Row:
    """One row being read: its cells by code, and the problems met so far."""

    number: int
    cells: dict[str, Cell]
    recognition: Recognition
    today: date
    problems: list[Problem] = field(default_factory=list)

    def complain(self, code: str, message: str, *, is_fatal: bool = False) -> None:
        column = self.recognition.title_of(code)
        self.problems.append(Problem(self.number, column, message, is_fatal))

    @property
    def is_rejected(self) -> bool:
        return any(problem.is_fatal for problem in self.problems)

    def text(self, code: str) -> str:
        """The cell as text with single spaces, its line breaks kept."""
        cell = self.cells.get(code)
        if cell is None:
            return ""
        if isinstance(cell, datetime):
            return short_date(cell.date())
        if isinstance(cell, date):
            return short_date(cell)
        if isinstance(cell, bool):
            return "да" if cell else "нет"
        lines = (" ".join(line.split()) for line in str(cell).splitlines())
        return "\n".join(line for line in lines if line)

    def line(self, code: str) -> str:
        """The cell as one line."""
        return self.text(code).replace("\n", " ")

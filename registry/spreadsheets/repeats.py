"""The same person met twice in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from registry.spreadsheets.lines import Line
    from registry.spreadsheets.row import Row


def compare(row: Row, line: Line, earlier: list[Line]) -> None:
    """Flag the same name met above: with the same birth it is a repeat."""
    code = "full_name" if "full_name" in row.recognition.columns else "last_name"
    for other in earlier:
        if line.birth == other.birth:
            advice = "" if line.birth else " Если это тёзки, укажите даты рождения."
            row.complain(
                code,
                f"Повтор: этот человек уже есть в строке {other.row}. Оставьте одну строку.{advice}",
                is_fatal=True,
            )
            return
        if None in (line.birth_year, other.birth_year) or (
            line.birth_year == other.birth_year
            and None in (line.birth_on, other.birth_on)
        ):
            row.complain(
                code,
                f"Возможно, это тот же человек, что в строке {other.row}. Проверьте.",
            )

"""How wide the columns of a sheet are; the paper's own style sheet says the same."""

from __future__ import annotations

from collections.abc import Sequence

from programmes.roadmap_sheets.shape import Head

SHEET_MM = 257
"""What a turned A4 sheet leaves between its margins."""
FIXED_MM = {
    "number": 16,
    "stage": 44,
    "deadline": 34,
    "responsibles": 44,
    "documents": 54,
    "mark": 36,
}
NARROWEST_MM = 30


def widths_mm(columns: Sequence[Head]) -> list[float]:
    """Return the width of each column: the free ones share what the fixed leave."""
    fixed = [FIXED_MM.get(column["key"]) for column in columns]
    free = fixed.count(None)
    left = SHEET_MM - sum(width for width in fixed if width)
    share = max(left / free, NARROWEST_MM) if free else 0
    widths = [float(width or share) for width in fixed]
    total = sum(widths)
    return [width * SHEET_MM / total for width in widths]

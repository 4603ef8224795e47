"""A plan as a sheet of paper in the institution's own columns: laid out, as DOCX, as XLSX.

Pure: no table, no request. `word` and `spreadsheet` are imported where a file is asked
for: what they need is heavy. R-120, R-122, R-352, R-353.
"""

from __future__ import annotations

from programmes.roadmap_sheets.laying import approval_blocks, lay_out
from programmes.roadmap_sheets.shape import Block, Cell, Head, Line, Row, Sheet, Table
from programmes.roadmap_sheets.showing import shown
from programmes.roadmap_sheets.widths import fit

__all__ = [
    "Block",
    "Cell",
    "Head",
    "Line",
    "Row",
    "Sheet",
    "Table",
    "approval_blocks",
    "fit",
    "lay_out",
    "shown",
]

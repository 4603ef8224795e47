"""The table of work inside the organisation and with the outer environment (R-122)."""

from __future__ import annotations

from collections.abc import Sequence

from programmes.plan_reading.captions import layout_of
from programmes.plan_reading.drafts import drafts_of, joined
from programmes.plan_reading.grid import Grid
from programmes.plan_reading.plan import Line
from programmes.plan_reading.texts import likeness, split_list, stems

_SAME = 0.6


def is_work(grid: Grid) -> bool:
    """Whether the table has a column of inside or of outside work and a stage to each row."""
    layout = layout_of(grid, {})
    return layout.has("inner", "outer") and layout.has("stage", "title")


def add_work(grid: Grid, sections: Sequence[Line]) -> list[str]:
    """Give each section the work of the row that bears its title; return the captions."""
    layout = layout_of(grid, {})
    for draft in joined(drafts_of(grid, layout, {})):
        title = draft.values.get("stage") or draft.title
        alike = [(likeness(stems(title), stems(each.title)), each) for each in sections]
        score, section = max(alike, key=lambda pair: pair[0], default=(0.0, None))
        if section is None or score < _SAME:
            continue
        section.work_number = draft.values.get("number", "")
        section.inner += split_list(draft.values.get("inner", ""))
        section.outer += split_list(draft.values.get("outer", ""))
    return [column.title for column in layout.columns]

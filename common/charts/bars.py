"""Bars under each other, one or two per row."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from common.badges import Tone
from common.charts.words import WIDTH, chart_key, number_text

LINE_HEIGHT = 17
BAR_HEIGHT = 14
BAR_ROOM = 300
ROW_GAP = 16
LABEL_LETTERS = 44


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart; `url` opens the list the figure counts."""

    label: str
    value: float
    url: str = ""
    tone: Tone = Tone.ACCENT


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a before/after chart; None: not measured."""

    label: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text at its baseline."""

    text: str
    y: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn bar and the figure at its end; kind: value, before or after."""

    y: int
    width: int
    text: str
    kind: str = "value"

    @property
    def text_x(self) -> int:
        return self.width + 8

    @property
    def text_y(self) -> int:
        return self.y + BAR_HEIGHT - 2


@dataclass(frozen=True, slots=True)
class BarRow:
    bar: Bar
    lines: tuple[Line, ...]
    stroke: Stroke


@dataclass(frozen=True, slots=True)
class ChangeRow:
    label: str
    lines: tuple[Line, ...]
    strokes: tuple[Stroke, ...]
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """A drawn bar chart; `goal_x` is where the target line stands."""

    key: str
    title: str
    description: str
    rows: tuple[BarRow, ...]
    height: int
    goal_x: int | None = None
    goal: str = ""
    width: int = WIDTH
    bar_height: int = BAR_HEIGHT


@dataclass(frozen=True, slots=True)
class BeforeAfterChart:
    key: str
    title: str
    description: str
    rows: tuple[ChangeRow, ...]
    height: int
    width: int = WIDTH
    bar_height: int = BAR_HEIGHT


def _scaled(value: float, maximum: float) -> int:
    if maximum <= 0:
        return 0
    return round(BAR_ROOM * min(max(value, 0), maximum) / maximum)


def _label_lines(label: str, top: int) -> tuple[Line, ...]:
    wrapped = textwrap.wrap(label, LABEL_LETTERS) or [""]
    return tuple(
        Line(text, top + LINE_HEIGHT * number) for number, text in enumerate(wrapped, 1)
    )


def bar_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    unit: str = "",
    maximum: float | None = None,
    goal: float | None = None,
) -> BarChart:
    """Lay out bars under each other; `unit` follows each figure ("%", " пар")."""
    top_value = max([bar.value for bar in bars] + [goal or 0, maximum or 0])
    rows: list[BarRow] = []
    y = 0
    for bar in bars:
        lines = _label_lines(bar.label, y)
        y = lines[-1].y + 6
        width = _scaled(bar.value, top_value)
        rows.append(BarRow(bar, lines, Stroke(y, width, number_text(bar.value) + unit)))
        y += BAR_HEIGHT + ROW_GAP
    return BarChart(
        key=chart_key(title),
        title=title,
        description="; ".join(f"{row.bar.label}: {row.stroke.text}" for row in rows),
        rows=tuple(rows),
        height=max(y - ROW_GAP + 2, 1),
        goal_x=None if goal is None else _scaled(goal, top_value),
        goal="" if goal is None else number_text(goal) + unit,
    )


def _measured(value: float | None, unit: str) -> str:
    return "не измеряли" if value is None else number_text(value) + unit


def _difference(change: Change) -> str:
    if change.before is None or change.after is None:
        return "—"
    grown = change.after - change.before
    sign = "+" if grown > 0 else "\N{MINUS SIGN}" if grown < 0 else ""
    return sign + number_text(abs(grown))


def before_after_chart(
    title: str,
    changes: Sequence[Change],
    *,
    unit: str = "",
    maximum: float | None = None,
) -> BeforeAfterChart:
    """Lay out two bars per row, the first measurement above the second."""
    values = [v for c in changes for v in (c.before, c.after) if v is not None]
    top_value = max([*values, maximum or 0, 0])
    rows: list[ChangeRow] = []
    y = 0
    for change in changes:
        lines = _label_lines(change.label, y)
        y = lines[-1].y + 6
        strokes = []
        for kind, value in (("before", change.before), ("after", change.after)):
            width = _scaled(value or 0, top_value)
            strokes.append(Stroke(y, width, _measured(value, unit), kind))
            y += BAR_HEIGHT + 3
        y += ROW_GAP - 3
        rows.append(
            ChangeRow(
                label=change.label,
                lines=lines,
                strokes=tuple(strokes),
                before=strokes[0].text,
                after=strokes[1].text,
                difference=_difference(change),
            )
        )
    return BeforeAfterChart(
        key=chart_key(title),
        title=title,
        description="; ".join(
            f"{row.label}: до — {row.before}, после — {row.after}" for row in rows
        ),
        rows=tuple(rows),
        height=max(y - ROW_GAP + 2, 1),
    )

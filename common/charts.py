"""The geometry of charts: whole numbers in, whole units of an SVG viewBox out.

Nothing here knows templates or the screen, so the same picture stands on a page and in
a PDF. All coordinates are integers: a Russian template would print 3.5 as «3,5».
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from common.badges import Tone, tone_of

WIDTH = 360
MONTH_UNITS = 100
MONTHS = [
    "янв",
    "фев",
    "мар",
    "апр",
    "май",
    "июн",
    "июл",
    "авг",
    "сен",
    "окт",
    "ноя",
    "дек",
]
LINE_HEIGHT = 17
BAR_HEIGHT = 14
BAR_ROOM = 300
ROW_GAP = 16
LABEL_LETTERS = 48
HEAT_LABEL_ROOM = 132
HEAT_LABEL_LETTERS = 17
HEAT_ROW = 24
HEAT_HEAD = 20
HEAT_LEVELS = 4


@dataclass(frozen=True, slots=True)
class TrackStep:
    """One stage of the progress track; state: todo, current, done or problem."""

    title: str
    state: str = "todo"
    count: str = ""
    url: str = ""
    note: str = ""


def number_text(value: float) -> str:
    """Write a figure in Russian: one place after the comma at most, spaced thousands."""
    text = f"{value:,.1f}".removesuffix(".0")
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def chart_key(title: str) -> str:
    """Return a short id for the parts of a chart that refer to each other."""
    return f"chart-{crc32(title.encode()):x}"


# --- Bars ------------------------------------------------------------------------------


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


# --- Timeline ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Dated work; a missing start is the day of its end, no end is «без срока»."""

    title: str
    start: date | None
    end: date | None
    status: str = "planned"
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    title: str
    year: int
    is_first_of_year: bool


@dataclass(frozen=True, slots=True)
class SpanRow:
    span: Span
    period: str
    tone: Tone
    x: int | None
    width: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Rows over equal months, MONTH_UNITS wide each."""

    key: str
    title: str
    months: tuple[Month, ...]
    rows: tuple[SpanRow, ...]
    today_x: int | None

    @property
    def width(self) -> int:
        return MONTH_UNITS * len(self.months)


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _days_in_month(day: date) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day


def _day_x(day: date, first_month: int) -> int:
    months = _month_number(day) - first_month
    part = (day.day - 1) / _days_in_month(day)
    return round(MONTH_UNITS * (months + part))


def period_text(start: date | None, end: date | None) -> str:
    """Write a term in figures: «01.09.2026 — 30.10.2026», «до 30.10.2026»."""
    if end is None:
        return f"с {start:%d.%m.%Y}, без срока" if start else "без срока"
    if start is None:
        return f"до {end:%d.%m.%Y}"
    if start == end:
        return f"{end:%d.%m.%Y}"
    return f"{start:%d.%m.%Y} — {end:%d.%m.%Y}"


def _span_row(span: Span, first_month: int, width: int) -> SpanRow:
    period, tone = period_text(span.start, span.end), tone_of(span.status)
    start, end = span.start or span.end, span.end
    if start is None or end is None or end < start:
        return SpanRow(span, period, tone, None, 0)
    left = _day_x(start, first_month)
    right = _day_x(end + timedelta(days=1), first_month)
    if right <= 0 or left >= width:
        return SpanRow(span, period, tone, None, 0)
    left, right = max(left, 0), min(max(right, left + 12), width)
    return SpanRow(span, period, tone, left, right - left)


def timeline(
    title: str, spans: Sequence[Span], *, since: date, until: date, today: date
) -> Timeline:
    """Lay spans over the months from `since` to `until`, both included."""
    first, last = _month_number(since), max(_month_number(until), _month_number(since))
    months = tuple(
        Month(MONTHS[number % 12], number // 12, number % 12 == 0 or number == first)
        for number in range(first, last + 1)
    )
    width = MONTH_UNITS * len(months)
    today_x = _day_x(today, first)
    return Timeline(
        key=chart_key(title),
        title=title,
        months=months,
        rows=tuple(_span_row(span, first, width) for span in spans),
        today_x=today_x if 0 <= today_x < width else None,
    )


# --- Heat map -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeatCell:
    x: int
    middle: int
    value: int
    level: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: str
    short_label: str
    url: str
    y: int
    text_y: int
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatHead:
    title: str
    x: int


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A grid of counts; level 0 is none, 4 the most."""

    key: str
    title: str
    description: str
    heads: tuple[HeatHead, ...]
    rows: tuple[HeatRow, ...]
    cell_width: int
    height: int
    width: int = WIDTH
    row_height: int = HEAT_ROW

    @property
    def levels(self) -> range:
        return range(HEAT_LEVELS + 1)


def _level(value: int, maximum: int) -> int:
    return -(-HEAT_LEVELS * value // maximum) if value > 0 else 0


def heat_map(
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[int]]],
    *,
    urls: Sequence[str] = (),
) -> HeatMap:
    """Lay out counts by row and column; more than 12 columns are too narrow to read."""
    cell_width = (WIDTH - HEAT_LABEL_ROOM) // max(len(columns), 1)
    most = max((value for _, values in rows for value in values), default=0)
    left = [HEAT_LABEL_ROOM + cell_width * number for number in range(len(columns))]
    drawn = tuple(
        HeatRow(
            label=label,
            short_label=textwrap.shorten(label, HEAT_LABEL_LETTERS, placeholder="…"),
            url=urls[number] if number < len(urls) else "",
            y=HEAT_HEAD + HEAT_ROW * number,
            text_y=HEAT_HEAD + HEAT_ROW * number + 16,
            cells=tuple(
                HeatCell(x, x + cell_width // 2, value, _level(value, most))
                for x, value in zip(left, values, strict=True)
            ),
        )
        for number, (label, values) in enumerate(rows)
    )
    return HeatMap(
        key=chart_key(title),
        title=title,
        description="; ".join(f"{label}: всего {sum(v)}" for label, v in rows),
        heads=tuple(HeatHead(c, x) for c, x in zip(columns, left, strict=True)),
        rows=drawn,
        cell_width=cell_width,
        height=HEAT_HEAD + HEAT_ROW * len(rows),
    )

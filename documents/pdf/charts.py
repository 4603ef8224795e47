"""Geometry of bar charts; the template draws what is worked out here."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from documents.payloads import BarChart

# Units of the drawing; a unit is one point on paper at full width.
WIDTH = 480
LABEL_WIDTH = 190
LABEL_CHARACTERS = 34  # of 10-unit sans serif, fits LABEL_WIDTH with a gap
TEXT_WIDTH = 50  # room for the printed value behind the longest bar
LINE_HEIGHT = 12
BAR_HEIGHT = 16
GAP = 10


@dataclass(frozen=True)
class LabelLine:
    """A line of a label and its baseline."""

    text: str
    y: float


@dataclass(frozen=True)
class DrawnBar:
    """One bar with its label to the left and its value to the right."""

    lines: list[LabelLine]
    y: float
    width: float
    text: str
    text_x: float
    text_y: float


@dataclass(frozen=True)
class Drawing:
    """A bar chart in units of ``width`` × ``height``."""

    title: str
    summary: str
    """Every bar in words, for those who cannot see it."""
    width: int
    height: float
    axis_x: int
    label_x: int
    bar_height: int
    bars: list[DrawnBar]


def draw(chart: BarChart) -> Drawing:
    """Lay a chart out; bars share a scale from 0 to ``maximum`` or the longest bar."""
    longest = max((bar["value"] for bar in chart["bars"]), default=0)
    scale = max(chart["maximum"], longest) or 1
    room = WIDTH - LABEL_WIDTH - TEXT_WIDTH
    bars: list[DrawnBar] = []
    y = float(GAP)
    for bar in chart["bars"]:
        label = textwrap.wrap(bar["label"], LABEL_CHARACTERS) or [""]
        height = max(BAR_HEIGHT, len(label) * LINE_HEIGHT)
        first = y + (height - len(label) * LINE_HEIGHT) / 2 + LINE_HEIGHT - 3
        width = round(room * max(bar["value"], 0) / scale, 2)
        bars.append(
            DrawnBar(
                lines=[
                    LabelLine(text, first + LINE_HEIGHT * place)
                    for place, text in enumerate(label)
                ],
                y=y + (height - BAR_HEIGHT) / 2,
                width=width,
                text=bar["text"],
                text_x=LABEL_WIDTH + width + 5,
                text_y=y + height / 2 + 3.5,
            )
        )
        y += height + GAP
    return Drawing(
        title=chart["title"],
        summary="; ".join(f"{bar['label']}: {bar['text']}" for bar in chart["bars"]),
        width=WIDTH,
        height=y,
        axis_x=LABEL_WIDTH,
        label_x=LABEL_WIDTH - 8,
        bar_height=BAR_HEIGHT,
        bars=bars,
    )

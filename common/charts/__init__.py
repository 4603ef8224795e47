"""The geometry of charts: whole numbers in, whole units of an SVG viewBox out.

Nothing here knows templates or the screen, so the same picture stands on a page and in
a PDF. All coordinates are integers: a Russian template would print 3.5 as «3,5».
"""

from __future__ import annotations

from common.charts.bars import (
    BAR_ROOM,
    LABEL_LETTERS,
    Bar,
    BarChart,
    BeforeAfterChart,
    Change,
    bar_chart,
    before_after_chart,
)
from common.charts.heat import HeatMap, heat_map
from common.charts.months import Span, Timeline, period_text, timeline
from common.charts.track import TrackStep
from common.charts.words import number_text

__all__ = [
    "BAR_ROOM",
    "LABEL_LETTERS",
    "Bar",
    "BarChart",
    "BeforeAfterChart",
    "Change",
    "HeatMap",
    "Span",
    "Timeline",
    "TrackStep",
    "bar_chart",
    "before_after_chart",
    "heat_map",
    "number_text",
    "period_text",
    "timeline",
]

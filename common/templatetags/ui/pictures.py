"""Pictures of figures; their geometry is common.charts."""

from __future__ import annotations

from collections.abc import Iterable

from common.charts import BarChart, BeforeAfterChart, HeatMap, Timeline, TrackStep
from common.templatetags.ui.library import COMPONENTS, register


@register.inclusion_tag(f"{COMPONENTS}/progress_track.html")
def progress_track(
    steps: Iterable[TrackStep], label: str = "Этапы программы"
) -> dict[str, object]:
    """Show the seven stages as one line with their states and counts."""
    return {"steps": steps, "label": label}


@register.inclusion_tag(f"{COMPONENTS}/timeline.html")
def timeline(chart: Timeline) -> dict[str, object]:
    """Draw dated work over its months, with the line of today."""
    return {"chart": chart}


@register.inclusion_tag(f"{COMPONENTS}/bar_chart.html")
def bar_chart(chart: BarChart) -> dict[str, object]:
    """Draw one bar per row, with the table behind it."""
    return {"chart": chart}


@register.inclusion_tag(f"{COMPONENTS}/before_after.html")
def before_after_chart(chart: BeforeAfterChart) -> dict[str, object]:
    """Draw two bars per row, before and after, with the table behind them."""
    return {"chart": chart}


@register.inclusion_tag(f"{COMPONENTS}/heat_map.html")
def heat_map(chart: HeatMap) -> dict[str, object]:
    """Draw a grid of counts, the darker the more, with the table behind it."""
    return {"chart": chart}

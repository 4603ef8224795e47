"""Addresses of the calendar and of how the plan goes."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from programmes.views import calendar, execution

ROADMAP = f"{CABINET}roadmap/"
CALENDAR = f"{ROADMAP}calendar/"

calendar_urls: list[URLPattern] = [
    path(f"{ROADMAP}months/", execution.roadmap_timeline, name="roadmap_timeline"),
    path(f"{ROADMAP}execution/", execution.roadmap_execution, name="roadmap_execution"),
    path(f"{ROADMAP}measures/", execution.measure_list, name="measure_list"),
    path(CALENDAR, calendar.calendar, name="calendar"),
    path(
        f"{CALENDAR}links/<slug:scope>/",
        calendar.calendar_feed_open,
        name="calendar_feed_open",
    ),
    path(
        f"{CALENDAR}links/<int:pk>/close/",
        calendar.calendar_feed_close,
        name="calendar_feed_close",
    ),
    path(
        "<slug:organisation>/calendar/<str:token>.ics",
        calendar.calendar_feed,
        name="calendar_feed",
    ),
]

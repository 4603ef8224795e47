"""Addresses of the roadmap and its measures."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from programmes.views import roadmap as views

MEASURE = f"{CABINET}roadmap/measures/<int:pk>/"

roadmap_urls: list[URLPattern] = [
    path(f"{CABINET}roadmap/", views.roadmap, name="roadmap"),
    path(f"{CABINET}roadmap/months/", views.roadmap_timeline, name="roadmap_timeline"),
    path(f"{CABINET}roadmap/load/", views.roadmap_load, name="roadmap_load"),
    path(f"{CABINET}roadmap/mine/", views.my_measures, name="my_measures"),
    path(MEASURE, views.measure_detail, name="measure_detail"),
    path(f"{MEASURE}done/", views.measure_done, name="measure_done"),
    path(f"{MEASURE}start/", views.measure_start, name="measure_start"),
    path(f"{MEASURE}postpone/", views.measure_postpone, name="measure_postpone"),
    path(f"{MEASURE}cancel/", views.measure_cancel, name="measure_cancel"),
    path(f"{MEASURE}assign/", views.measure_assign, name="measure_assign"),
]

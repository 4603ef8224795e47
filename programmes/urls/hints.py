"""Addresses of the check of a plan."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from programmes.views import hints as views

HINTS = f"{CABINET}roadmap/check/"

hint_urls: list[URLPattern] = [
    path(HINTS, views.roadmap_hints, name="roadmap_hints"),
    path(f"{HINTS}count/", views.roadmap_hints_count, name="roadmap_hints_count"),
    path(f"{HINTS}accept/", views.hint_accept, name="hint_accept"),
    path(f"{HINTS}dismiss/", views.hint_dismiss, name="hint_dismiss"),
    path(f"{HINTS}recall/", views.hint_recall, name="hint_recall"),
]

"""Addresses of a cycle's settings, its introduction and its end."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from programmes.views import cycles, introduction

CYCLE = f"{CABINET}people/cycles/<int:pk>/"
ORDER = f"{CABINET}documents/introduction/<int:pk>/"

cycle_urls: list[URLPattern] = [
    path(f"{CYCLE}settings/", cycles.cycle_settings, name="cycle_settings"),
    path(f"{CYCLE}closing/", cycles.cycle_closing, name="cycle_closing"),
    path(f"{CYCLE}close/", cycles.cycle_close, name="cycle_close"),
    path(f"{CYCLE}introduce/", introduction.cycle_introduce, name="cycle_introduce"),
    path(
        f"{CYCLE}order/",
        introduction.order_introduction_prepare,
        name="order_introduction_prepare",
    ),
    path(
        f"{ORDER}draft/",
        introduction.order_introduction_draft,
        name="order_introduction_draft",
    ),
    path(
        f"{ORDER}submit/",
        introduction.order_introduction_submit,
        name="order_introduction_submit",
    ),
]

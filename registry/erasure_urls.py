"""Addresses of «Мои данные» and of requests to destroy data."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from registry.views import erasures, my_data

ERASURES = f"{CABINET}people/erasures/"
MINE = f"{CABINET}my/data/"

erasure_patterns: list[URLPattern] = [
    path(f"{MINE}<int:pk>/", my_data.my_data, name="my_data"),
    path(f"{MINE}<int:pk>/erase/", my_data.my_erasure_ask, name="my_erasure_ask"),
    path(ERASURES, erasures.erasure_list, name="erasure_list"),
    path(f"{ERASURES}<int:pk>/", erasures.erasure_detail, name="erasure_detail"),
    path(f"{ERASURES}people/<int:pk>/", erasures.erasure_record, name="erasure_record"),
    path(
        f"{ERASURES}<int:pk>/approve/", erasures.erasure_approve, name="erasure_approve"
    ),
    path(f"{ERASURES}<int:pk>/refuse/", erasures.erasure_refuse, name="erasure_refuse"),
    path(
        f"{ERASURES}<int:pk>/carry-out/",
        erasures.erasure_carry_out,
        name="erasure_carry_out",
    ),
]

"""Addresses of where a roadmap begins and what leaves it: paper, files, other years."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from programmes.views import roadmap_begin as begin
from programmes.views import roadmap_files as files
from programmes.views import roadmap_years as years

roadmap_file_urls: list[URLPattern] = [
    path(f"{CABINET}roadmap/load/", begin.roadmap_load, name="roadmap_load"),
    path(
        f"{CABINET}roadmap/load/file/",
        begin.roadmap_load_file,
        name="roadmap_load_file",
    ),
    path(
        f"{CABINET}roadmap/load/empty/",
        begin.roadmap_begin_empty,
        name="roadmap_begin_empty",
    ),
    path(
        f"{CABINET}roadmap/ready/<slug:code>/",
        begin.roadmap_preview,
        name="roadmap_preview",
    ),
    path(f"{CABINET}roadmap/samples/", begin.roadmap_samples, name="roadmap_samples"),
    path(f"{CABINET}roadmap/drop/", begin.roadmap_drop, name="roadmap_drop"),
    path(f"{CABINET}roadmap/print/", files.roadmap_print, name="roadmap_print"),
    path(
        f"{CABINET}roadmap/file/<slug:form>/", files.roadmap_file, name="roadmap_file"
    ),
    path(
        f"{CABINET}roadmap/extract/<slug:form>/",
        files.roadmap_extract,
        name="roadmap_extract",
    ),
    path(f"{CABINET}roadmap/approve/", files.roadmap_approve, name="roadmap_approve"),
    path(f"{CABINET}roadmap/copy/<int:pk>/", years.roadmap_copy, name="roadmap_copy"),
    path(
        f"{CABINET}roadmap/plans/<int:pk>/", years.roadmap_sheet, name="roadmap_sheet"
    ),
    path(
        f"{CABINET}roadmap/plans/<int:pk>/compare/",
        years.roadmap_compare,
        name="roadmap_compare",
    ),
]

"""Addresses of a plan on its way into the cycle."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from programmes.views import plan_imports as views

OWN = f"{CABINET}roadmap/own/"
PLAN = f"{OWN}<int:pk>/"

plan_import_urls: list[URLPattern] = [
    path(OWN, views.plan_import_bring, name="plan_import_bring"),
    path(PLAN, views.plan_import_review, name="plan_import_review"),
    path(f"{PLAN}about/", views.plan_import_about, name="plan_import_about"),
    path(f"{PLAN}columns/", views.plan_import_columns, name="plan_import_columns"),
    path(f"{PLAN}words/", views.plan_import_words, name="plan_import_words"),
    path(f"{PLAN}lines/<str:key>/", views.plan_import_line, name="plan_import_line"),
    path(
        f"{PLAN}lines/<str:key>/add/",
        views.plan_import_line_add,
        name="plan_import_line_add",
    ),
    path(
        f"{PLAN}lines/<str:key>/split/",
        views.plan_import_line_split,
        name="plan_import_line_split",
    ),
    path(f"{PLAN}stages/", views.plan_import_stages, name="plan_import_stages"),
    path(f"{PLAN}undo/", views.plan_import_undo, name="plan_import_undo"),
    path(f"{PLAN}accept/", views.plan_import_accept, name="plan_import_accept"),
    path(f"{PLAN}discard/", views.plan_import_discard, name="plan_import_discard"),
    path(f"{PLAN}resume/", views.plan_import_resume, name="plan_import_resume"),
]

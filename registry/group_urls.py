"""Addresses of classes and of those who leave."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from registry.views import groups

PEOPLE = f"{CABINET}people/"
GROUPS = f"{PEOPLE}groups/"
DEPARTURES = f"{PEOPLE}departures"

group_patterns: list[URLPattern] = [
    path(GROUPS, groups.group_list, name="group_list"),
    path(f"{GROUPS}add/", groups.group_add, name="group_add"),
    path(f"{GROUPS}promote/", groups.groups_promote, name="groups_promote"),
    path(f"{GROUPS}<int:pk>/", groups.group_detail, name="group_detail"),
    path(f"{GROUPS}<int:pk>/change/", groups.group_change, name="group_change"),
    path(f"{DEPARTURES}/", groups.departure_list, name="departure_list"),
    path(
        f"{DEPARTURES}.<str:ending>", groups.departure_export, name="departure_export"
    ),
    path(f"{PEOPLE}<int:pk>/depart/", groups.person_depart, name="person_depart"),
    path(f"{PEOPLE}<int:pk>/return/", groups.person_return, name="person_return"),
]

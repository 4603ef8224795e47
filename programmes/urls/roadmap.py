"""Addresses of the roadmap, its table, its measures and the groups that work by it."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from programmes.views import measures, measures_bulk, roadmap, roadmap_edit, teams

ROADMAP = f"{CABINET}roadmap/"
MEASURE = f"{ROADMAP}measures/<int:pk>/"
SECTION = f"{ROADMAP}sections/<int:pk>/"
ITEM = f"{ROADMAP}items/<int:pk>/"
STEP = f"{ROADMAP}edits/<int:pk>/"
TEAM = f"{ROADMAP}teams/<int:pk>/"
MEMBER = f"{ROADMAP}members/<int:pk>/"

_plan_urls = [
    path(ROADMAP, roadmap.roadmap, name="roadmap"),
    path(f"{ROADMAP}mine/", measures.my_measures, name="my_measures"),
]
_table_urls = [
    path(f"{ROADMAP}edit/", roadmap_edit.roadmap_edit, name="roadmap_edit"),
    path(f"{ROADMAP}edits/", roadmap_edit.edit_list, name="edit_list"),
    path(f"{STEP}undo/", roadmap_edit.edit_undo, name="edit_undo"),
    path(f"{STEP}redo/", roadmap_edit.edit_redo, name="edit_redo"),
    path(f"{ROADMAP}sections/add/", roadmap_edit.section_add, name="section_add"),
    path(f"{SECTION}edit/", roadmap_edit.section_edit, name="section_edit"),
    path(f"{SECTION}up/", roadmap_edit.section_up, name="section_up"),
    path(f"{SECTION}down/", roadmap_edit.section_down, name="section_down"),
    path(f"{SECTION}drop/", roadmap_edit.section_drop, name="section_drop"),
    path(f"{SECTION}measures/add/", roadmap_edit.measure_add, name="measure_add"),
    path(f"{MEASURE}edit/", roadmap_edit.measure_edit, name="measure_edit"),
    path(f"{MEASURE}cell/", roadmap_edit.measure_cell, name="measure_cell"),
    path(f"{MEASURE}row/", roadmap_edit.measure_row, name="measure_row"),
    path(f"{MEASURE}up/", roadmap_edit.measure_up, name="measure_up"),
    path(f"{MEASURE}down/", roadmap_edit.measure_down, name="measure_down"),
    path(f"{MEASURE}drop/", roadmap_edit.measure_drop, name="measure_drop"),
    path(
        f"{ROADMAP}measures/change/",
        measures_bulk.measures_change,
        name="measures_change",
    ),
    path(
        f"{ROADMAP}measures/past/",
        measures_bulk.measures_catch_up,
        name="measures_catch_up",
    ),
]
_measure_urls = [
    path(MEASURE, measures.measure_detail, name="measure_detail"),
    path(f"{MEASURE}done/", measures.measure_done, name="measure_done"),
    path(
        f"{MEASURE}done/today/", measures.measure_done_today, name="measure_done_today"
    ),
    path(f"{MEASURE}confirm/", measures.measure_confirm, name="measure_confirm"),
    path(f"{MEASURE}return/", measures.measure_return, name="measure_return"),
    path(f"{MEASURE}start/", measures.measure_start, name="measure_start"),
    path(f"{MEASURE}plan/", measures.measure_plan, name="measure_plan"),
    path(f"{MEASURE}postpone/", measures.measure_postpone, name="measure_postpone"),
    path(f"{MEASURE}cancel/", measures.measure_cancel, name="measure_cancel"),
    path(f"{MEASURE}assign/", measures.measure_assign, name="measure_assign"),
    path(f"{MEASURE}comment/", measures.measure_comment, name="measure_comment"),
    path(f"{ITEM}mark/", measures.item_mark, name="item_mark"),
    path(f"{ITEM}edit/", measures.item_edit, name="item_edit"),
]
_team_urls = [
    path(f"{ROADMAP}teams/", teams.team_list, name="team_list"),
    path(f"{ROADMAP}teams/add/", teams.team_add, name="team_add"),
    path(TEAM, teams.team_detail, name="team_detail"),
    path(f"{TEAM}edit/", teams.team_edit, name="team_edit"),
    path(f"{TEAM}drop/", teams.team_drop, name="team_drop"),
    path(f"{TEAM}members/add/", teams.team_member_add, name="team_member_add"),
    path(f"{MEMBER}edit/", teams.team_member_edit, name="team_member_edit"),
    path(f"{MEMBER}drop/", teams.team_member_drop, name="team_member_drop"),
]
roadmap_urls: list[URLPattern] = [
    *_plan_urls,
    *_table_urls,
    *_measure_urls,
    *_team_urls,
]

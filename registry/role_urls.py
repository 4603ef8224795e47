"""Addresses of pages of one role: a psychologist's, a head's, a partner's."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from registry.views import curatorships, departments, support

MINE = f"{CABINET}my/"
PEOPLE = f"{CABINET}people/"
DEPARTMENTS = f"{PEOPLE}departments/"
MENTEE = f"{PEOPLE}mentees/<int:pk>/"
DIAGNOSTIC = f"{PEOPLE}diagnostics/<int:pk>/"

role_patterns: list[URLPattern] = [
    path(f"{MINE}mentees/", support.assigned_list, name="assigned_list"),
    path(f"{MENTEE}assign/", support.assignment_add, name="assignment_add"),
    path(
        f"{PEOPLE}assignments/<int:pk>/end/",
        support.assignment_end,
        name="assignment_end",
    ),
    path(f"{MENTEE}diagnostics/add/", support.diagnostic_add, name="diagnostic_add"),
    path(DIAGNOSTIC, support.diagnostic_change, name="diagnostic_change"),
    path(
        f"{DIAGNOSTIC}release/", support.diagnostic_release, name="diagnostic_release"
    ),
    path(f"{DIAGNOSTIC}hide/", support.diagnostic_hide, name="diagnostic_hide"),
    path(DEPARTMENTS, departments.department_list, name="department_list"),
    path(f"{DEPARTMENTS}add/", departments.department_add, name="department_add"),
    path(
        f"{DEPARTMENTS}<int:pk>/",
        departments.department_change,
        name="department_change",
    ),
    path(f"{MINE}department/", departments.department_mine, name="department_mine"),
    path(f"{MINE}partner/", departments.partner_mine, name="partner_mine"),
    path(
        f"{PEOPLE}cycles/<int:pk>/entrust/",
        curatorships.curatorship_add,
        name="curatorship_add",
    ),
    path(
        f"{PEOPLE}curatorships/<int:pk>/end/",
        curatorships.curatorship_end,
        name="curatorship_end",
    ),
]

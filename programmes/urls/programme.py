"""Addresses of personalised programmes, their plans and meetings."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from programmes.views import meetings, plan, programmes

PAIR = f"{CABINET}pairs/<int:pk>/"
PROGRAMMES = f"{CABINET}programmes/"
PROGRAMME = f"{PROGRAMMES}<int:pk>/"
ROW = f"{PROGRAMMES}plan-rows/<int:pk>/"
MEETING = f"{CABINET}meetings/<int:pk>/"

programme_urls: list[URLPattern] = [
    path(PROGRAMMES, programmes.programme_list, name="programme_list"),
    path(f"{PROGRAMMES}export/", programmes.programme_export, name="programme_export"),
    path(f"{PAIR}programme/", programmes.programme_open, name="programme_open"),
    path(PROGRAMME, programmes.programme_detail, name="programme_detail"),
    path(f"{PROGRAMME}edit/", programmes.programme_edit, name="programme_edit"),
    path(f"{PROGRAMME}agree/", programmes.programme_agree, name="programme_agree"),
    path(
        f"{PROGRAMME}paper/",
        programmes.programme_paper_agreements,
        name="programme_paper_agreements",
    ),
    path(
        f"{PROGRAMME}approve/", programmes.programme_approve, name="programme_approve"
    ),
    path(f"{PROGRAMME}return/", programmes.programme_return, name="programme_return"),
    path(f"{PROGRAMME}paper.pdf", programmes.programme_pdf, name="programme_pdf"),
    path(f"{PROGRAMME}print.pdf", programmes.programme_print, name="programme_print"),
    path(f"{PROGRAMME}plan/", plan.plan_edit, name="plan_edit"),
    path(f"{PROGRAMME}plan/add/", plan.plan_row_add, name="plan_row_add"),
    path(f"{ROW}edit/", plan.plan_row_edit, name="plan_row_edit"),
    path(f"{ROW}up/", plan.plan_row_up, name="plan_row_up"),
    path(f"{ROW}down/", plan.plan_row_down, name="plan_row_down"),
    path(f"{ROW}drop/", plan.plan_row_drop, name="plan_row_drop"),
    path(f"{ROW}done/", plan.plan_row_done, name="plan_row_done"),
    path(f"{ROW}done-today/", plan.plan_row_done_today, name="plan_row_done_today"),
    path(f"{ROW}undo/", plan.plan_row_undo, name="plan_row_undo"),
    path(f"{PAIR}meetings/", meetings.meeting_list, name="meeting_list"),
    path(f"{PAIR}meetings/log/", meetings.meeting_log, name="meeting_log"),
    path(f"{PAIR}meetings/plan/", meetings.meeting_plan, name="meeting_plan"),
    path(MEETING, meetings.meeting_detail, name="meeting_detail"),
    path(f"{MEETING}hold/", meetings.meeting_hold, name="meeting_hold"),
    path(f"{MEETING}cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{MEETING}feedback/", meetings.feedback_give, name="feedback_give"),
]

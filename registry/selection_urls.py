"""Addresses of the selection of mentors: criteria, interviews, notes, the register."""

from __future__ import annotations

from django.urls import path

from common.links import CABINET
from registry.views import interviews, mentor_register, psychologist_notes, selection

PEOPLE = f"{CABINET}people/"
SELECTION = f"{PEOPLE}selection/"
CRITERIA = f"{SELECTION}criteria/"
INTERVIEWS = f"{SELECTION}interviews/"
REGISTER = f"{SELECTION}register/"
NOTES = f"{CABINET}notes/"

selection_patterns = [
    path(SELECTION, selection.selection_list, name="selection_list"),
    path(
        f"{PEOPLE}selection.<str:ending>",
        selection.selection_export,
        name="selection_export",
    ),
    path(CRITERIA, selection.criterion_list, name="criterion_list"),
    path(f"{CRITERIA}add/", selection.criterion_add, name="criterion_add"),
    path(f"{CRITERIA}offer/", selection.criteria_offer, name="criteria_offer"),
    path(
        f"{CRITERIA}<int:pk>/change/",
        selection.criterion_change,
        name="criterion_change",
    ),
    path(
        f"{CRITERIA}<int:pk>/remove/",
        selection.criterion_remove,
        name="criterion_remove",
    ),
    path(INTERVIEWS, interviews.interview_list, name="interview_list"),
    path(f"{INTERVIEWS}slots/", interviews.slots_add, name="slots_add"),
    path(f"{INTERVIEWS}slots/<int:pk>/drop/", interviews.slot_drop, name="slot_drop"),
    path(f"{INTERVIEWS}blank.pdf", interviews.interview_blank, name="interview_blank"),
    path(
        f"{PEOPLE}mentors/<int:pk>/interview/",
        interviews.interview_appoint,
        name="interview_appoint",
    ),
    path(
        f"{INTERVIEWS}<int:pk>/", interviews.interview_detail, name="interview_detail"
    ),
    path(
        f"{INTERVIEWS}<int:pk>/record/",
        interviews.interview_record,
        name="interview_record",
    ),
    path(
        f"{INTERVIEWS}<int:pk>/readiness/",
        interviews.interview_readiness,
        name="interview_readiness",
    ),
    path(
        f"{INTERVIEWS}<int:pk>/miss/", interviews.interview_miss, name="interview_miss"
    ),
    path(
        f"{INTERVIEWS}<int:pk>/cancel/",
        interviews.interview_cancel,
        name="interview_cancel",
    ),
    path(
        f"{INTERVIEWS}<int:pk>/decide/",
        interviews.interview_decide,
        name="interview_decide",
    ),
    path(
        f"{INTERVIEWS}<int:pk>/sheet.pdf",
        interviews.interview_sheet,
        name="interview_sheet",
    ),
    path(NOTES, psychologist_notes.note_list, name="note_list"),
    path(f"{NOTES}<int:pk>/", psychologist_notes.note_add, name="note_add"),
    path(
        f"{NOTES}<int:pk>/change/", psychologist_notes.note_change, name="note_change"
    ),
    path(
        f"{NOTES}<int:pk>/remove/", psychologist_notes.note_remove, name="note_remove"
    ),
    path(REGISTER, mentor_register.mentor_register_list, name="mentor_register_list"),
    path(
        f"{SELECTION}register.<str:ending>",
        mentor_register.mentor_register_export,
        name="mentor_register_export",
    ),
    path(
        f"{REGISTER}prepare/",
        mentor_register.mentor_register_prepare,
        name="mentor_register_prepare",
    ),
    path(
        f"{REGISTER}<int:pk>/",
        mentor_register.mentor_register_draft,
        name="mentor_register_draft",
    ),
    path(
        f"{REGISTER}<int:pk>/submit/",
        mentor_register.mentor_register_submit,
        name="mentor_register_submit",
    ),
]

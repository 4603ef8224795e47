"""Addresses of the floor `registry`."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from registry.consent_urls import consent_patterns
from registry.erasure_urls import erasure_patterns
from registry.group_urls import group_patterns
from registry.need_urls import need_patterns
from registry.questionnaire_urls import portfolio_patterns, questionnaire_patterns
from registry.role_urls import role_patterns
from registry.selection_urls import selection_patterns
from registry.views import (
    candidacies,
    cards,
    carrying,
    cycles,
    exports,
    imports,
    joining,
    lists,
    partners,
    people,
    refreshing,
    staff,
    words,
)

app_name = "registry"

MINE = f"{CABINET}my/"
PEOPLE = f"{CABINET}people/"
CYCLES = f"{PEOPLE}cycles/"
STAFF = f"{PEOPLE}staff/"
DOUBLES = f"{PEOPLE}doubles/"

# --- Cycles ---------------------------------------------------------------------------

cycle_patterns = [
    path(CYCLES, cycles.cycle_list, name="cycle_list"),
    path(f"{CYCLES}open/", cycles.cycle_open, name="cycle_open"),
    path(f"{CYCLES}<int:pk>/", cycles.cycle_detail, name="cycle_detail"),
    path(f"{CYCLES}<int:pk>/carry/", carrying.cycle_carry, name="cycle_carry"),
]

# --- People and their cards -------------------------------------------------------------

people_patterns = [
    path(PEOPLE, lists.mentor_list, name="mentor_list"),
    path(f"{PEOPLE}mentors.<str:ending>", lists.mentor_export, name="mentor_export"),
    path(f"{PEOPLE}mentors/add/", cards.mentor_add, name="mentor_add"),
    path(f"{PEOPLE}mentors/<int:pk>/", cards.mentor_detail, name="mentor_detail"),
    path(
        f"{PEOPLE}mentors/<int:pk>/change/", cards.mentor_change, name="mentor_change"
    ),
    path(f"{PEOPLE}mentors/<int:pk>/move/", cards.mentor_move, name="mentor_move"),
    path(
        f"{PEOPLE}mentors/<int:pk>/refresh/",
        refreshing.mentor_refresh,
        name="mentor_refresh",
    ),
    path(
        f"{PEOPLE}mentees/<int:pk>/refresh/",
        refreshing.mentee_refresh,
        name="mentee_refresh",
    ),
    path(f"{PEOPLE}mentees/", lists.mentee_list, name="mentee_list"),
    path(f"{PEOPLE}mentees.<str:ending>", lists.mentee_export, name="mentee_export"),
    path(f"{PEOPLE}mentees/add/", cards.mentee_add, name="mentee_add"),
    path(f"{PEOPLE}mentees/<int:pk>/", cards.mentee_detail, name="mentee_detail"),
    path(
        f"{PEOPLE}mentees/<int:pk>/change/", cards.mentee_change, name="mentee_change"
    ),
    path(f"{PEOPLE}mentees/<int:pk>/move/", cards.mentee_move, name="mentee_move"),
    path(f"{PEOPLE}mentees/<int:pk>/tell/", words.word_record, name="word_record"),
    path(f"{PEOPLE}<int:pk>/change/", people.person_change, name="person_change"),
]

# --- Applications in the cabinet ----------------------------------------------------------

candidacy_patterns = [
    path(f"{MINE}mentor/<int:pk>/", candidacies.my_candidacy, name="my_candidacy"),
    path(
        f"{MINE}mentor/<int:pk>/withdraw/",
        candidacies.my_candidacy_withdraw,
        name="my_candidacy_withdraw",
    ),
    path(f"{MINE}mentee/<int:pk>/", candidacies.my_wish, name="my_wish"),
    path(
        f"{MINE}mentee/<int:pk>/withdraw/",
        candidacies.my_wish_withdraw,
        name="my_wish_withdraw",
    ),
    path(f"{CABINET}nominations/", candidacies.nomination_list, name="nomination_list"),
    path(
        f"{CABINET}nominations/<int:pk>/",
        candidacies.nomination_add,
        name="nomination_add",
    ),
    path(f"{PEOPLE}partners/", partners.partner_list, name="partner_list"),
    path(f"{PEOPLE}partners/add/", partners.partner_add, name="partner_add"),
    path(f"{PEOPLE}partners/<int:pk>/", partners.partner_change, name="partner_change"),
    path(f"{CABINET}words/", words.word_list, name="word_list"),
    path(f"{CABINET}words/<int:pk>/", words.word_add, name="word_add"),
]

# --- Staff ------------------------------------------------------------------------------

staff_patterns = [
    path(STAFF, staff.staff_list, name="staff_list"),
    path(f"{STAFF}export.<str:ending>", staff.staff_export, name="staff_export"),
    path(f"{STAFF}add/", staff.staff_add, name="staff_add"),
    path(f"{STAFF}load/", staff.staff_load, name="staff_load"),
    path(f"{STAFF}<int:pk>/change/", staff.staff_change, name="staff_change"),
    path(f"{STAFF}<int:pk>/link/", staff.staff_link, name="staff_link"),
    path(f"{STAFF}<int:pk>/retire/", staff.staff_retire, name="staff_retire"),
]

# --- People who may be one ----------------------------------------------------------------

double_patterns = [
    path(DOUBLES, joining.person_doubles, name="person_doubles"),
    path(
        f"{DOUBLES}export.<str:ending>",
        joining.person_doubles_export,
        name="person_doubles_export",
    ),
    path(
        f"{DOUBLES}joined/<int:pk>/undo/",
        joining.person_join_undo,
        name="person_join_undo",
    ),
    path(f"{DOUBLES}<int:pk>/<int:other>/", joining.person_join, name="person_join"),
    path(
        f"{DOUBLES}<int:pk>/<int:other>/apart/",
        joining.person_distinguish,
        name="person_distinguish",
    ),
]

# --- Pupils and files of lists ------------------------------------------------------------

list_patterns = [
    path(f"{PEOPLE}pupils/", lists.pupil_list, name="pupil_list"),
    path(f"{PEOPLE}pupils.<str:ending>", lists.pupil_export, name="pupil_export"),
    path(f"{PEOPLE}export/<slug:what>/", exports.export_choose, name="export_choose"),
]

# --- Imports ----------------------------------------------------------------------------

import_patterns = [
    path(f"{PEOPLE}imports/", imports.import_list, name="import_list"),
    path(f"{PEOPLE}imports/upload/", imports.import_upload, name="import_upload"),
    path(
        f"{PEOPLE}imports/blank/<str:kind>.xlsx",
        imports.import_blank,
        name="import_blank",
    ),
    path(f"{PEOPLE}imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path(
        f"{PEOPLE}imports/<int:pk>/columns/",
        imports.import_columns,
        name="import_columns",
    ),
    path(
        f"{PEOPLE}imports/<int:pk>/progress/",
        imports.import_progress,
        name="import_progress",
    ),
    path(
        f"{PEOPLE}imports/<int:pk>/confirm/",
        imports.import_confirm,
        name="import_confirm",
    ),
    path(
        f"{PEOPLE}imports/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"
    ),
    path(
        f"{PEOPLE}imports/rows/<int:pk>/apart/",
        imports.import_row_apart,
        name="import_row_apart",
    ),
    path(f"{PEOPLE}imports/<int:pk>/retry/", imports.import_retry, name="import_retry"),
    path(
        f"{PEOPLE}imports/<int:pk>/rejected.xlsx",
        imports.import_rejected,
        name="import_rejected",
    ),
]

urlpatterns: list[URLPattern] = [
    *cycle_patterns,
    *people_patterns,
    *candidacy_patterns,
    *group_patterns,
    *staff_patterns,
    *double_patterns,
    *list_patterns,
    *import_patterns,
    *consent_patterns,
    *questionnaire_patterns,
    *portfolio_patterns,
    *selection_patterns,
    *need_patterns,
    *role_patterns,
    *erasure_patterns,
]

"""Addresses of the floor `monitoring`."""

from __future__ import annotations

from django.urls import path

from common.links import CABINET
from monitoring.views import figures, nudges, reports, summaries, surveys

app_name = "monitoring"

MONITORING = f"{CABINET}monitoring/"
FIGURE = f"{MONITORING}figures/<slug:family>/<slug:part>/"
SURVEYS = f"{MONITORING}surveys/"
SURVEY = f"{SURVEYS}<int:pk>/"
NUDGES = f"{CABINET}outbox/nudges/"
REPORTS = f"{MONITORING}reports/"

urlpatterns = [
    path(MONITORING, figures.overview, name="overview"),
    path(FIGURE, figures.figure_list, name="figure_list"),
    path(f"{FIGURE}export/", figures.figure_export, name="figure_export"),
    path(SURVEYS, surveys.survey_list, name="survey_list"),
    path(f"{SURVEYS}open/", surveys.survey_open, name="survey_open"),
    path(f"{SURVEYS}mine/", surveys.my_surveys, name="my_surveys"),
    path(SURVEY, surveys.survey_results, name="survey_results"),
    path(f"{SURVEY}export/", surveys.survey_export, name="survey_export"),
    path(f"{SURVEY}close/", surveys.survey_close, name="survey_close"),
    path(f"{SURVEY}people/", surveys.survey_respondents, name="survey_respondents"),
    path(f"{SURVEY}answer/", surveys.survey_answer, name="survey_answer"),
    path(
        f"{SURVEY}answer/<int:person_pk>/",
        surveys.survey_answer_paper,
        name="survey_answer_paper",
    ),
    path(REPORTS, reports.report_list, name="report_list"),
    path(f"{REPORTS}add/", reports.report_add, name="report_add"),
    path(f"{REPORTS}preview/", reports.report_preview, name="report_preview"),
    path(f"{REPORTS}<int:pk>/pdf/", reports.report_pdf, name="report_pdf"),
    path(NUDGES, nudges.nudge_list, name="nudge_list"),
    path(f"{NUDGES}rules/", nudges.reminder_rules, name="reminder_rules"),
    path(f"{NUDGES}to/<slug:kind>/", nudges.nudge_preview, name="nudge_preview"),
    path(f"{NUDGES}to/<slug:kind>/send/", nudges.nudge_send, name="nudge_send"),
    path(f"{MONITORING}summary/", summaries.summary_submit, name="summary_submit"),
    path(f"{CABINET}municipal/", summaries.municipal, name="municipal"),
    path(
        f"{CABINET}municipal/export/",
        summaries.municipal_export,
        name="municipal_export",
    ),
]

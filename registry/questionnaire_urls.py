"""Addresses of questionnaires, own questions and portfolios."""

from __future__ import annotations

from django.urls import URLPattern, path

from common.links import CABINET
from registry.views import (
    own_questions,
    portfolios,
    questionnaire_lists,
    questionnaires,
)

PEOPLE = f"{CABINET}people/"
QUESTIONNAIRES = f"{PEOPLE}questionnaires/"
OF_CARD = f"{QUESTIONNAIRES}<str:kind>/<int:pk>/"
OWN = f"{QUESTIONNAIRES}own/"
PORTFOLIO = f"{PEOPLE}portfolio/"
SECTIONS = f"{PORTFOLIO}sections/"

questionnaire_patterns: list[URLPattern] = [
    path(
        QUESTIONNAIRES,
        questionnaire_lists.questionnaire_list,
        name="questionnaire_list",
    ),
    path(
        f"{PEOPLE}questionnaires.<str:ending>",
        questionnaire_lists.questionnaire_export,
        name="questionnaire_export",
    ),
    path(
        f"{PEOPLE}mentors/<int:pk>/questionnaires/",
        questionnaires.mentor_questionnaires,
        name="mentor_questionnaires",
    ),
    path(
        f"{PEOPLE}mentees/<int:pk>/questionnaires/",
        questionnaires.mentee_questionnaires,
        name="mentee_questionnaires",
    ),
    path(OWN, own_questions.own_question_list, name="own_question_list"),
    path(f"{OWN}add/", own_questions.own_question_add, name="own_question_add"),
    path(
        f"{OWN}<int:pk>/change/",
        own_questions.own_question_change,
        name="own_question_change",
    ),
    path(
        f"{OWN}<int:pk>/switch/",
        own_questions.own_question_switch,
        name="own_question_switch",
    ),
    path(
        f"{QUESTIONNAIRES}<str:kind>/blank.pdf",
        questionnaire_lists.questionnaire_blank,
        name="questionnaire_blank",
    ),
    path(
        f"{QUESTIONNAIRES}<str:kind>/blanks.pdf",
        questionnaire_lists.questionnaire_blanks,
        name="questionnaire_blanks",
    ),
    path(OF_CARD, questionnaires.questionnaire_detail, name="questionnaire_detail"),
    path(
        f"{OF_CARD}fill/", questionnaires.questionnaire_fill, name="questionnaire_fill"
    ),
    path(
        f"{OF_CARD}save/", questionnaires.questionnaire_save, name="questionnaire_save"
    ),
    path(
        f"{OF_CARD}reopen/",
        questionnaires.questionnaire_reopen,
        name="questionnaire_reopen",
    ),
    path(
        f"{OF_CARD}take/", questionnaires.questionnaire_take, name="questionnaire_take"
    ),
    path(
        f"{OF_CARD}questionnaire.pdf",
        questionnaires.questionnaire_pdf,
        name="questionnaire_pdf",
    ),
    path(
        f"{OF_CARD}scan/", questionnaires.questionnaire_scan, name="questionnaire_scan"
    ),
]

portfolio_patterns: list[URLPattern] = [
    path(SECTIONS, portfolios.portfolio_sections, name="portfolio_sections"),
    path(
        f"{SECTIONS}<int:pk>/switch/",
        portfolios.portfolio_section_switch,
        name="portfolio_section_switch",
    ),
    path(f"{PORTFOLIO}<int:pk>/", portfolios.portfolio, name="portfolio"),
    path(
        f"{PORTFOLIO}<int:pk>/portfolio.pdf",
        portfolios.portfolio_pdf,
        name="portfolio_pdf",
    ),
    path(
        f"{PORTFOLIO}<int:pk>/add/",
        portfolios.portfolio_add,
        name="portfolio_add",
    ),
    path(
        f"{PORTFOLIO}entries/<int:pk>/change/",
        portfolios.portfolio_change,
        name="portfolio_change",
    ),
    path(
        f"{PORTFOLIO}entries/<int:pk>/remove/",
        portfolios.portfolio_remove,
        name="portfolio_remove",
    ),
    path(
        f"{PORTFOLIO}entries/<int:pk>/file/",
        portfolios.portfolio_file,
        name="portfolio_file",
    ),
]

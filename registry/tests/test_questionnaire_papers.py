"""Questionnaires on paper: everything is printed, a blank keeps to one sheet."""

from __future__ import annotations

import pytest

from documents.tests.reading import missing_from, reader, whole_text
from registry.enums import AnswerKind
from registry.queries.questionnaire_paper import (
    blank_payload_of,
    blank_pdf,
    blanks_pdf,
    portfolio_payload,
    questionnaire_payload,
    questionnaire_pdf,
)
from registry.queries.questionnaires import own_questions
from registry.questions import DESIGNS
from registry.tests.consent_factories import load_texts
from registry.tests.questionnaire_factories import (
    PRIMARY,
    consented_mentee,
    consented_mentor,
    filled,
    make_own_question,
)

pytestmark = pytest.mark.both
UNPRINTED = frozenset(
    {"letterhead", "signature", "place", "binding_margin", "number", "check_url"}
)


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_blank_asks_everything_on_one_sheet(school, kind):
    design = DESIGNS[kind]
    make_own_question(school, kind, text="Суббота?", kind=AnswerKind.YES_NO)

    paper = blank_pdf(design, school)

    payload = blank_payload_of(design, school, own_questions(school, kind), None)
    assert not missing_from(paper, payload, UNPRINTED)
    assert len(reader(paper).pages) == 1
    assert payload["name"] == ""


def test_a_blank_offers_boxes_and_marks(school):
    make_own_question(
        school, kind=AnswerKind.CHOICE, options=["В школе", "В парке"], hint="Где"
    )
    make_own_question(school, text="Терпение?", kind=AnswerKind.SCALE)
    make_own_question(school, text="Ещё?")

    text = whole_text(blank_pdf(DESIGNS["primary"], school))

    for words in ("Вшколе", "Впарке", "10", "Ещё?", "Подпись"):
        assert words in text


def test_each_person_has_a_sheet_with_the_name(school):
    cards = [
        consented_mentor(school, name="Белов Лев Ильич"),
        consented_mentor(school, name="Зимин Олег Юрьевич"),
    ]

    paper = blanks_pdf(DESIGNS["primary"], school, cards)

    assert len(reader(paper).pages) == 2
    assert "БеловЛевИльич" in whole_text(paper)
    assert "ЗиминОлегЮрьевич" in whole_text(paper)


def test_a_filled_form_says_all_that_was_answered(school, kira):
    load_texts()
    card = consented_mentee(school)
    found = filled(
        card,
        "mentee",
        kira,
        requests_text="Алгебра\nДоска",
        has_had_mentor=True,
        meeting_format="mixed",
    )
    design = DESIGNS["mentee"]

    payload = questionnaire_payload(design, card, found)

    assert payload["state"] == "signed"
    assert not missing_from(questionnaire_pdf(design, card, found), payload, UNPRINTED)


def test_a_draft_is_marked_on_paper(school, max_):
    card = consented_mentor(school, max_)
    found = filled(card, "primary", max_, **PRIMARY)
    found.status = "draft"

    assert "ПРОЕКТ" in whole_text(questionnaire_pdf(DESIGNS["primary"], card, found))


def test_a_person_without_a_card_has_an_empty_portfolio(school):
    payload = portfolio_payload(consented_mentee(school).person)

    assert payload["competences"] == ""
    assert payload["sections"] == []

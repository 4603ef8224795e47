"""The personalised programme on paper: every field of the template, choices underlined."""

from __future__ import annotations

import re

import pytest

from documents.pdf import compose, render
from documents.tests.reading import (
    missing_from,
    out_of_order,
    page_texts,
    reader,
    squeezed,
    whole_text,
)
from programmes.tests.sample_programme import blank_programme, programme

TEMPLATE = "papers/programme.html"
CHOICES = ["forms", "kinds", "basis", "interaction", "meeting_mode"]


def underlined(html):
    return re.findall(r'<u class="chosen">(.*?)</u>', html)


def drawn_lines(pdf):
    """How many strokes the pages hold: underlines are drawn, not written."""
    pages = reader(pdf).pages
    return sum(
        len(re.findall(rb"^S$", page.get_contents().get_data(), re.MULTILINE))
        for page in pages
    )


def test_the_programme_prints_everything_it_holds():
    pdf = render(TEMPLATE, programme())

    assert missing_from(pdf, programme()) == []


def test_the_programme_is_the_same_every_time():
    assert render(TEMPLATE, programme()) == render(TEMPLATE, programme())


def test_fields_stand_in_the_order_of_the_template():
    text = whole_text(render(TEMPLATE, programme()))
    fields = [
        "УТВЕРЖДАЮ",
        "Важнейшейособенностью",
        "ПЕРСОНАЛИЗИРОВАННАЯПРОГРАММА",
        "—наставник.",
        "—наставляемые.",
        "Пояснительнаязаписка",
        "Форманаставничества:",
        "Запрос(цель)наставляемого:",
        "Задачи:",
        "Виднаставничества:",
        "Параметрывзаимодействиянаставникаинаставляемого:",
        "Формывзаимодействия:",
        "Принципывзаимодействия:",
        "Срокиреализациипрограммынаставничества:",
        "Расписаниевстреч:",
        "Режимработы:",
        "Промежуточныеипланируемыерезультаты:",
        "СОГЛАСОВАНО",
        "Примерныйпланработы",
        "Отметкаовыполнении",
    ]

    assert out_of_order(text, fields) == []


def test_exactly_the_chosen_are_underlined():
    paper = programme()
    chosen = [
        choice["label"]
        for field in CHOICES
        for choice in paper[field]
        if choice["is_chosen"]
    ]

    found = underlined(compose(TEMPLATE, paper))

    assert len(chosen) == 8
    assert found == [label.replace(" –", "\N{NO-BREAK SPACE}–") for label in chosen]


@pytest.mark.parametrize("field", CHOICES)
def test_every_choice_is_drawn_with_a_line_under_it(field):
    none = blank_programme()
    one = blank_programme()
    one[field][0]["is_chosen"] = True

    added = drawn_lines(render(TEMPLATE, one)) - drawn_lines(render(TEMPLATE, none))

    assert added >= 1


def test_a_blank_programme_underlines_nothing_and_asks_to():
    html = compose(TEMPLATE, blank_programme())

    assert underlined(html) == []
    assert html.count("(подчеркнуть)") == len(CHOICES)
    assert "(подчёркнуто)" not in html


def test_a_blank_programme_prints_what_it_holds_and_lines_for_the_rest():
    pdf = render(TEMPLATE, blank_programme())
    text = whole_text(pdf)

    assert missing_from(pdf, blank_programme(), frozenset({"date"})) == []
    assert text.count("(Ф.И.О.полностью)") == 2
    assert "Задачи:1.2.3." in text


def test_principles_may_go_on_with_the_numbers_of_the_regulation():
    text = whole_text(render(TEMPLATE, blank_programme()))

    assert "10)принципнаучности" in text
    assert "18)принциправенства" in text


def test_a_single_mentee_is_named_in_the_singular():
    paper = programme()
    paper["mentees"] = paper["mentees"][:1]

    text = whole_text(render(TEMPLATE, paper))

    assert "—наставляемый." in text
    assert "—наставляемые." not in text


def test_the_plan_is_an_appendix_on_a_page_of_its_own():
    last = squeezed(page_texts(render(TEMPLATE, programme()))[-1])

    assert last.startswith("ПриложениеПримерныйпланработы")
    assert "5Итоговаярефлексиядо25.05.2027" in last

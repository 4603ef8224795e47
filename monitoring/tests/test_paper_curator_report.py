"""The curator's report on paper: figures, charts drawn and told, conclusions."""

from __future__ import annotations

import re

from documents.pdf import compose, render
from documents.tests.reading import missing_from, page_texts, squeezed, whole_text
from monitoring.tests.sample_payloads import curator_report

TEMPLATE = "papers/curator_report.html"


def test_the_report_prints_everything_it_holds():
    pdf = render(TEMPLATE, curator_report())

    assert missing_from(pdf, curator_report(), frozenset({"charts"})) == []


def test_the_report_is_the_same_every_time():
    assert render(TEMPLATE, curator_report()) == render(TEMPLATE, curator_report())


def test_charts_are_drawn_with_their_russian_labels_and_values():
    paper = curator_report()
    text = whole_text(render(TEMPLATE, paper))

    for chart in paper["charts"]:
        for bar in chart["bars"]:
            assert squeezed(bar["label"])[:30] in text
            assert squeezed(bar["text"]) in text


def test_bars_are_as_long_as_their_values():
    html = compose(TEMPLATE, curator_report())
    widths = [
        float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', html)
    ]

    assert widths[:4] == [240, 180, 120, 60]
    assert widths[4:] == [208.8, 218.4, 0]


def test_a_chart_tells_its_figures_to_those_who_cannot_see_it():
    html = compose(TEMPLATE, curator_report())

    assert "Наставники: 8,7; Наставляемые: 9,1; Родители: нет</title>" in html


def test_what_was_not_measured_is_a_dash():
    text = whole_text(render(TEMPLATE, curator_report()))

    assert "РодителиВидителиВыизменения?0——" in text
    assert "3Проведеновстреч412—" in text


def test_a_title_page_stands_alone():
    pages = page_texts(render(TEMPLATE, curator_report()))

    assert "Показателипериода" not in squeezed(pages[0])
    assert "г.Заозёрный,2027" in squeezed(pages[0])


def test_without_a_title_page_the_report_begins_at_once():
    paper = curator_report()
    paper["has_title_page"] = False

    first_page = squeezed(page_texts(render(TEMPLATE, paper))[0])

    assert "ОТЧЁТКУРАТОРА" in first_page
    assert "Показателипериода" in first_page


def test_a_report_without_proposals_has_no_such_heading():
    paper = curator_report()
    paper["proposals"] = []

    assert "Предложения" not in whole_text(render(TEMPLATE, paper))


def test_a_number_stands_beside_the_date_once_there_is_one():
    paper = curator_report()
    paper["number"] = "О-3"

    assert "31мая2027г.№О-3" in whole_text(render(TEMPLATE, paper))

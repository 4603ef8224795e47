"""The consent on paper: filled or blank, for oneself or a minor, to process or to publish."""

from __future__ import annotations

from documents.pdf import compose, render
from documents.tests.reading import missing_from, out_of_order, whole_text
from registry.tests.sample_payloads import consent, publication_consent

TEMPLATE = "papers/consent.html"
# A consent has no letterhead, no director's signature and, until given, no number.
UNPRINTED = frozenset({"letterhead", "signature"})


def test_a_filled_consent_prints_everything_it_holds():
    pdf = render(TEMPLATE, consent())

    assert missing_from(pdf, consent(), UNPRINTED) == []


def test_the_consent_is_the_same_every_time():
    assert render(TEMPLATE, consent()) == render(TEMPLATE, consent())


def test_a_representative_consents_in_the_interest_of_the_minor():
    text = whole_text(render(TEMPLATE, consent()))

    assert "Я,законныйпредставитель:" in text
    assert "действуявинтересахнесовершеннолетнего:" in text
    assert "винтересахпредставляемогодаюсогласие" in text


def test_an_adult_consents_in_his_own_interest():
    text = whole_text(render(TEMPLATE, publication_consent()))

    assert "Я,субъектперсональныхданных:" in text
    assert "всвоёминтересе" in text
    assert "законныйпредставитель" not in text


def test_blocks_are_numbered_and_publication_follows_them():
    text = whole_text(render(TEMPLATE, publication_consent()))
    headings = [
        f"{n}.{b['heading']}" for n, b in enumerate(consent()["blocks"], start=1)
    ]
    headings.append("5.Где и какие сведения разрешается распространять")

    assert out_of_order(text, headings) == []


def test_a_consent_to_publish_names_the_sites_and_prints_everything_it_holds():
    pdf = render(TEMPLATE, publication_consent())

    assert missing_from(pdf, publication_consent(), UNPRINTED) == []


def test_each_kind_of_data_is_answered_or_left_with_two_empty_boxes():
    html = compose(TEMPLATE, publication_consent())
    table = html.split('<table class="grid published">')[1].split("</table>")[0]

    answers = [
        part.split("</td>")[0] for part in table.split('<td class="answer">')[1:]
    ]

    assert [answer.count('class="box') for answer in answers] == [2, 0, 0]
    assert answers[1:] == ["нет", "да"]


def test_without_publication_there_is_no_table_of_it():
    assert "распространять" not in whole_text(render(TEMPLATE, consent()))


def test_a_blank_consent_is_not_marked_as_a_draft():
    assert "ПРОЕКТ" not in whole_text(render(TEMPLATE, publication_consent()))


def test_a_number_is_printed_once_there_is_one():
    paper = consent()
    paper.update({"number": "С-17", "date": "15 сентября 2026 г."})

    assert missing_from(render(TEMPLATE, paper), paper, UNPRINTED) == []

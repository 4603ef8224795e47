"""The sheet to be signed by hand: every pair that waits, whose line it is."""

from __future__ import annotations

import pytest

from common.links import link
from documents.pdf import compose, render
from documents.tests.reading import missing_from, page_texts, squeezed, whole_text
from programmes.enums import PairStatus
from programmes.queries.answer_sheet import TEMPLATE, answer_sheet
from programmes.queries.pairs import awaited_answers
from programmes.tests.pair_factories import (
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
)
from registry.models import Guardianship


@pytest.fixture
def year(school):
    return make_pair_cycle(school)


def sheet_of(year, by):
    return answer_sheet(year.organisation, year, awaited_answers(year), by)


def lines_of(year, by):
    return [
        (line["name"], line["part"])
        for pair in sheet_of(year, by)["pairs"]
        for line in pair["lines"]
    ]


def test_everybody_signs_for_himself_from_14(year, kira):
    make_pair(kira, year)

    assert lines_of(year, kira) == [
        ("Морозов Максим Ильич", "наставник"),
        ("Мирная Мия Олеговна", "наставляемый"),
    ]


def test_a_representative_signs_for_the_younger(year, kira):
    make_pair(kira, year, mentees=[make_mentee(year, age=12)])

    part = "законный представитель, отец; за: Мирная Мия Олеговна"
    assert lines_of(year, kira)[1] == ("Мирный Павел Сергеевич", part)


def test_a_representative_nobody_knows_writes_his_name(year, kira):
    make_pair(kira, year, mentees=[make_mentee(year, age=12)])
    Guardianship.objects.all().delete()

    part = "законный представитель; за: Мирная Мия Олеговна"
    assert lines_of(year, kira)[1] == ("", part)
    assert 'class="by-hand"' in compose(TEMPLATE, sheet_of(year, kira))


def test_who_has_answered_is_not_asked(year, kira):
    make_pair(kira, year)
    make_pair(
        kira,
        year,
        PairStatus.AGREED,
        mentor=make_mentor(year, "Белов Лев Ильич"),
        mentees=[make_mentee(year, "Юрьева Яна Олеговна")],
    )

    assert len(sheet_of(year, kira)["pairs"]) == 1


def test_the_sheet_prints_everything_it_holds(year, kira):
    group = [make_mentee(year, f"Мирная Мия {n}") for n in range(30)]
    make_pair(kira, year, mentees=group)
    make_pair(kira, year, mentor=make_mentor(year, "Белов Лев Ильич"))
    sheet = sheet_of(year, kira)

    pdf = render(TEMPLATE, sheet)

    assert missing_from(pdf, sheet, frozenset({"place", "signature"})) == []
    assert "№п/п" in squeezed(page_texts(pdf)[1])


def test_the_curator_opens_the_sheet_from_the_page_of_answers(client, year, kira):
    make_pair(kira, year)
    client.force_login(kira)
    url = link("programmes:pair_answer_sheet")

    page = client.get(link("programmes:pair_paper_answers"))
    answer = client.get(url)

    assert url in page.content.decode()
    assert answer["Content-Type"] == "application/pdf"
    assert "МорозовМаксимИльич" in whole_text(answer.content)


def test_nobody_to_sign_is_said(client, year, kira):
    client.force_login(kira)

    answer = client.get(link("programmes:pair_answer_sheet"), follow=True)

    assert "подписывать нечего" in answer.content.decode()


def test_a_mentor_is_told_who_prints_the_sheet(client, year, max_):
    client.force_login(max_)

    assert client.get(link("programmes:pair_answer_sheet")).status_code == 403


def test_the_sheet_costs_the_same_however_many(
    year, kira, django_assert_max_num_queries
):
    for number in range(4):
        mentor = make_mentor(year, f"Белов Лев Ильич {number}")
        make_pair(kira, year, mentor=mentor, mentees=[make_mentee(year)])

    with django_assert_max_num_queries(10):
        sheet_of(year, kira)

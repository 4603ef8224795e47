"""The two orders on paper: all they say, where they say it, how they number it."""

from __future__ import annotations

import re

from documents.pdf import compose, render
from documents.tests.reading import (
    missing_from,
    out_of_order,
    page_texts,
    reader,
    squeezed,
    whole_text,
)
from programmes.tests.sample_orders import introduction_order, order_pairs

PAIRS = "papers/order_pairs.html"
INTRODUCTION = "papers/introduction_order.html"


def test_the_order_on_pairs_prints_everything_it_holds():
    pdf = render(PAIRS, order_pairs(30))

    assert missing_from(pdf, order_pairs(30)) == []


def test_the_order_on_pairs_is_the_same_every_time():
    assert render(PAIRS, order_pairs(5)) == render(PAIRS, order_pairs(5))


def test_requisites_stand_in_their_order():
    first_page = squeezed(page_texts(render(PAIRS, order_pairs(1)))[0])
    requisites = [
        "Управлениеобразования",
        "Муниципальное",
        "ИНН/КПП6601000001/660101001",
        "ПРИКАЗ",
        "15сентября2026г.",
        "№42-ОД",
        "г.Заозёрный",
        "Озакреплении",
        "Всоответствии",
        "ПРИКАЗЫВАЮ:",
        "1.Закрепить",
        "2.1.разработать",
        "Срок:до1октября2026г.",
        "5.Контроль",
        "Директор",
        "Д.Ё.Королёва",
    ]

    assert out_of_order(first_page, requisites) == []


def test_every_pair_is_a_numbered_row_of_appendix_1():
    html = compose(PAIRS, order_pairs(30))
    table = html.split('<table class="grid pairs">')[1].split("</table>")[0]

    numbers = re.findall(r'<td class="number">(\d+)</td>', table)

    assert numbers == [str(number) for number in range(1, 31)]


def test_the_appendix_starts_a_turned_page_and_names_its_order():
    pdf = render(PAIRS, order_pairs(1))
    turned = [
        number
        for number, page in enumerate(reader(pdf).pages)
        if page.mediabox.width > page.mediabox.height
    ]

    assert len(turned) == 1
    head = squeezed(page_texts(pdf)[turned[0]])
    assert head.startswith(
        "Приложение№1кприказуМБОУ«СОШ№12им.А.С.Пушкина»от15сентября2026г.№42-ОД"
    )


def test_the_acquaintance_sheet_comes_last_and_lists_everybody():
    paper = order_pairs(3)
    last = squeezed(page_texts(render(PAIRS, paper))[-1])

    assert "ознакомления" in last
    assert [squeezed(person["name"]) in last for person in paper["acquaintance"]] == [
        True
    ] * 3


def test_an_order_without_acquaintance_has_no_such_sheet():
    paper = order_pairs(1)
    paper["acquaintance"] = []

    assert "ознакомления" not in whole_text(render(PAIRS, paper))


def test_the_introduction_order_prints_everything_it_holds():
    pdf = render(INTRODUCTION, introduction_order())

    assert missing_from(pdf, introduction_order()) == []


def test_the_introduction_order_has_the_six_points_and_goes_on_numbering():
    text = whole_text(render(INTRODUCTION, introduction_order()))
    beginnings = [
        "1.Внедритьцелевуюмодельнаставничества",
        "2.Назначитьответственных",
        "3.Возложитьответственностьзаматериально-техническоеобеспечение",
        "4.Провестимониторинг",
        "5.Установитьпланируемыерезультаты",
        "6.Утвердить:",
        "7.Разместить",
        "8.Контроль",
    ]

    assert out_of_order(text, beginnings) == []


def test_no_sentence_ends_with_two_full_stops():
    texts = [
        whole_text(render(INTRODUCTION, introduction_order())),
        whole_text(render(PAIRS, order_pairs(2))),
    ]

    assert [re.findall(r"[^.]\.\.(?!\.)", text) for text in texts] == [[], []]

from __future__ import annotations

import pytest

from common.russian.plural import counted, plural
from common.russian.typography import nbsp, quotes, typeset


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "пар"),
        (1, "пара"),
        (2, "пары"),
        (4, "пары"),
        (5, "пар"),
        (11, "пар"),
        (12, "пар"),
        (21, "пара"),
        (22, "пары"),
        (111, "пар"),
        (101, "пара"),
        (-2, "пары"),
    ],
)
def test_the_noun_agrees_with_the_number(count, expected):
    assert plural(count, "пара", "пары", "пар") == expected
    assert counted(count, "пара", "пары", "пар") == f"{count} {expected}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("15 сентября 2026 г.", "15 сентября 2026\u00a0г."),
        ("2026г.", "2026\u00a0г."),
        ("2024–2026 гг.", "2024–2026\u00a0гг."),
        ("№ 12 и №5", "№\u00a012 и №\u00a05"),
        ("И. И. Иванов", "И.\u00a0И.\u00a0Иванов"),
        ("И.И. Иванов", "И.\u00a0И.\u00a0Иванов"),
        ("Иванов И. И.", "Иванов\u00a0И.\u00a0И."),
        ("город Энск", "город Энск"),
    ],
)
def test_no_break_spaces_hold_together_what_belongs_together(typed, expected):
    assert nbsp(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('МБОУ "Школа № 5"', "МБОУ «Школа № 5»"),
        ('МБОУ "Школа "Радуга""', "МБОУ «Школа „Радуга“»"),
        ("“Школа”", "«Школа»"),
        ('«Школа "Радуга"»', "«Школа „Радуга“»"),
        ('Центр ("Рост")', "Центр («Рост»)"),
        ('диск 5" и всё', 'диск 5" и всё'),
        ('"не закрыто', '"не закрыто'),
        ("«Уже верно»", "«Уже верно»"),
    ],
)
def test_quotes_become_russian(typed, expected):
    assert quotes(typed) == expected


@pytest.mark.parametrize(
    "typed", ['МБОУ "Школа "Радуга"" № 5, И. И. Иванов, 2026 г.', "просто"]
)
def test_typesetting_twice_changes_nothing_more(typed):
    once = typeset(typed)

    assert typeset(once) == once

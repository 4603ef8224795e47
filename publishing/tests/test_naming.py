"""Whose names stand in a text."""

from __future__ import annotations

import pytest

from publishing.naming import Named, people_in, surnames_in

MIA = Named(1, "Мирная", "Мия")
MAX = Named(2, "Морозов", "Максим")
LI = Named(3, "Ли", "Анна")


@pytest.mark.parametrize(
    "text",
    [
        "Помог Морозов.",
        "Спасибо Морозову Максиму!",
        "Встреча с МОРОЗОВЫМ",
        "Пара Морозова — Мирной",
    ],
)
def test_a_surname_is_found_in_every_case(text):
    assert MAX in surnames_in(text, [MIA, MAX])


@pytest.mark.parametrize(
    "text",
    ["Стоял мороз.", "Морозоустойчивые растения", "Сегодня мирно беседовали", ""],
)
def test_weather_is_nobody(text):
    assert surnames_in(text, [MIA, MAX]) == []


def test_a_short_surname_is_found_only_as_it_is():
    assert surnames_in("Лист и Лига", [LI]) == []
    assert surnames_in("Рассказала Ли", [LI]) == [LI]


@pytest.mark.parametrize(
    "text",
    [
        "Мия Мирная",
        "Грамота — Мирной Мие",
        "М. Мирная",
        "Мирная М. О.",
        "Мирную Мию Олеговну",
        "Мией Олеговной Мирной",
    ],
)
def test_a_person_is_named_by_surname_and_first_name(text):
    assert people_in(text, [MIA, MAX]) == [MIA]


@pytest.mark.parametrize("text", ["Мирная встреча", "Победа Мии", "Максим пришёл"])
def test_half_a_name_names_nobody(text):
    assert people_in(text, [MIA, MAX]) == []

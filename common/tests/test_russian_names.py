from __future__ import annotations

from datetime import date

import pytest

from common.russian.cases import Case
from common.russian.names import (
    FullName,
    Gender,
    is_patronymic,
    normalise,
    same_person_key,
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Иванов Иван Иванович", FullName("Иванов", "Иван", "Иванович")),
        ("  Иванов \u00a0 Иван\tИванович ", FullName("Иванов", "Иван", "Иванович")),
        ("Иван Иванович Иванов", FullName("Иванов", "Иван", "Иванович")),
        ("Иванов И. И.", FullName("Иванов", "И.", "И.")),
        ("Иванов И.И.", FullName("Иванов", "И.", "И.")),
        ("Иванов И И", FullName("Иванов", "И.", "И.")),
        ("И.И. Иванов", FullName("Иванов", "И.", "И.")),
        ("И. Иванов", FullName("Иванов", "И.")),
        ("иванов и.и.", FullName("Иванов", "И.", "И.")),
        (
            "ИВАНОВА-ПЕТРОВА АННА ИЛЬИНИЧНА",
            FullName("Иванова-Петрова", "Анна", "Ильинична"),
        ),
        (
            "Римская - Корсакова Анна Львовна",
            FullName("Римская-Корсакова", "Анна", "Львовна"),
        ),
        (
            "Петрова Иванова Анна Львовна",
            FullName("Петрова Иванова", "Анна", "Львовна"),
        ),
        (
            "Иванова (Петрова) Анна Львовна",
            FullName("Иванова (Петрова)", "Анна", "Львовна"),
        ),
        ("Алиев Али Вели оглы", FullName("Алиев", "Али", "Вели оглы")),
        ("Алиева Лейла Вели-кызы", FullName("Алиева", "Лейла", "Вели-кызы")),
        ("Фёдорова Алёна", FullName("Фёдорова", "Алёна")),
        ("Нгуен Ван Хай", FullName("Нгуен", "Ван", "Хай")),
        ("фон Берг Карл Иванович", FullName("фон Берг", "Карл", "Иванович")),
        ("де Круз Хуан", FullName("де Круз", "Хуан")),
        ("Андреи\u0306 Мария", FullName("Андрей", "Мария")),
        ("Мадонна", FullName("Мадонна")),
    ],
)
def test_a_typed_name_is_understood(typed, expected):
    assert FullName.parse(typed) == expected


@pytest.mark.parametrize("typed", ["", "  ", "—", "12"])
def test_text_without_letters_is_no_name(typed):
    with pytest.raises(ValueError, match="no name"):
        FullName.parse(typed)


@pytest.mark.parametrize(
    ("name", "full", "short", "listed"),
    [
        (
            FullName("Иванов", "Иван", "Иванович"),
            "Иванов Иван Иванович",
            "И. И. Иванов",
            "Иванов И. И.",
        ),
        (FullName("Ким", "Анна-Мария"), "Ким Анна-Мария", "А.-М. Ким", "Ким А.-М."),
        (
            FullName("Алиев", "Али", "Вели-оглы"),
            "Алиев Али Вели-оглы",
            "А. В. Алиев",
            "Алиев А. В.",
        ),
        (FullName("Мадонна"), "Мадонна", "Мадонна", "Мадонна"),
    ],
)
def test_a_name_is_written_in_three_ways(name, full, short, listed):
    assert (name.full(), name.short(), name.listed()) == (full, short, listed)


@pytest.mark.parametrize(
    ("typed", "case", "expected"),
    [
        ("Иванов Иван Иванович", Case.NOMINATIVE, "Иванов Иван Иванович"),
        ("Иванов Иван Иванович", Case.GENITIVE, "Иванова Ивана Ивановича"),
        ("Ткачёв Пётр Семёнович", Case.DATIVE, "Ткачёву Петру Семёновичу"),
        (
            "Римская-Корсакова Анна Ильинична",
            Case.ACCUSATIVE,
            "Римскую-Корсакову Анну Ильиничну",
        ),
        ("Кузьмин Илья Фомич", Case.INSTRUMENTAL, "Кузьминым Ильёй Фомичом"),
        ("Шевченко Любовь Никитична", Case.PREPOSITIONAL, "Шевченко Любови Никитичне"),
        (
            "Иванова (Петрова) Анна Львовна",
            Case.DATIVE,
            "Ивановой (Петровой) Анне Львовне",
        ),
        ("Алиев Али Вели оглы", Case.DATIVE, "Алиеву Али Вели оглы"),
        ("Алиева Лейла Вели-кызы", Case.DATIVE, "Алиевой Лейле Вели-кызы"),
        ("Ким Юлия", Case.GENITIVE, "Ким Юлии"),
        ("Иванова И. И.", Case.DATIVE, "Ивановой И. И."),
        ("Черных Никита", Case.DATIVE, "Черных Никите"),
    ],
)
def test_a_name_is_declined(typed, case, expected):
    assert FullName.parse(typed).in_case(case).full() == expected


@pytest.mark.parametrize("case", list(Case))
@pytest.mark.parametrize(
    "typed", ["Мадонна", "Нгуен Ван Хай", "Smith John", "Черных Саша"]
)
def test_foreign_single_and_ambiguous_names_are_not_mangled(typed, case):
    assert FullName.parse(typed).in_case(case).full() == typed


@pytest.mark.parametrize(
    ("typed", "gender"),
    [
        ("Черных Саша Ильич", Gender.MALE),
        ("Черных Саша Ильинична", Gender.FEMALE),
        ("Черных Никита", Gender.MALE),
        ("Петрова И.", Gender.FEMALE),
        ("Ким И. И.", None),
        ("Нгуен Ван Хай", None),
        ("Мадонна", None),
    ],
)
def test_the_gender_is_guessed_from_the_patronymic_first(typed, gender):
    assert FullName.parse(typed).gender is gender


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Ильинична", True),
        ("Фомич", True),
        ("Вели оглы", True),
        ("Хай", False),
        ("Анна", False),
    ],
)
def test_patronymics_are_told_by_their_endings(word, expected):
    assert is_patronymic(word) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Фёдорова  Алёна", "федорова\u00a0алена"),
        ("Римская - Корсакова", "РИМСКАЯ–КОРСАКОВА"),
        ("Иванов И.И.", "иванов и. и."),
        ("«Школа № 5».", "школа 5"),
        ("Семе\u0308нов", "Семенов"),
        ("Андреи\u0306", "андрей"),
    ],
)
def test_spellings_of_one_thing_are_normalised_to_one(one, other):
    assert normalise(one) == normalise(other)


def test_normalised_text_of_different_people_differs():
    assert normalise("Иванов Иван") != normalise("Иванова Анна")


def test_the_key_of_a_person_depends_on_name_and_birth():
    name = FullName("Фёдорова", "Алёна")
    same = FullName("Федорова", "Алена")

    assert same_person_key(name, date(2010, 5, 1)) == same_person_key(
        same, date(2010, 5, 1)
    )
    assert same_person_key(name, 2010) != same_person_key(name, 2011)
    assert same_person_key(name, None) != same_person_key(name, 2010)

from __future__ import annotations

from time import process_time

import pytest

from registry.spreadsheets.values import (
    DesiredAge,
    find_contacts,
    read_age,
    read_count,
    read_form,
    read_forms,
    read_yes_no,
    split_list,
)


@pytest.mark.parametrize(
    "typed",
    [
        "+7 913 123-45-67",
        "89131234567",
        "8 (913) 123-45-67",
        "9131234567",
        "8-913-123-45-67",
        "+79131234567",
        "тел.: 8 913 123 45 67, мать",
        "7.913.123.45.67",
    ],
)
def test_a_telephone_is_written_in_one_way(typed):
    assert find_contacts(typed).phones == ("+7 913 123-45-67",)


@pytest.mark.parametrize(
    "typed", ["", "12345", "913 123-45", "891312345678", "№ 1234567890"]
)
def test_other_digits_are_no_telephone(typed):
    assert find_contacts(typed).phones == ()


def test_all_contacts_of_a_cell_are_found_once():
    typed = (
        "8 913 123-45-67; 8 (383) 212-34-56, Anna@Mail.ru.\nanna@mail.ru 89131234567"
    )

    found = find_contacts(typed)

    assert found.phones == ("+7 913 123-45-67", "+7 383 212-34-56")
    assert found.emails == ("anna@mail.ru",)
    assert found.text == typed


def test_digits_of_an_address_are_no_telephone():
    found = find_contacts("89131234567@mail.ru")

    assert (found.phones, found.emails) == ((), ("89131234567@mail.ru",))


@pytest.mark.parametrize("filler", ["a", "a.", "8", "8 ", "a@", "a@a.", "9-", "+7 "])
def test_a_very_long_cell_is_searched_quickly(filler):
    started = process_time()

    find_contacts(filler * (32_000 // len(filler)))

    assert process_time() - started < 1


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("алгебра; речь", ("алгебра", "речь")),
        ("алгебра, речь,алгебра", ("алгебра", "речь")),
        ("1. Алгебра\n2) речь\n- ёлка\n• Елка", ("Алгебра", "речь", "ёлка")),
        (" ; , \n", ()),
        ("подготовка  к ЕГЭ.", ("подготовка к ЕГЭ",)),
    ],
)
def test_a_list_is_split_without_repeats(typed, items):
    assert split_list(typed) == items


@pytest.mark.parametrize(
    ("typed", "from_age", "to_age"),
    [
        ("10-14 лет", 10, 14),
        ("от 10 до 14 лет", 10, 14),
        ("7–9 классы", 13, 16),
        ("8 класс", 14, 15),
        ("5-11 кл.", 11, 18),
        ("с 12 лет", 12, None),
        ("12+", 12, None),
        ("до 14 лет", None, 14),
        ("с 7 класса", 13, None),
        ("14", 14, 14),
        ("любой", None, None),
        ("", None, None),
        ("старшеклассники", 16, 18),
        ("среднее звено", 11, 16),
        ("начальная школа", 7, 11),
    ],
)
def test_a_desired_age_is_turned_into_years(typed, from_age, to_age):
    assert read_age(typed) == DesiredAge(typed, from_age, to_age)


@pytest.mark.parametrize("typed", ["послушные", "10–14 классы", "3 года"])
def test_an_impossible_age_is_not_understood(typed):
    assert read_age(typed) == DesiredAge(typed, is_understood=False)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ученик – ученик", "pupil_pupil"),
        ("Ученик-ученик", "pupil_pupil"),
        ("«Ученик —  ученик»", "pupil_pupil"),
        ('Форма наставничества: "обучающийся - обучающийся"', "pupil_pupil"),
        ("ученик ученик", "pupil_pupil"),
        ("учитель – учитель", "teacher_teacher"),
        ("педагог−педагог", "teacher_teacher"),
        ("студент – ученик", "student_pupil"),
        ("работодатель – ученик", "employer_pupil"),
        ("работодатель/студент", "employer_student"),
        ("руководитель образовательной организации – педагог", "head_teacher"),
        ("педагог – молодой педагог", "teacher_young_teacher"),
        ("опытный учитель – молодой специалист", "teacher_young_teacher"),
        (
            "педагог вуза/колледжа – молодой педагог образовательной организации",
            "university_teacher_young_teacher",
        ),
        ("выпускник – ученик", "alumnus_pupil"),
    ],
)
def test_a_form_of_mentoring_is_recognised(typed, code):
    assert read_form(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "ученик", "разные", "ученик – учитель", "кот – пёс"]
)
def test_an_unknown_form_is_not_guessed(typed):
    assert read_form(typed) is None


def test_several_forms_in_one_cell_are_told_apart():
    assert read_forms("ученик–ученик; иная; педагог - педагог") == (
        ("pupil_pupil", "teacher_teacher"),
        ("иная",),
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Да", True),
        ("+", True),
        ("получено", True),
        ("НЕТ", False),
        ("-", False),
        ("устно", None),
    ],
)
def test_yes_and_no(typed, expected):
    assert read_yes_no(typed) is expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("3", 3),
        ("3 чел.", 3),
        ("до 2", 2),
        ("2 человека", 2),
        ("много", None),
        ("1-2", None),
    ],
)
def test_a_count(typed, expected):
    assert read_count(typed) == expected

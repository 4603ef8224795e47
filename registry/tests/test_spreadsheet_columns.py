from __future__ import annotations

import pytest

from registry.spreadsheets.columns import Base, federal_columns, known_columns
from registry.spreadsheets.recognition import filled_rows, recognise
from registry.spreadsheets.table import Table, TableRefused
from registry.tests.spreadsheet_files import MENTEE_TITLES, MENTOR_TITLES


@pytest.mark.parametrize(("base", "count"), [(Base.MENTORS, 16), (Base.MENTEES, 13)])
def test_the_federal_columns_are_recognised_each_in_its_place(base, count):
    columns = federal_columns(base)

    found = recognise([[column.title for column in columns]], base)

    assert found.columns == {column.code: at for at, column in enumerate(columns)}
    assert len(columns) == count
    assert (found.unknown, found.missing, found.refusal) == ((), (), "")


@pytest.mark.parametrize("base", list(Base))
def test_extra_columns_are_recognised_in_any_order(base):
    columns = known_columns(base)[::-1]

    found = recognise([[column.title for column in columns]], base)

    assert found.columns == {column.code: at for at, column in enumerate(columns)}


@pytest.mark.parametrize("base", list(Base))
def test_every_synonym_means_its_own_column(base):
    for column in known_columns(base):
        for title in column.synonyms:
            others = [
                other.title
                for other in known_columns(base)
                if other.code in {"number", "results", "phone"} - {column.code}
            ]
            assert recognise([[title, *others]], base).columns[column.code] == 0, title


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Ф.И.О.\nнаставника", "full_name"),
        ("фио   НАСТАВНИКА:", "full_name"),
        ("ФИО (полностью)", "full_name"),
        ("Контактный телефон", "phone"),
        ("Контактная информация наставника", "contacts"),
        ("Место учебы наставника", "workplace"),
        ("Основные компетенции", "competences"),
        ("Компетенцыи", "competences"),
        ("Конпетенции", "competences"),
        ("Желаемый возраст", "desired_age"),
        ("Ресурс", "time_resource"),
        ("ФИО наставляемых", "counterpart"),
        ("Сколько наставляемых готов взять", "capacity"),
        ("Телефон родителя (законного представителя)", "guardian_phone"),
        ("Эл. почта представителя", "guardian_email"),
        ("Дата рожд.", "birth_date"),
        ("Дата подписания согласия", "consent_on"),
        ("Согласие на обработку ПДн", "consent"),
        ("Форма наставничества (ученик – ученик)", "form"),
        ("Дата вступления в программу", "joined_on"),
    ],
)
def test_a_renamed_or_shortened_title_is_understood_by_its_meaning(title, code):
    found = recognise([["№", title, "Интересы"]], Base.MENTORS)

    assert found.columns[code] == 1


@pytest.mark.parametrize("title", ["Примечание", "Классный руководитель", "СНИЛС"])
def test_a_foreign_title_is_named_and_not_guessed(title):
    found = recognise([[*MENTOR_TITLES, title]], Base.MENTORS)

    assert found.unknown == (title,)
    assert found.remarks == (f"Столбец не распознан и не будет загружен: «{title}».",)
    assert found.refusal == ""


def test_several_foreign_titles_are_named_together():
    found = recognise([[*MENTOR_TITLES, "Примечание", "СНИЛС"]], Base.MENTORS)

    assert found.remarks == (
        "Столбцы не распознаны и не будут загружены: «Примечание», «СНИЛС».",
    )
    assert recognise([MENTOR_TITLES], Base.MENTORS).remarks == ()


def test_a_table_without_a_header_has_no_people():
    table = Table([["текст"]], "Лист1")

    assert list(filled_rows(table, recognise(table.rows, Base.MENTORS))) == []


def test_the_header_is_found_below_a_title_and_empty_rows():
    rows = [
        ["База наставников"],
        [],
        ["МБОУ «Школа № 5»", None, "2026/27"],
        MENTOR_TITLES,
    ]

    assert recognise(rows, Base.MENTORS).header_row_index == 3


def test_a_header_too_far_down_is_not_looked_for():
    found = recognise([["текст"]] * 20 + [MENTOR_TITLES], Base.MENTORS)

    assert found.header_row_index is None
    assert found.refusal.startswith(
        "В первых 20 строках не нашлось заголовков столбцов."
    )


def test_a_missing_column_is_named_with_advice():
    titles = [title for title in MENTOR_TITLES if "компетенции" not in title]

    found = recognise([titles], Base.MENTORS)

    assert found.refusal == (
        "Не найден столбец «Основные компетенции наставника». "
        "Добавьте в файл столбец с таким названием или перенесите список в пустую форму."
    )
    with pytest.raises(TableRefused):
        found.require()


def test_a_column_renamed_beyond_recognition_is_offered_as_the_missing_one():
    titles = [
        "Суть" if title == "Основной запрос наставляемого" else title
        for title in MENTEE_TITLES
    ]

    refusal = recognise([titles], Base.MENTEES).refusal

    assert "«Основной запрос наставляемого»" in refusal
    assert "нераспознанные столбцы: «Суть»" in refusal


def test_several_missing_columns_are_all_named():
    refusal = recognise([["№", "ФИО наставляемого"]], Base.MENTEES).refusal

    assert refusal.startswith(
        "Не найдены столбцы «Контактные данные для связи (данные представителя)», "
        "«Год рождения наставляемого», «Основной запрос наставляемого»."
    )


def test_columns_that_say_the_same_replace_the_required_ones():
    titles = [
        "Фамилия",
        "Имя",
        "Отчество",
        "Дата рождения",
        "Телефон представителя",
        "Запрос",
    ]

    assert recognise([titles], Base.MENTEES).refusal == ""


@pytest.mark.parametrize(
    ("titles", "asked", "message"),
    [
        (
            MENTEE_TITLES,
            Base.MENTORS,
            "Похоже, это база наставляемых, а нужна база наставников.",
        ),
        (
            MENTOR_TITLES,
            Base.MENTEES,
            "Похоже, это база наставников, а нужна база наставляемых.",
        ),
    ],
)
def test_the_other_base_is_told_apart(titles, asked, message):
    assert recognise([titles], asked).refusal.startswith(message)


def test_the_second_of_two_equal_titles_is_reported():
    found = recognise(
        [["ФИО наставника", "Контакты", "Компетенции", "ФИО наставника"]], Base.MENTORS
    )

    assert found.columns["full_name"] == 0
    assert found.unknown == ("ФИО наставника",)


def test_numbering_repeated_headers_samples_and_empty_rows_are_no_people():
    titles = ["№", "ФИО наставника", "Контакты", "Компетенции"]
    rows = [
        titles,
        [1, 2, 3, 4],
        ["пример", "Образцова Анна Ильинична", "+7 900 000-00-00", "речь"],
        [1, "Фёдоров Пётр", "+7 913 000-00-00", "алгебра"],
        [2],
        [],
        [None, "ФИО\nнаставника", "контакты", "Компетенции"],
        ["8А класс"],
        [3, "Ким Юлия"],
    ]
    table = Table(rows, "Лист1", first_row=5)

    found = list(filled_rows(table, recognise(rows, Base.MENTORS)))

    assert [(number, cells["full_name"]) for number, cells in found] == [
        (8, "Фёдоров Пётр"),
        (13, "Ким Юлия"),
    ]


def test_a_person_typed_over_the_sample_is_not_lost():
    rows = [
        ["№", "ФИО наставника", "Контакты", "Компетенции"],
        ["пример", "Фёдоров Пётр", "+7 913 000-00-00", "алгебра"],
    ]
    table = Table(rows, "Лист1")

    assert len(list(filled_rows(table, recognise(rows, Base.MENTORS)))) == 1

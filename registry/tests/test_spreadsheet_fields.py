from __future__ import annotations

from datetime import date, datetime

import pytest

from common.russian.names import FullName
from registry.spreadsheets.columns import Base
from registry.spreadsheets.fields import MAX_CAPACITY, read_mentees, read_mentors
from registry.spreadsheets.reading import read_table
from registry.spreadsheets.recognition import recognise
from registry.spreadsheets.table import TableRefused
from registry.tests.spreadsheet_files import MENTEE_TITLES, MENTOR_TITLES, make_xlsx
from registry.tests.spreadsheet_rows import (
    TODAY,
    fatal,
    mentee_with,
    mentees,
    mentor_with,
)


def test_a_full_row_of_the_federal_base_of_mentors_is_read():
    row = [
        1,
        "Фёдоров  Пётр Ильич",
        "8 913 123-45-67, fedorov@example.ru",
        "МБОУ «Школа № 5», учитель",
        "алгебра; олимпиады\nречь",
        "Победители олимпиады",
        "шахматы, туризм",
        "7–9 классы",
        "2 часа в неделю",
        "01.09.2026",
        "Ким Ю. Л.; Ли А. В.",
        "Педагог-ученик",
        "8А",
        "31 мая 2027 г.",
        "—",
        "https://example.ru/case",
    ]
    table = read_table(
        make_xlsx([MENTOR_TITLES, list(range(1, 17)), row]), "наставники.xlsx"
    )

    reading = read_mentors(table, recognise(table.rows, Base.MENTORS), today=TODAY)

    (line,) = reading.lines
    assert reading.problems == ()
    assert line.row == 3
    assert line.name == FullName("Фёдоров", "Пётр", "Ильич")
    assert line.contacts.phones == ("+7 913 123-45-67",)
    assert line.contacts.emails == ("fedorov@example.ru",)
    assert line.competences == ("алгебра", "олимпиады", "речь")
    assert line.interests == ("шахматы", "туризм")
    assert (line.desired_age.from_age, line.desired_age.to_age) == (13, 16)
    assert (line.joined_on, line.finished_on) == (date(2026, 9, 1), date(2027, 5, 31))
    assert line.counterparts == ("Ким Ю. Л.", "Ли А. В.")
    assert line.forms == ("teacher_pupil",)
    assert (line.birth, line.capacity, line.has_consent) == (None, None, None)


def test_a_full_row_of_the_federal_base_of_mentees_is_read():
    row = [
        1,
        "Ким Юлия Львовна",
        "мать Ким Анна, 89131234567",
        2010,
        "Подготовка к экзамену",
        "01.09.2026",
        "Фёдоров П. И.",
        "ученик – ученик",
        "9Б",
        None,
        None,
        None,
        "пройдена",
    ]
    table = read_table(make_xlsx([MENTEE_TITLES, row]), "a.xlsx")

    reading = read_mentees(table, recognise(table.rows, Base.MENTEES), today=TODAY)

    (line,) = reading.lines
    assert reading.problems == ()
    assert (line.birth_on, line.birth_year, line.birth) == (None, 2010, 2010)
    assert line.request == "Подготовка к экзамену"
    assert line.completion_mark == "пройдена"
    assert line.forms == ("pupil_pupil",)


def test_three_good_rows_and_one_bad_give_three_lines_and_one_rejection():
    reading = mentees(
        [1, "Ким Юлия Львовна", "+7 913 000-00-01", "01.09.2010", "Речь"],
        [2, "Ли Анна Львовна", "+7 913 000-00-02", "31.02.2010", "Речь"],
        [3, "Цой Пётр Львович", "+7 913 000-00-03", "2011", "Речь"],
        [],
        [4, "Пак Илья Львович", "+7 913 000-00-04", "05.10.2010", "Речь"],
    )

    assert [line.row for line in reading.lines] == [2, 4, 6]
    assert reading.rejected_rows == (3,)
    assert reading.present_count == 4
    (problem,) = reading.problems
    assert (problem.row, problem.column, problem.is_fatal) == (3, "Дата рождения", True)
    assert problem.message.startswith("Такой даты нет: «31.02.2010».")


@pytest.mark.parametrize(
    "typed", ["01.09.2010", "1.9.2010", "2010-09-01", "01/09/2010", "1 сентября 2010 г.", date(2010, 9, 1), 40422]
)  # fmt: skip
def test_a_birth_is_read_however_it_is_typed(typed):
    (line,) = mentee_with(**{"Дата рождения": typed}).lines

    assert (line.birth_on, line.birth_year) == (date(2010, 9, 1), 2010)


@pytest.mark.parametrize("typed", ["01.09.10", "завтра", "01.12.2026", "1800"])
def test_an_impossible_birth_rejects_the_row(typed):
    reading = mentee_with(**{"Дата рождения": typed})

    assert (reading.lines, reading.rejected_rows) == ((), (2,))
    assert [problem.column for problem in fatal(reading)] == ["Дата рождения"]


def test_a_date_and_a_year_of_birth_that_differ_reject_the_row():
    reading = mentee_with(**{"Дата рождения": "01.09.2010", "Год рождения": 2011})

    assert [problem.message for problem in fatal(reading)] == [
        "Дата и год рождения расходятся. Исправьте одно из них."
    ]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (None, "Не указаны фамилия и имя."),
        ("—", "Не указаны фамилия и имя."),
        ("Ученик 7", "В имени «Ученик 7» есть цифры."),
        ("Ким Юлия; Ли Анна", "В ячейке больше одного человека"),
        ("Ким Юлия Львовна Ли Анна Львовна Цой", "В ячейке больше одного человека"),
    ],
)
def test_a_row_without_a_clear_name_is_rejected(typed, message):
    reading = mentee_with(**{"ФИО наставляемого": typed})

    assert reading.rejected_rows == (2,)
    assert fatal(reading)[0].message.startswith(message)
    assert fatal(reading)[0].column == "ФИО наставляемого"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("Ким Ю. Л.", "Имя сокращено: «Ким Ю. Л.»."),
        ("Ким", "Указано одно слово «Ким»."),
    ],
)
def test_a_short_name_is_taken_with_a_remark(typed, message):
    reading = mentee_with(**{"ФИО наставляемого": typed})

    assert len(reading.lines) == 1
    assert [problem.message.startswith(message) for problem in reading.problems] == [
        True
    ]


def test_a_name_in_three_columns_is_put_together():
    titles = ["Фамилия", "Имя", "Отчество", "Контакты", "Год рождения", "Запрос"]

    reading = mentees(
        ["Ли", "Анна Мария", None, "+79130000000", 2010, "Речь"], titles=titles
    )

    assert reading.lines[0].name == FullName("Ли", "Анна Мария", "")
    assert (
        mentees([None] * 3 + ["x", 2010, "Речь"], titles=titles).problems[0].column
        == "Фамилия"
    )


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"Запрос": None}, "Запрос", "Запрос не указан"),
        (
            {"Дата рождения": None},
            "Год рождения наставляемого",
            "Не указан год рождения",
        ),
        ({"Контактные данные": None}, "Контактные данные", "Не указано, как связаться"),
        (
            {"Контактные данные": "звонить вечером"},
            "Контактные данные",
            "Не нашлось ни телефона",
        ),
        ({"Телефон": "123"}, "Телефон", "Телефон «123» не распознан"),
        ({"E-mail": "kim@"}, "E-mail", "Адрес «kim@» не похож на почту"),
        (
            {"Телефон родителя": "12-34"},
            "Телефон родителя",
            "Телефон «12-34» не распознан",
        ),
        ({"Почта родителя": "нет"}, "Почта родителя", "Адрес «нет» не похож на почту"),
        (
            {"Форма": "кот – пёс"},
            "Форма",
            "Форма наставничества «кот – пёс» не распознана",
        ),
        (
            {"Дата вхождения": "осень"},
            "Дата вхождения",
            "Не удалось понять дату «осень»",
        ),
        ({"Дата вхождения": 2026}, "Дата вхождения", "Указан только год"),
        (
            {"Дата вхождения": "01.09.2026", "Дата завершения": "01.08.2026"},
            "Дата завершения",
            "Завершение раньше вхождения",
        ),
    ],
)
def test_what_is_not_decisive_is_reported_and_the_row_taken(cells, column, message):
    reading = mentee_with(**cells)

    assert len(reading.lines) == 1
    (problem,) = reading.problems
    assert (problem.row, problem.column, problem.is_fatal) == (2, column, False)
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"Согласие": "устно"}, "Не понятно, есть ли согласие: «устно»"),
        ({"Дата согласия": "31.02.2026"}, "Такой даты нет"),
        ({"Дата согласия": 2026}, "Укажите дату согласия полностью"),
        ({"Дата согласия": "01.12.2026"}, "Дата согласия ещё не наступила"),
        ({"Согласие": "нет", "Дата согласия": "01.09.2026"}, "Отмечено «нет», но дата"),
    ],
)
def test_an_unclear_consent_rejects_the_row(cells, message):
    reading = mentee_with(**cells)

    assert reading.rejected_rows == (2,)
    assert fatal(reading)[0].message.startswith(message)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"Согласие": "да"}, (True, None)),
        ({"Согласие": True}, (True, None)),
        ({"Согласие": "нет"}, (False, None)),
        ({"Дата согласия": "01.09.2026"}, (True, date(2026, 9, 1))),
        ({}, (None, None)),
    ],
)
def test_a_consent_is_read(cells, expected):
    (line,) = mentee_with(**cells).lines

    assert (line.has_consent, line.consent_on) == expected


def test_a_representative_is_read():
    cells = {
        "ФИО родителя": "Ким Анна",
        "Телефон родителя": 89131234567,
        "Класс": "8 А",
    }

    (line,) = mentee_with(**cells).lines

    assert line.guardian.name == "Ким Анна"
    assert line.guardian.contacts.phones == ("+7 913 123-45-67",)
    assert line.group == "8 А"


@pytest.mark.parametrize(
    ("typed", "expected"), [(3, 3), ("2 чел.", 2), (None, None), (30, 30)]
)
def test_a_number_of_places_is_read(typed, expected):
    assert mentor_with(**{"Число мест": typed}).lines[0].capacity == expected


@pytest.mark.parametrize("typed", [0, -1, MAX_CAPACITY + 1, "много", 1.5])
def test_an_impossible_number_of_places_rejects_the_row(typed):
    reading = mentor_with(**{"Число мест": typed})

    assert reading.rejected_rows == (2,)
    assert fatal(reading)[0].column == "Число мест"


def test_a_mentor_without_competences_or_with_a_strange_age_gets_a_remark():
    reading = mentor_with(**{"Компетенции": None, "Желаемый возраст": "послушные"})

    assert [problem.column for problem in reading.problems] == [
        "Компетенции",
        "Желаемый возраст",
    ]
    assert len(reading.lines) == 1


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(TableRefused, match="Не найден"):
        mentees([1, "Ким Юлия"], titles=["№", "ФИО наставляемого"])


def test_dates_in_text_columns_are_written_as_people_write_them():
    moment = datetime.fromisoformat("2025-09-05T00:00")

    (line,) = mentee_with(Класс=date(2025, 9, 5), Результаты=moment).lines

    assert (line.group, line.results) == ("05.09.2025", "05.09.2025")

"""Bad input through the real page: what is wrong is named, nothing is half imported."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from registry.enums import ImportStatus, RowVerdict, TableKind
from registry.models import ImportBatch, ImportRow, MenteeCard, MentorCard, Person
from registry.tests.consent_factories import load_texts, make_cycle
from registry.tests.import_files import (
    Curator,
    mentee,
    mentees_table,
    mentor,
    mentors_table,
)
from registry.tests.spreadsheet_files import MENTOR_TITLES, make_xlsx, repacked


@pytest.fixture
def curator(client, school, kira, committed):
    """Kira, with a cycle open."""
    load_texts()
    make_cycle(school)
    return Curator(client, school, kira, committed)


def refusal_of(response) -> str:
    return " ".join(response.context["form"].errors["upload"])


def nothing_imported() -> bool:
    return not (
        Person.objects.exists()
        or MentorCard.objects.exists()
        or MenteeCard.objects.exists()
    )


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "пусто.xlsx", "пуст"),
        (b"%PDF-1.7 not a table", "список.xlsx", "PDF"),
        (b"%PDF-1.7 not a table", "список.pdf", "не таблица"),
        (b"\x89PNG\r\n\x1a\n", "фото.png", "не таблица"),
        (b"x" * (5 * 1024 * 1024 + 1), "список.csv", "больше 5 МБ"),
    ],
)
def test_what_is_no_table_is_refused_beside_the_field(curator, content, name, says):
    response = curator.upload(content, name=name)

    assert response.status_code == 200
    assert says in refusal_of(response)
    assert not ImportBatch.objects.exists()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


def lying_dimension() -> bytes:
    """A table that claims a million rows and sixteen thousand columns."""
    content = mentors_table(mentor())
    return repacked(
        content,
        "xl/worksheets/sheet1.xml",
        rb'<dimension ref="[^"]*"\s*/>',
        b'<dimension ref="A1:XFD1048576"/>',
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zip_bomb(), "велик"),
        (mentors_table(mentor())[:-300], "поврежд"),
        (make_xlsx([["Просто", "слова"], ["а", "б"]]), "заголовков"),
        (
            make_xlsx([["ФИО наставника", "Контакты"], ["Белов Лев Ильич", "123"]]),
            "Основные компетенции наставника",
        ),
        (mentees_table(mentee()), "база наставляемых"),
    ],
)
def test_a_table_that_cannot_be_taken_says_why_on_its_page(curator, content, says):
    response = curator.upload(content)
    batch = ImportBatch.objects.get()

    assert response.status_code == 302
    assert batch.status == ImportStatus.REFUSED
    assert says in batch.refusal
    assert says in curator.see(batch).content.decode()
    assert nothing_imported()


def test_a_lying_dimension_changes_nothing(curator):
    batch = curator.load(lying_dimension())

    assert (batch.status, batch.accepted_count) == (ImportStatus.APPLIED, 1)


def test_renamed_columns_are_recognised_and_unknown_ones_named(curator):
    titles = [
        "п/п",
        "Ф.И.О. педагога-наставника",
        "Контакты",
        "Чем может помочь",
        "Цвет",
    ]
    table = make_xlsx(
        [titles, [1, "Белов Лев Ильич", "89131112233", "шахматы", "синий"]]
    )

    batch = curator.load(table)

    assert batch.status == ImportStatus.APPLIED
    assert "«Цвет»" in " ".join(batch.notes)
    assert MentorCard.objects.get().competences_text == "шахматы"


def test_missing_columns_are_named(curator):
    table = make_xlsx(
        [
            ["ФИО наставника", "Контакты", "Компетенции"],
            ["Белов Лев Ильич", "89131112233", "шахматы"],
        ]
    )

    batch = curator.checked(table)

    assert "Столбцы не найдены" in " ".join(batch.notes)
    assert "«Интересы наставника»" in " ".join(batch.notes)


def test_three_good_rows_and_a_bad_one_make_three_people(curator):
    table = mentors_table(
        mentor("Белов Лев Ильич", contacts="89130000001"),
        mentor("Зимин Олег Юрьевич", contacts="89130000002"),
        mentor("", contacts="89130000003"),
        mentor("Лугов Семён Ильич", contacts="89130000004"),
    )

    batch = curator.load(table)

    bad = ImportRow.objects.get(batch=batch, verdict=RowVerdict.REJECTED)
    assert (batch.row_count, batch.accepted_count, batch.rejected_count) == (4, 3, 1)
    assert MentorCard.objects.count() == Person.objects.count() == 3
    assert bad.number == 4
    assert bad.problems[0]["column"] == "ФИО наставника"
    assert "Впишите" in bad.problems[0]["message"]


def test_the_rejected_rows_come_back_in_the_same_layout_with_what_to_put_right(curator):
    table = mentors_table(mentor(), mentor("Иван4 Белов"), extra={"note": "Примечание"})
    batch = curator.checked(table)

    response = curator.see(batch, "rejected.xlsx")

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    head, row = list(sheet.iter_rows(values_only=True))
    assert list(head) == [*MENTOR_TITLES, "Примечание", "Что исправить"]
    assert row[1] == "Иван4 Белов"
    assert "цифры" in row[-1]


def test_a_corrected_error_file_can_be_sent_back(curator):
    curator.load(mentors_table(mentor(), mentor("Иван4 Белов")))
    batch = ImportBatch.objects.get()
    book = openpyxl.load_workbook(
        io.BytesIO(curator.see(batch, "rejected.xlsx").content)
    )
    book.active["B2"] = "Белов Иван Ильич"
    out = io.BytesIO()
    book.save(out)

    again = curator.load(out.getvalue())

    assert (again.status, again.accepted_count) == (ImportStatus.APPLIED, 1)
    assert MentorCard.objects.count() == 2


def test_the_same_person_twice_in_a_file_is_one(curator):
    table = mentors_table(mentor(), mentor("МОРОЗОВ  максим ильич"))

    batch = curator.load(table)

    assert (batch.accepted_count, batch.rejected_count) == (1, 1)
    repeat = ImportRow.objects.get(batch=batch, verdict=RowVerdict.REJECTED)
    assert "строке 2" in repeat.problems[0]["message"]
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        "15.09.2026",
        "15/09/26",
        "2026-09-15",
        "15 сентября 2026 г.",
        date(2026, 9, 15),
    ],
)
def test_dates_in_five_spellings_are_one_day(curator, typed):
    curator.load(mentors_table(mentor(joined_on=typed)))

    assert MentorCard.objects.get().joined_on == date(2026, 9, 15)


def test_yo_and_double_spaces_make_no_second_person(curator):
    curator.load(mentees_table(mentee("Фёдоров Пётр Семёнович")), TableKind.MENTEES)

    curator.load(
        mentees_table(mentee("  Федоров   Петр Семенович ", results="5")),
        TableKind.MENTEES,
    )

    found = Person.objects.filter(search__contains="федоров петр семенович")
    assert found.count() == 1
    assert MenteeCard.objects.get().results == "5"


def test_signs_no_database_keeps_do_not_stop_the_rest(curator):
    # A spreadsheet writes the character number 0 so.
    batch = curator.load(mentors_table(mentor("Белов_x0000_ Лев Ильич")))

    assert batch.status == ImportStatus.APPLIED
    assert "\x00" not in Person.objects.get().full_name


def test_too_long_texts_are_cut_only_after_being_named(curator):
    batch = curator.load(mentors_table(mentor(workplace="я" * 400)))

    row = ImportRow.objects.get()
    assert row.verdict == RowVerdict.WARNING
    assert "300" in row.problems[0]["message"]
    assert batch.status == ImportStatus.APPLIED
    assert len(Person.objects.get().workplace) == 300


def test_a_word_longer_than_a_name_is_rejected(curator):
    batch = curator.checked(mentors_table(mentor("я" * 100 + " Лев Ильич")))

    assert batch.rejected_count == 1


def test_what_is_no_address_is_not_kept_as_a_link(curator):
    curator.load(mentors_table(mentor(case_link="javascript:alert(1)")))

    assert MentorCard.objects.get().case_url == ""
    assert "не адрес" in ImportRow.objects.get().problems[0]["message"]


def test_a_table_without_good_rows_cannot_be_confirmed(curator):
    batch = curator.checked(mentors_table(mentor("Иван4 Белов")))

    response = curator.press(batch, "confirm")

    assert response.status_code == 403
    batch.refresh_from_db()
    assert batch.status == ImportStatus.CHECKED

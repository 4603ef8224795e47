"""The pages of an import: progress, preview, report, and who may open them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from registry.actions import imports
from registry.enums import RowVerdict, TableKind
from registry.models import ImportBatch
from registry.queries.cycles import current_cycle
from registry.tests.consent_factories import load_texts, make_cycle
from registry.tests.import_files import (
    Curator,
    mentee,
    mentees_table,
    mentor,
    mentors_table,
    people_url,
    uploaded,
)
from registry.tests.spreadsheet_files import MENTOR_TITLES


@pytest.fixture
def curator(client, school, kira, committed):
    load_texts()
    make_cycle(school)
    return Curator(client, school, kira, committed)


def table():
    return mentors_table(
        mentor(), mentor("Иван4"), mentor("Белов Лев Ильич", contacts="нет")
    )


def test_the_preview_counts_and_sifts_verdicts(curator):
    batch = curator.checked(table())

    whole, rejected = curator.see(batch), curator.see(batch, "?verdict=rejected")
    accepted = curator.see(batch, "?verdict=accepted")

    counts = {item.verdict: item.count for item in whole.context["counts"]}
    assert counts == {
        RowVerdict.NEW: 1,
        RowVerdict.WARNING: 1,
        RowVerdict.REJECTED: 1,
    }
    # What needs a look comes first.
    assert [row.number for row in whole.context["page"]] == [3, 4, 2]
    assert [row.number for row in accepted.context["page"]] == [2, 4]
    assert [row.shown_name for row in rejected.context["page"]] == ["Иван4"]
    assert "Загрузить принятые" in whole.content.decode()


def test_under_way_the_page_reloads_itself_with_and_without_scripts(
    curator, kira, school
):
    batch = imports.upload(
        cycle=current_cycle(school),
        kind=TableKind.MENTORS,
        upload=uploaded(table()),
        by=kira,
    )
    curator.client.force_login(kira)

    page = curator.see(batch).content.decode()
    bar = curator.see(batch, "progress/")

    assert 'http-equiv="refresh"' in page
    assert "Проверяем строки" in page
    assert "Остановить" in page
    assert "Проверяем строки" in bar.content.decode()
    assert "HX-Refresh" not in bar.headers


def test_when_all_is_done_the_bar_has_the_page_reloaded(curator):
    batch = curator.checked(table())

    assert curator.see(batch, "progress/").headers["HX-Refresh"] == "true"


def test_the_report_leads_to_the_base(curator, school):
    batch = curator.load(table())

    page = curator.see(batch).content.decode()

    assert "Таблица загружена" in page
    assert f'href="{people_url(school)}"' in page
    assert "Загрузить принятые" not in page


def test_a_cancelled_import_says_that_nothing_was_written(curator):
    batch = curator.checked(table())

    page = curator.press(batch, "cancel").content.decode()

    assert "В базу ничего не записано" in page


@pytest.mark.parametrize(
    ("kind", "extra"), [("mentors", "Число мест"), ("mentees", "Класс/группа")]
)
def test_the_blank_form_can_be_filled_and_sent(curator, school, kind, extra):
    response = curator.client.get(people_url(school, f"imports/blank/{kind}.xlsx"))

    titles = [
        cell.value
        for cell in openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0][
            1
        ]
    ]
    assert any(str(title).startswith(extra) for title in titles)
    if kind == "mentors":
        assert titles[: len(MENTOR_TITLES)] == MENTOR_TITLES


def test_the_export_can_be_imported_into_the_next_cycle(curator, school):
    curator.load(
        mentees_table(mentee(), mentee("Белова Ася Львовна", contacts="89130000001")),
        TableKind.MENTEES,
    )
    exported = curator.client.get(people_url(school, "mentees.xlsx")).content

    batch = curator.checked(exported, TableKind.MENTEES)

    assert [row.verdict for row in batch.rows.all()] == [RowVerdict.KNOWN] * 2


@pytest.mark.parametrize("who", ["dina", "max_"])
def test_only_who_keeps_the_bases_imports(curator, school, who, request):
    batch = curator.checked(table())
    curator.client.force_login(request.getfixturevalue(who))

    assert curator.see(batch).status_code == 404
    assert curator.press(batch, "confirm").status_code == 404
    for tail in ("imports/", "imports/upload/", "imports/blank/mentors.xlsx"):
        assert curator.client.get(people_url(school, tail)).status_code == 403


def test_a_stranger_finds_no_import(curator, sam, other_school):
    batch = curator.checked(table())
    curator.client.force_login(sam)

    for tail in ("", "progress/", "rejected.xlsx"):
        assert curator.see(batch, tail).status_code == 404
        own = people_url(other_school, f"imports/{batch.pk}/{tail}")
        assert curator.client.get(own).status_code == 404


def test_an_import_never_reaches_into_another_organisation(curator, other_school):
    curator.load(mentors_table(mentor()))

    from common.tenancy import within
    from registry.models import Person

    with within(other_school.pk):
        assert not Person.objects.exists()
        assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_much_for_three_rows_as_for_one(
    curator, school, django_assert_num_queries, count
):
    for number in range(count):
        batch = curator.load(
            mentors_table(
                *(
                    mentor(
                        f"Белов Лев {'И' * (row + 1)}",
                        contacts=f"8913000{number}{row}00",
                    )
                    for row in range(count)
                )
            )
        )

    with django_assert_num_queries(LIST_QUERIES):
        curator.client.get(people_url(school, "imports/"))
    with django_assert_num_queries(DETAIL_QUERIES):
        curator.see(batch)


LIST_QUERIES = 8
DETAIL_QUERIES = 10

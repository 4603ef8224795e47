"""Every list of people leaves as it is shown: columns, forms, no formula, no flood."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from accounts.models import AuditEvent
from common.links import link
from registry.actions import exports
from registry.models import Group, Person
from registry.spreadsheets.reading import read_table
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)
from registry.tests.import_files import people_url
from registry.views.exports import LISTS

DANGEROUS = ("=1+1", "+7 900", "-1", "@СУММ(А1)", "\tтаб", "=cmd|' /C calc'!A0")
FILES = {
    "mentors": "mentors",
    "mentees": "mentees",
    "pupils": "pupils",
    "staff": "staff/export",
    "consents": "consents/consents",
    "applications": "applications/export",
    "doubles": "doubles/export",
}


@pytest.fixture
def people(school):
    load_texts()
    cycle = make_cycle(school)
    group = Group.objects.create(organisation=school, name="8А", school_year=2026)
    child = make_child(school, name="Мирная Мия Олеговна", group=group)
    make_guardian(child)
    make_mentee_card(child, cycle=cycle)
    mentors = [
        make_person(school, f"Орлов Олег{'а' * n} Ильич", post=text, workplace=text)
        for n, text in enumerate(DANGEROUS)
    ]
    Person.objects.filter(pk__in=[each.pk for each in mentors]).update(
        is_staff_member=True
    )
    for person, text in zip(mentors, DANGEROUS, strict=True):
        make_mentor_card(person, cycle=cycle, interests=text, results=text)
    for _ in range(2):
        make_person(school, "Зуев Илья Ильич", birth_on=None)
    return mentors


@pytest.fixture
def taken(client, kira, school, people):
    client.force_login(kira)
    return lambda what, ending, query="": client.get(
        people_url(school, f"{FILES[what]}.{ending}{query}")
    )


@pytest.mark.parametrize("what", list(LISTS))
@pytest.mark.parametrize("ending", ["xlsx", "csv", "pdf"])
def test_every_list_leaves_in_every_form(taken, what, ending):
    answer = taken(what, ending)

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    starts = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf", "pdf": b"%PDF"}
    assert answer.content.startswith(starts[ending])


@pytest.mark.parametrize("what", ["mentors", "staff"])
def test_no_cell_is_a_formula_and_every_value_comes_back(taken, what):
    sheet = openpyxl.load_workbook(io.BytesIO(taken(what, "xlsx").content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert set(DANGEROUS) <= {cell.value for cell in cells}

    content = taken(what, "csv").content
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert not [
        cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))
    ]
    read = read_table(content, "a.csv").rows
    assert {text.strip() for text in DANGEROUS} <= {
        str(cell).strip() for row in read for cell in row
    }


def test_chosen_columns_alone_leave_in_the_order_of_the_list(taken):
    content = taken("mentors", "xlsx", "?column=interests&column=full_name").content

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[1]] == [
        "ФИО наставника",
        "Интересы наставника",
    ]


def test_the_page_of_columns_keeps_what_the_list_was_narrowed_by(taken, client, school):
    url = people_url(school, "export/mentors/?q=орлов&page=2")

    page = client.get(url).content.decode()

    assert 'name="q" value="орлов"' in page
    assert 'name="page"' not in page
    assert 'value="competences"' in page
    assert people_url(school, "mentors.pdf") in page
    assert client.get(people_url(school, "export/dogs/")).status_code == 404
    assert taken("mentors", "exe").status_code == 404


def test_what_is_shown_is_what_leaves(taken, client, school, people):
    people[0].search = "нет"
    Person.objects.filter(pk=people[0].pk).update(search="нет такого")
    content = taken("mentors", "xlsx", "?q=орлов&sort=-name").content

    names = [
        row[1]
        for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(
            min_row=2, values_only=True
        )
    ]
    shown = client.get(people_url(school, "?q=орлов&sort=-name")).context["page"]
    assert names == [card.person.full_name for card in shown]
    assert len(names) == len(DANGEROUS) - 1


def test_who_took_what_is_written_down(taken, kira):
    taken("mentors", "csv", "?column=full_name")

    event = AuditEvent.objects.get(what="people.exported")
    assert event.by == kira
    assert event.detail.after == {
        "list": "База наставников",
        "columns": ["full_name"],
        "count": len(DANGEROUS),
    }


@pytest.mark.parametrize(
    "name",
    [
        *("request_export", "departure_export", "questionnaire_export"),
        *("selection_export", "mentor_register_export"),
    ],
)
def test_a_table_with_columns_of_its_own_is_written_down_and_counted(
    name, client, people, kira, monkeypatch
):
    monkeypatch.setattr(exports, "EXPORTS_AN_HOUR", 1)
    client.force_login(kira)
    url = link(f"registry:{name}", ending="csv")

    assert client.get(url).status_code == 200
    assert AuditEvent.objects.filter(what="people.exported", by=kira).count() == 1
    assert client.get(url).status_code == 429


def test_list_after_list_within_an_hour_is_stopped(taken, monkeypatch):
    monkeypatch.setattr(exports, "EXPORTS_AN_HOUR", 2)

    answers = [taken("mentors", "csv") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert all(answer.getvalue() for answer in answers)


def test_paper_longer_than_anybody_prints_is_refused_with_advice(taken, monkeypatch):
    monkeypatch.setattr("registry.queries.list_paper.LONGEST", 2)

    answer = taken("mentors", "pdf")

    assert answer.status_code == 409
    assert "возьмите XLSX" in answer.content.decode()


@pytest.mark.parametrize("what", list(LISTS))
def test_only_who_keeps_the_bases_takes_them_away(
    client, school, dina, max_, people, what
):
    for user in (dina, max_):
        client.force_login(user)
        assert client.get(people_url(school, f"{FILES[what]}.csv")).status_code == 403
        assert client.get(people_url(school, f"export/{what}/")).status_code == 403

"""The bases as lists: found, sifted, sorted, paged, handed over as they are shown."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from accounts.enums import Role
from accounts.tests.factories import make_member
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus, MentorStatus
from registry.models import (
    Competence,
    FormCuratorship,
    Group,
    MentoringForm,
    Person,
    Request,
)
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)
from registry.tests.import_files import people_url
from registry.tests.spreadsheet_files import MENTEE_TITLES, MENTOR_TITLES


@pytest.fixture
def cycle(school):
    load_texts()
    return make_cycle(school)


@pytest.fixture
def math(db):
    return Competence.objects.create(title="математика", normalised="математика")


@pytest.fixture
def form(db):
    return MentoringForm.objects.create(code="a", title="ученик – ученик")


@pytest.fixture
def mentors(school, cycle, math, form):
    """Three: each differs in one thing the list can be narrowed by."""
    group = Group.objects.create(organisation=school, school_year=2026, name="10А")
    first = make_mentor_card(
        make_person(school, "Ёлкин Пётр Ильич", group=group, phone="+7 913 000-00-01"),
        cycle=cycle,
    )
    second = make_mentor_card(
        make_person(school, "Белов Лев Ильич"),
        cycle=cycle,
        form=form,
        status=MentorStatus.READY,
        capacity=3,
    )
    third = make_mentor_card(make_person(school, "Зимин Олег Юрьевич"), cycle=cycle)
    second.competences.add(math)
    make_consent(third.person, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)
    return {"elkin": first, "belov": second, "zimin": third}


@pytest.fixture
def kira_in(client, kira):
    client.force_login(kira)
    return client


def shown(response) -> list[str]:
    return [card.person.last_name for card in response.context["page"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Белов", "Зимин", "Ёлкин"]),
        ("q=елкин+ПЕТР", ["Ёлкин"]),
        ("q=000-00-01", ["Ёлкин"]),
        ("q=никто", []),
        ("status=ready", ["Белов"]),
        ("status=nonsense", ["Белов", "Зимин", "Ёлкин"]),
        ("consent=yes", ["Зимин"]),
        ("consent=no", ["Белов", "Ёлкин"]),
        ("sort=-capacity", ["Белов", "Зимин", "Ёлкин"]),
        ("page=99", ["Белов", "Зимин", "Ёлкин"]),
    ],
)
def test_mentors_are_found(kira_in, school, mentors, query, names):
    response = kira_in.get(people_url(school, f"?{query}"))

    assert sorted(shown(response)) == sorted(names)
    assert response.context["page"].paginator.count == len(names)


def test_mentors_are_narrowed_by_form_group_and_topic(
    kira_in, school, mentors, form, math
):
    group = Group.objects.get()
    for query, name in (
        (f"form={form.pk}", "Белов"),
        (f"group={group.pk}", "Ёлкин"),
        (f"competence={math.pk}", "Белов"),
    ):
        assert shown(kira_in.get(people_url(school, f"?{query}"))) == [name]


def test_mentors_are_sorted_both_ways(kira_in, school, mentors):
    up = shown(kira_in.get(people_url(school, "?sort=capacity")))
    down = shown(kira_in.get(people_url(school, "?sort=-capacity")))

    assert (up[-1], down[0]) == ("Белов", "Белов")


def test_another_cycle_is_chosen_in_the_address(kira_in, school, mentors):
    other = make_cycle(school, status="closed")

    assert shown(kira_in.get(people_url(school, f"?cycle={other.pk}"))) == []


def test_a_request_is_covered_when_a_mentor_offers_its_topic(
    kira_in, school, cycle, mentors, math
):
    for name, tag in (("Ася", math), ("Мия", None)):
        card = make_mentee_card(make_child(school, name=f"Мирная {name}"), cycle=cycle)
        request = Request.objects.create(
            organisation=school, card=card, text="Запрос", asked_on=date(2026, 9, 1)
        )
        if tag:
            request.competences.add(tag)
    page = people_url(school, "mentees/")

    covered = kira_in.get(f"{page}?covered=yes").context["page"]
    bare = kira_in.get(f"{page}?covered=no").context["page"]
    by_topic = kira_in.get(f"{page}?competence={math.pk}").context["page"]

    assert [card.person.first_name for card in covered] == ["Ася"]
    assert [card.person.first_name for card in bare] == ["Мия"]
    assert [card.person.first_name for card in by_topic] == ["Ася"]


def test_who_has_a_mentor_is_shown_with_him_and_counts_as_covered(
    kira_in, school, cycle
):
    make_mentee_card(
        make_child(school),
        cycle=cycle,
        status=MenteeStatus.IN_PROGRAMME,
        counterpart_names="Морозов Максим Ильич",
    )
    page = people_url(school, "mentees/")

    covered = kira_in.get(f"{page}?covered=yes")

    assert "Морозов Максим Ильич" in covered.content.decode()
    assert list(kira_in.get(f"{page}?covered=no").context["page"]) == []


def test_the_file_holds_exactly_the_rows_shown(kira_in, school, mentors):
    response = kira_in.get(people_url(school, "mentors.xlsx?consent=no&sort=name"))

    rows = list(
        openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(
            values_only=True
        )
    )
    assert list(rows[0]) == MENTOR_TITLES
    assert {row[1] for row in rows[1:]} == {"Белов Лев Ильич", "Ёлкин Пётр Ильич"}
    assert [row[0] for row in rows[1:]] == [1, 2]


def test_the_base_of_mentees_as_csv(kira_in, school, cycle):
    child = make_child(school, birth_on=date(2012, 4, 3))
    father = make_guardian(child).guardian
    Person.objects.filter(pk=father.pk).update(phone="+7 913 000-00-05")
    card = make_mentee_card(child, cycle=cycle, is_completed_marked=True)
    Request.objects.create(
        organisation=school, card=card, text="=1+1", asked_on=date(2026, 9, 1)
    )

    response = kira_in.get(people_url(school, "mentees.csv"))

    head, row = csv.reader(
        io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"
    )
    assert head == MENTEE_TITLES
    assert row[2] == "Мирный Павел Сергеевич, отец, +7 913 000-00-05"
    assert row[3:5] == ["2012", "'=1+1"]
    assert row[-1] == "да"


def test_no_cell_of_the_file_is_a_formula(kira_in, school, cycle):
    evil = '=HYPERLINK("http://evil","x")'
    make_mentor_card(
        make_person(school, "Белов Лев", contacts=evil, workplace="@SUM(A1)"),
        cycle=cycle,
        competences_text=evil,
        achievements="+1",
        interests="-1",
    )

    content = kira_in.get(people_url(school, "mentors.xlsx")).content

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row}
    assert "f" not in kinds
    assert sheet["E2"].value == evil
    assert sheet["C2"].value == evil


def test_a_file_of_another_kind_does_not_exist(kira_in, school, cycle):
    assert kira_in.get(people_url(school, "mentors.exe")).status_code == 404


def test_without_a_cycle_the_page_says_what_to_do(kira_in, school):
    for tail in ("", "mentees/", "mentors/add/", "mentees/add/", "imports/upload/"):
        assert "Открыть цикл" in kira_in.get(people_url(school, tail)).content.decode()
    assert kira_in.get(people_url(school, "mentors.xlsx")).status_code == 404


@pytest.mark.parametrize("tail", ["", "mentees/", "competences/", "imports/"])
def test_lists_are_closed_to_participants(client, school, cycle, max_, tail):
    client.force_login(max_)

    assert client.get(people_url(school, tail)).status_code == 403


def test_whole_bases_leave_through_their_keepers_alone(client, school, cycle, dina):
    client.force_login(dina)

    assert client.get(people_url(school)).status_code == 200
    assert client.get(people_url(school, "mentors.xlsx")).status_code == 403


def test_a_curator_of_a_form_sees_no_contacts(client, school, mentors):
    narrow = make_member(school, Role.ROLE_MODEL_CURATOR)
    client.force_login(narrow)
    card = mentors["elkin"]
    card.form = MentoringForm.objects.create(code="any", title="Ученик – ученик")
    card.save()
    FormCuratorship.objects.create(
        organisation=school, cycle=card.cycle, form=card.form, curator=narrow
    )

    page = client.get(people_url(school, f"mentors/{card.pk}/")).content.decode()

    assert "Ёлкин Пётр Ильич" in page
    assert "000-00-01" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_much_for_three_as_for_one(
    kira_in, school, cycle, math, django_assert_num_queries, count
):
    group = Group.objects.create(organisation=school, school_year=2026, name="8А")
    for number in range(count):
        mentor = make_mentor_card(make_person(school, group=group), cycle=cycle)
        mentor.competences.add(math)
        child = make_child(school, name=f"Мирная Мия {number}", group=group)
        card = make_mentee_card(child, cycle=cycle, status=MenteeStatus.IN_BASE)
        request = Request.objects.create(
            organisation=school, card=card, text="Запрос", asked_on=date(2026, 9, 1)
        )
        request.competences.add(math)
    kira_in.get(people_url(school))

    with django_assert_num_queries(MENTOR_QUERIES):
        kira_in.get(people_url(school))
    with django_assert_num_queries(MENTEE_QUERIES):
        kira_in.get(people_url(school, "mentees/"))
    with django_assert_num_queries(COMPETENCE_QUERIES):
        kira_in.get(people_url(school, "competences/"))
    with django_assert_num_queries(EXPORT_QUERIES):
        kira_in.get(people_url(school, "mentees.xlsx"))


# What every page asks, the cycle, the filters, the levels, the count, rows and tags.
MENTOR_QUERIES = 16
MENTEE_QUERIES = 16
COMPETENCE_QUERIES = 10
EXPORT_QUERIES = 22

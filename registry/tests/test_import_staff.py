"""A mentor of a table who is of the staff: offered as the same, unless the curator knows better."""

from __future__ import annotations

import pytest
from django.urls import reverse

from common.errors import Refused
from registry.actions import imports
from registry.enums import RowVerdict
from registry.models import MentorCard, Person
from registry.tests.consent_factories import load_texts, make_cycle, make_person
from registry.tests.import_files import Curator, mentor, mentors_table

NAME = "Морозов Максим Ильич"


@pytest.fixture
def curator(client, school, kira, committed):
    load_texts()
    make_cycle(school)
    return Curator(client, school, kira, committed)


def staff_of(school, **values):
    return make_person(
        school, NAME, **{"birth_on": None, "is_staff_member": True, **values}
    )


def apart(curator, row, **sent):
    url = reverse(
        "registry:import_row_apart",
        kwargs={"organisation": curator.school.slug, "pk": row.pk},
    )
    return curator.client.post(url, sent)


def test_the_only_bearer_of_a_name_with_a_post_is_offered_and_taken(curator, school):
    staff = staff_of(school, post="учитель")

    batch = curator.checked(mentors_table(mentor()))
    page = curator.see(batch).content.decode()
    curator.press(batch, "confirm")

    assert "Тот же человек: в списке сотрудников есть он, учитель" in page
    assert MentorCard.objects.get().person == staff


def test_the_staff_with_the_same_mail_are_offered(curator, school):
    staff = staff_of(school, email="m@school.ru")

    batch = curator.checked(mentors_table(mentor(contacts="m@school.ru")))

    row = batch.rows.get()
    assert row.has_offer
    assert row.person == staff


@pytest.mark.parametrize(
    "values", [{"post": ""}, {"post": "учитель", "is_staff_member": False}]
)
def test_without_a_post_or_off_the_staff_nobody_is_offered(curator, school, values):
    staff_of(school, **values)

    row = curator.checked(mentors_table(mentor())).rows.get()

    assert not row.has_offer
    assert row.person is None


def test_a_pupil_who_mentors_is_nobody_of_the_staff(curator, school):
    staff_of(school, post="учитель")
    table = mentors_table(mentor(birth_year=2011), extra={"birth_year": "Год рождения"})

    assert not curator.checked(table).rows.get().has_offer


def test_of_two_namesakes_nobody_is_offered(curator, school):
    for _ in range(2):
        staff_of(school, post="учитель")

    assert not curator.checked(mentors_table(mentor())).rows.get().has_offer


def test_the_curator_says_it_is_another_and_may_take_it_back(curator, school):
    staff = staff_of(school, post="учитель")
    batch = curator.checked(mentors_table(mentor()))
    row = batch.rows.get()

    apart(curator, row, is_another="1")
    page = curator.see(batch).content.decode()
    assert "это тёзка, будет новый человек" in page
    apart(curator, row)
    apart(curator, row, is_another="1")
    curator.press(batch, "confirm")

    assert row.verdict == RowVerdict.WARNING
    assert MentorCard.objects.get().person != staff
    assert Person.objects.filter(last_name="Морозов").count() == 2


def test_a_row_without_an_offer_has_nothing_to_choose(curator, kira):
    row = curator.checked(mentors_table(mentor())).rows.get()

    with pytest.raises(Refused, match="выбирать нечего"):
        imports.tell_apart(row=row, is_another=True, by=kira)

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from common.errors import Refused
from registry.actions import people
from registry.models import Group, Person
from registry.tests.consent_factories import make_person

VALUES = {"last_name": "Ёлкин", "first_name": "Пётр", "birth_on": date(2011, 2, 3)}


def test_a_person_is_found_by_normalised_words(school, kira):
    person = people.create_person(organisation=school, values=VALUES, by=kira)

    assert (person.birth_year, person.search) == (2011, "елкин петр")
    assert list(Person.objects.search("елкин")) == [person]


def test_the_same_person_is_not_entered_twice(school, kira):
    people.create_person(organisation=school, values=VALUES, by=kira)

    with pytest.raises(Refused, match="уже есть в реестре"):
        people.create_person(
            organisation=school, values={**VALUES, "last_name": "Елкин"}, by=kira
        )


def test_a_namesake_of_another_age_is_another_person(school, kira):
    people.create_person(organisation=school, values=VALUES, by=kira)

    people.create_person(
        organisation=school, values={**VALUES, "birth_on": date(2009, 1, 1)}, by=kira
    )

    assert Person.objects.count() == 2


def test_a_stranger_enters_nobody(school, sam):
    with pytest.raises(PermissionDenied):
        people.create_person(organisation=school, values=VALUES, by=sam)


def test_an_application_enters_a_person_by_nobody(school):
    assert people.create_person(organisation=school, values=VALUES, by=None).pk


def test_a_changed_name_is_found_and_its_old_cases_forgotten(school, kira):
    person = make_person(school, "Белова Ася Ильинична")
    Person.objects.update(name_cases={"genitive": "Беловой Аси Ильиничны"})

    person = people.change_person(
        person=person, values={"last_name": "Зимина", "group_name": "8 а"}, by=kira
    )

    assert person.name_cases == {}
    assert person.search == "зимина ася ильинична"
    assert person.group == Group.objects.get(name="8А")
    event = AuditEvent.objects.get(what="person.changed")
    assert event.detail.before == {"last_name": "Белова", "group": None}
    assert event.detail.after == {"last_name": "Зимина", "group": "8А"}


def test_nothing_changed_leaves_no_event(school, kira):
    person = make_person(school)

    people.change_person(person=person, values={"post": ""}, by=kira)

    assert not AuditEvent.objects.exists()


def test_the_director_changes_nobody(school, dina):
    with pytest.raises(PermissionDenied):
        people.change_person(person=make_person(school), values={}, by=dina)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("8 «а»", "8А"),
        ("8-А", "8А"),
        ("8а класс", "8А"),
        ("11", "11"),
        ("ИС-21", "ИС-21"),
        ("Группа  «Робот»", "Группа «Робот»"),
    ],
)
def test_a_class_has_one_spelling(typed, name):
    assert people.group_name(typed) == name

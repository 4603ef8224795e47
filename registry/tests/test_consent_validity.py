"""Whose consent stands on which day (invariants 16–18)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.enums import ConsentKind, ConsentStatus
from registry.models import Group
from registry.queries.consents import (
    has_valid_consent,
    local_day,
    missing_consents,
    needed_consents,
    people_without_consent,
)
from registry.tests.consent_factories import (
    born_to_be,
    make_child,
    make_consent,
    make_guardian,
    make_person,
)

K = ConsentKind
S = ConsentStatus
DAY = timedelta(days=1)

pytestmark = pytest.mark.both


@pytest.fixture
def today(school):
    return local_day(school)


def test_an_adult_consents_himself_and_a_minor_through_a_representative(school, today):
    assert needed_consents(make_person(school), today) == [K.PARTICIPANT]
    assert needed_consents(make_child(school), today) == [K.REPRESENTATIVE]


def test_publication_and_analysis_are_never_needed_by_themselves(school, today):
    person = make_person(school)
    make_consent(person, K.PUBLICATION, S.REFUSED)
    make_consent(person, K.PARTICIPANT, S.VERIFIED)

    assert missing_consents(person, today) == []


@pytest.mark.parametrize("status", S)
def test_only_a_checked_consent_stands(school, today, status):
    person = make_person(school)
    make_consent(person, K.PARTICIPANT, status)

    assert has_valid_consent(person, K.PARTICIPANT, today) is (status == S.VERIFIED)


@pytest.mark.parametrize(
    ("day", "stands"), [(-1, False), (0, True), (9, True), (10, True), (11, False)]
)
def test_a_consent_stands_from_its_date_to_the_end_of_its_term(
    school, today, day, stands
):
    person = make_person(school)
    make_consent(person, K.PUBLICATION, S.VERIFIED, valid_until=today + 10 * DAY)

    assert has_valid_consent(person, K.PUBLICATION, today + day * DAY) is stands


def test_one_kind_does_not_stand_for_another(school, today):
    person = make_person(school)
    make_consent(person, K.PARTICIPANT, S.VERIFIED)

    assert not has_valid_consent(person, K.PUBLICATION, today)
    assert not has_valid_consent(person, K.NEEDS_ANALYSIS, today)


def test_a_representatives_consent_ends_on_the_day_of_coming_of_age(school, today):
    birthday = today + 5 * DAY
    child = make_child(school, birth_on=birthday.replace(year=birthday.year - 18))
    make_guardian(child)
    make_consent(child, K.REPRESENTATIVE, S.VERIFIED)

    assert has_valid_consent(child, K.REPRESENTATIVE, birthday - DAY)
    assert not has_valid_consent(child, K.REPRESENTATIVE, birthday)
    assert missing_consents(child, birthday) == [K.PARTICIPANT]


def test_what_a_minor_signed_himself_never_counts_even_later(school, today):
    person = make_person(school, birth_on=born_to_be(school, 18, 10))
    make_consent(person, K.PARTICIPANT, S.VERIFIED, signed_on=today - 20 * DAY)

    assert not has_valid_consent(person, K.PARTICIPANT, today)


def test_a_child_of_a_class_whose_age_is_unknown_needs_a_representative(school, today):
    group = Group.objects.create(organisation=school, name="8А", school_year=2026)
    child = make_person(school, birth_on=None, group=group)
    teacher = make_person(school, birth_on=None)

    assert needed_consents(child, today) == [K.REPRESENTATIVE]
    assert needed_consents(teacher, today) == [K.PARTICIPANT]


def test_a_year_of_birth_alone_is_read_as_the_younger(school):
    person = make_person(school, birth_on=None, birth_year=2008)

    assert needed_consents(person, date(2026, 12, 31)) == [K.REPRESENTATIVE]
    assert needed_consents(person, date(2027, 1, 1)) == [K.PARTICIPANT]


def test_the_day_is_the_organisations_own(school):
    school.time_zone = "Asia/Kamchatka"
    late_evening_in_london = datetime(2026, 9, 1, 20, 0, tzinfo=UTC)

    assert local_day(school, late_evening_in_london) == date(2026, 9, 2)


def test_asking_for_the_wrong_kind_of_participation_answers_for_the_right_one(
    school, today
):
    child = make_child(school)
    make_guardian(child)
    make_consent(child, K.REPRESENTATIVE, S.VERIFIED)

    assert has_valid_consent(child, K.PARTICIPANT, today)


def test_many_are_asked_about_in_one_query(school, today, django_assert_num_queries):
    people = [make_person(school) for _ in range(3)]
    make_consent(people[1], K.PARTICIPANT, S.VERIFIED)

    with django_assert_num_queries(1):
        lacking = people_without_consent(people, today)

    assert lacking == [people[0], people[2]]

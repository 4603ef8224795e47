"""Who is who: the table of the decision."""

from __future__ import annotations

from datetime import date

import pytest

from registry.importing.identity import (
    Identity,
    Likeness,
    People,
    identity_in_text,
    likeness,
)

DAY, SAME_YEAR, OTHER = date(2012, 4, 3), date(2012, 9, 9), date(2010, 4, 3)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (DAY, DAY, Likeness.SAME),
        (DAY, SAME_YEAR, Likeness.DIFFERENT),
        (DAY, 2012, Likeness.SAME),
        (2012, 2012, Likeness.SAME),
        (2012, 2010, Likeness.DIFFERENT),
        (DAY, 2010, Likeness.DIFFERENT),
        (DAY, None, Likeness.UNKNOWN),
        (None, None, Likeness.UNKNOWN),
    ],
)
def test_births_are_compared_as_far_as_they_are_known(one, other, expected):
    assert likeness(one, other) is likeness(other, one) is expected


def mia(birth, *contacts) -> Identity:
    return identity_in_text("Мирная Мия", birth, *contacts)


@pytest.mark.parametrize(
    ("known", "sought", "found"),
    [
        (mia(DAY), mia(2012), True),
        (mia(DAY), mia(OTHER, "89130000001"), False),
        (mia(None, "89130000001"), mia(DAY, "+7 913 000-00-01"), True),
        (mia(DAY, "89130000001"), mia(None, "89130000002"), False),
        (mia(DAY), mia(None), False),
        (mia(None), mia(None), True),
        (mia(None, "у секретаря"), mia(None, "У  секретаря"), True),
    ],
)
def test_one_known_namesake(known, sought, found):
    finding = People([(7, known)]).find(sought)

    assert finding.key == (7 if found else None)
    assert not finding.is_ambiguous


def test_an_unproven_namesake_is_told_of():
    finding = People([(7, mia(DAY))]).find(mia(None, "89130000002"))

    assert "уже есть человек с таким именем" in finding.doubt


def test_a_bare_namesake_is_taken_with_a_warning():
    assert "тёзка" in People([(7, mia(None))]).find(mia(None)).doubt


def test_of_two_namesakes_of_a_year_the_contacts_decide():
    people = People([(1, mia(DAY, "89130000001")), (2, mia(SAME_YEAR, "89130000002"))])

    assert people.find(mia(2012, "89130000002")).key == 2
    assert people.find(mia(DAY)).key == 1
    assert people.find(mia(2012)).is_ambiguous


def test_two_who_share_the_contact_are_not_guessed_at():
    people = People([(1, mia(None, "89130000001")), (2, mia(None, "89130000001"))])

    assert people.find(mia(DAY, "89130000001")).is_ambiguous


def test_another_name_is_another_person():
    assert People([(1, mia(DAY))]).find(identity_in_text("Мирная Ася", DAY)).key is None

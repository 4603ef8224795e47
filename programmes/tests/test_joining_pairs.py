"""A person in a pair who is somebody else in the registry too: joined, papers untouched."""

from __future__ import annotations

import pytest

from common.errors import Refused
from documents.models import Document
from programmes.enums import PairStatus
from programmes.models import Acceptance
from programmes.tests.pair_factories import (
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
    word,
)
from registry.actions import joining
from registry.models import Person
from registry.tests.consent_factories import make_person


@pytest.fixture
def year(school):
    return make_pair_cycle(school)


def test_the_mentor_of_a_pair_becomes_the_member_of_staff(school, year, kira):
    pair = make_pair(kira, year, PairStatus.ACTIVE)
    order = word(pair.order, kira)
    mentor = pair.mentor_card.person
    staff = make_person(school, mentor.full_name, is_staff_member=True, birth_on=None)

    kept = joining.join(kept=staff, other=mentor, by=kira)

    pair.mentor_card.refresh_from_db()
    assert pair.mentor_card.person == kept
    assert Acceptance.objects.filter(pair=pair, person=kept).count() == 1
    assert Document.objects.get(pk=order.pk).payload == order.payload


def test_the_two_of_one_pair_are_never_one_person(year, kira):
    name = "Морозов Максим Ильич"
    mentor = make_mentor(year, name)
    mentee = make_mentee(year, name)
    make_pair(kira, year, mentor=mentor, mentees=[mentee])
    Person.objects.update(birth_on=None, birth_year=None)

    with pytest.raises(Refused, match="в одной паре"):
        joining.join(kept=mentor.person, other=mentee.person, by=kira)

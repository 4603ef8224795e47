"""A parent sees his child's rows on the days he represents him, and on no other (15)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from registry.enums import ConsentStatus
from registry.models import Consent, MenteeCard, Person
from registry.queries.consents import local_day
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_guardian,
    make_mentee_card,
)


@pytest.mark.parametrize(
    ("from_days", "to_days", "is_seen"),
    [
        (-10, None, True),
        (-10, 0, True),
        (-10, -1, False),
        (1, None, False),
    ],
)
def test_a_ward_is_seen_while_the_guardianship_is_in_force(
    school, pavel, from_days, to_days, is_seen
):
    today = local_day(school)
    child = make_child(school)
    make_guardian(
        child,
        user=pavel,
        from_on=today + timedelta(days=from_days),
        to_on=None if to_days is None else today + timedelta(days=to_days),
    )
    make_mentee_card(child)
    make_consent(child, status=ConsentStatus.REQUIRED)

    assert Person.objects.visible_to(pavel).filter(pk=child.pk).exists() == is_seen
    assert MenteeCard.objects.visible_to(pavel).exists() == is_seen
    assert Consent.objects.visible_to(pavel).exists() == is_seen

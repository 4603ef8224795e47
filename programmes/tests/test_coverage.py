"""Pairs under way take places and cover requests: whom to look for changes (R-368)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from programmes.queries.matching import weights_now
from programmes.queries.pools import case_of, pool_of
from programmes.tests.pair_factories import make_mentee, make_mentor, make_pair
from registry.models import Competence, Request
from registry.queries.coverage import coverage_of


@pytest.fixture
def math():
    return Competence.objects.get(title="математика", organisation=None)


def ask(card, topic, **values):
    request = Request.objects.create(
        organisation=card.organisation,
        card=card,
        text="Счёт",
        asked_on=timezone.localdate(),
        **values,
    )
    request.competences.add(topic)
    return request


def figures(kira, cycle):
    (row,) = coverage_of(kira, cycle)
    return row.mentees, row.places


def test_a_proposed_pair_takes_a_place_and_its_mentee_waits_no_more(kira, cycle, math):
    mentor, mentee = make_mentor(cycle, capacity=2), make_mentee(cycle)
    mentor.competences.add(math)
    ask(mentee, math)
    assert figures(kira, cycle) == (1, 2)

    pair = make_pair(kira, cycle, mentor=mentor, mentees=[mentee])
    assert figures(kira, cycle) == (0, 1)

    pair.members.update(is_current=False)
    assert figures(kira, cycle) == (1, 2)


def test_no_mentor_is_sought_by_a_closed_request(cycle, math):
    mentee = make_mentee(cycle)
    ask(mentee, math, closed_on=timezone.localdate())

    (case,) = case_of(
        pool_of(cycle, timezone.localdate()), weights=weights_now()
    ).mentees

    assert case.requests == frozenset()
    assert case.request_text == ""

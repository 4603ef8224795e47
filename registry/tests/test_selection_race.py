"""Two at once: one slot has one candidate, one cycle one edition of the register."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connections

from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common.errors import Refused
from common.links import current_slug
from common.tenancy import within
from registry.actions import interviews, mentor_register
from registry.actions.interviews import When
from registry.models import Interview, InterviewSlot, MentorCard, MentorRegisterEdition
from registry.queries.mentor_register import people_to_enter
from registry.tests.consent_factories import load_texts, make_cycle
from registry.tests.selection_factories import (
    make_candidate,
    make_criteria,
    make_regulation,
    make_selected,
    make_slots,
    words,
)

pytestmark = pytest.mark.services
CROWD = 4


def all_at_once(school, jobs):
    """Start the jobs together, each on a connection of its own; return what came."""
    together = threading.Barrier(len(jobs))

    def one(job):
        close_old_connections()
        current_slug.set(school.slug)
        try:
            with within(school.pk):
                together.wait(timeout=60)
                job()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(jobs)) as crowd:
        return list(crowd.map(one, jobs))


@pytest.fixture
def scene(postgresql):
    school = make_organisation()
    token = current_slug.set(school.slug)
    with within(school.pk):
        kira = make_member(school, Role.CURATOR)
        load_texts()
        cycle = make_cycle(school)
        make_criteria(cycle, kira)
        yield school, cycle, kira
    current_slug.reset(token)


def test_of_curators_who_want_one_slot_one_has_it(scene, race_rounds):
    school, cycle, kira = scene
    slots = make_slots(cycle, kira, count=min(race_rounds, 20))
    for slot in slots:
        cards = [make_candidate(cycle) for _ in range(CROWD)]

        def appoint(card, slot=slot):
            return lambda: interviews.appoint(
                card=MentorCard.objects.get(pk=card.pk),
                when=When(slot=InterviewSlot.objects.get(pk=slot.pk)),
                by=kira,
            )

        outcomes = all_at_once(school, [appoint(card) for card in cards])

        assert sorted(outcomes)[-1] == "Это время уже занято: выберите другое."
        assert outcomes.count("done") == 1
        assert Interview.objects.filter(slot=slot).count() == 1


def test_one_candidate_is_invited_once(scene, race_rounds):
    school, cycle, kira = scene
    slots = make_slots(cycle, kira, count=CROWD)
    for _ in range(min(race_rounds, 5)):
        card = make_candidate(cycle)

        def appoint(slot, card=card):
            return lambda: interviews.appoint(
                card=MentorCard.objects.get(pk=card.pk), when=When(slot=slot), by=kira
            )

        outcomes = all_at_once(school, [appoint(slot) for slot in slots])

        assert outcomes.count("done") == 1
        assert outcomes.count("Собеседование этому кандидату уже назначено.") == 3
        Interview.objects.all().delete()


def test_of_two_editions_drawn_up_at_once_there_is_one(scene):
    school, cycle, kira = scene
    make_regulation(school, kira)
    make_selected(cycle, kira)

    def prepare():
        mentor_register.prepare_order(
            cycle=cycle,
            entering=list(people_to_enter(cycle)),
            leaving={},
            texts=words(cycle),
            by=kira,
        )

    outcomes = all_at_once(school, [prepare] * CROWD)

    assert outcomes.count("done") == 1
    assert all("уже готовится" in told for told in outcomes if told != "done")
    assert MentorRegisterEdition.objects.count() == 1

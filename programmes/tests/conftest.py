"""What the tests of this floor share."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.tests.remembered import Remembered
from programmes.actions import measures, meetings, roadmaps
from programmes.models import Measure, Roadmap
from programmes.tests.programme_factories import (
    make_active,
    make_held,
    make_programme,
    make_working_pair,
)
from registry.models import Cycle, Person
from registry.tests.vocabulary import know_the_reference


@pytest.fixture
def cycle(school):
    """The school's cycle, in preparation."""
    know_the_reference()
    return Cycle.objects.create(
        organisation=school,
        title="2026/27 учебный год",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 31),
    )


SEVEN_STAGES = Remembered()


@pytest.fixture
def plan(cycle):
    """The cycle's roadmap of seven stages."""

    def load():
        roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)

    own = {"organisation_id": cycle.organisation_id, "cycle_id": cycle.pk}
    SEVEN_STAGES.begin(load, {**own, "at": timezone.now()})
    return Roadmap.objects.select_related("cycle").get(cycle=cycle)


@pytest.fixture
def measure(plan):
    """A measure of the plan."""
    return Measure.objects.filter(is_heading=False).first()


@pytest.fixture
def working_pair(school, kira, max_, mia):
    """Max and Mia (15), fixed by an order; Mia answers for herself."""
    return make_working_pair(kira, mentor=max_, mentee=mia)


@pytest.fixture
def draft(working_pair, kira):
    """Their programme, filled in and not agreed; two plan rows."""
    return make_programme(working_pair, kira)


@pytest.fixture
def active(working_pair, kira):
    """Their programme in force; two plan rows."""
    return make_active(working_pair, kira)


@pytest.fixture
def mia_person(working_pair):
    """Mia in the registry."""
    return working_pair.members.get().mentee_card.person


@pytest.fixture
def max_person(working_pair):
    """Max in the registry."""
    return working_pair.mentor_card.person


@pytest.fixture
def planned(working_pair, max_):
    """A meeting in three days."""
    appointment = meetings.Appointment(timezone.now() + timedelta(days=3))
    return meetings.plan(pair=working_pair, appointment=appointment, by=max_)


@pytest.fixture
def held(working_pair, max_):
    """A meeting of today."""
    return make_held(working_pair, max_)


@pytest.fixture
def zuev(school):
    """Zuev of the staff, with an account that answers for measures."""
    user = make_member(school, Role.RESPONSIBLE, name="Зуев Захар Ильич")
    return Person.objects.create(
        organisation=school, last_name="Зуев", is_staff_member=True, user=user
    )


@pytest.fixture
def his(measure, zuev, kira):
    """A measure Zuev answers for."""
    return measures.assign(measure=measure, responsibles=[zuev], by=kira)


@pytest.fixture
def three(plan):
    """Three measures of the plan's first section."""
    return list(plan.sections.first().measures.filter(is_heading=False)[:3])

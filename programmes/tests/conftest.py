"""What the tests of this floor share."""

from __future__ import annotations

from datetime import date

import pytest

from programmes.actions import roadmaps
from programmes.models import Measure
from registry.actions.reference import load_reference
from registry.models import Cycle


@pytest.fixture
def cycle(school):
    """The school's cycle, in preparation."""
    load_reference()
    return Cycle.objects.create(
        organisation=school,
        title="2026/27 учебный год",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 31),
    )


@pytest.fixture
def plan(cycle):
    """The cycle's roadmap of seven stages."""
    return roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)


@pytest.fixture
def measure(plan):
    """A measure of the plan."""
    return Measure.objects.filter(is_heading=False).first()

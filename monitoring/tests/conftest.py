"""What the tests of this floor share."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from monitoring.actions.surveys import open_survey
from monitoring.enums import SurveyAudience
from monitoring.tests.factories import make_pairs
from programmes.tests.pair_factories import make_pair_cycle
from registry.tests.vocabulary import know_the_reference


@pytest.fixture
def reference(db):
    """The vocabulary of the method."""
    know_the_reference()


@pytest.fixture
def cycle(school, reference):
    """The school's running cycle."""
    return make_pair_cycle(school, title="2026/27 учебный год")


@pytest.fixture
def six_pairs(cycle, kira):
    """Six working pairs, everybody with an account and a consent."""
    return make_pairs(kira, cycle, 6)


@pytest.fixture
def survey(cycle, six_pairs, kira):
    """The mentees' survey, open for two weeks."""
    return open_survey(
        cycle=cycle,
        audience=SurveyAudience.MENTEES,
        closes_on=timezone.localdate() + timedelta(days=14),
        by=kira,
    )

"""What the tests of this floor share."""

from __future__ import annotations

import pytest

from programmes.enums import PairStatus
from programmes.tests.pair_factories import (
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
)
from publishing.actions.cases import add_case
from publishing.tests.factories import CASE
from registry.enums import MentorStatus
from registry.tests.vocabulary import know_the_reference


@pytest.fixture
def cycle(school):
    """The school's running cycle."""
    know_the_reference()
    return make_pair_cycle(school, title="2026/27 учебный год")


@pytest.fixture
def pair(cycle, kira):
    """Max and Mia, who have completed their programme."""
    return make_pair(
        kira,
        cycle,
        PairStatus.COMPLETED,
        mentor=make_mentor(cycle, status=MentorStatus.LONG_TERM),
        mentees=[make_mentee(cycle)],
    )


@pytest.fixture
def case(pair, kira):
    """Their case, not published yet, with names where allowed."""
    return add_case(pair=pair, values=CASE, by=kira)

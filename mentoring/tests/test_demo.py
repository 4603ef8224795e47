"""The demo: five institutions, each as far as its chapter, and one login per role."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command

from accounts.models import Organisation, User
from accounts.tests.factories import make_organisation
from common.tenancy import everywhere
from mentoring.demo import load
from mentoring.demo.institutions import INSTITUTIONS
from mentoring.demo.story import PASSWORD
from programmes.enums import PairStatus
from programmes.models import Pair, Roadmap


@pytest.fixture
def small(monkeypatch):
    """The same five institutions with fewer people in them."""
    few = tuple(
        replace(one, mentors=min(one.mentors, 2), mentees=min(one.mentees, 3))
        for one in INSTITUTIONS
    )
    monkeypatch.setattr(load, "INSTITUTIONS", few)


def load_demo():
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def statuses(slug):
    return {pair.status for pair in Pair.objects.filter(organisation__slug=slug)}


def test_every_institution_is_as_far_as_its_chapter(db, small):
    said = load_demo()

    assert Organisation.objects.filter(is_demo=True).count() == 6
    with everywhere():
        assert Roadmap.objects.count() == 5
        assert statuses("creativity") == statuses("palace") == set()
        assert statuses("college") == {PairStatus.SUBMITTED}
        assert PairStatus.ACTIVE in statuses("youth-centre")
        assert PairStatus.COMPLETED in statuses("school-12")
    logins = [line.split()[0] for line in said.splitlines()[:-1]]
    assert {"curator", "director", "mentor", "mentee", "coordinator"} <= set(logins)
    for username in logins:
        user = User.objects.get(username=username)
        assert check_password(PASSWORD, user.password)
    assert PASSWORD in said.splitlines()[-1]


def test_the_demo_lives_in_an_empty_database_alone(db):
    make_organisation()

    with pytest.raises(CommandError, match="только в пустой базе"):
        load_demo()
    assert Organisation.objects.count() == 1

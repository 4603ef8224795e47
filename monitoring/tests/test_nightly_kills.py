"""kill -9 in the middle of the nightly pass: nobody is told twice, nobody is forgotten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection

from accounts.enums import Role
from accounts.models import User
from accounts.tests.factories import make_member, make_organisation
from common.tenancy import everywhere, within
from common.tests.processes import database_url
from monitoring.actions.reminders import make_rounds
from monitoring.models import MorningRound, Reminder, ReminderRules
from monitoring.tests.killed_round import POINTS, morning
from notifications.models import Notification
from programmes.tests.pair_factories import make_pair_cycle
from scripts.places import ROOT

TUESDAY = date(2027, 2, 9)
SCHOOLS = 8
LONGEST_ROUND_SECONDS = 0.6
ENOUGH_ROUNDS = 25  # of so many moments some are in the middle of the work


@pytest.fixture
def schools(postgresql):
    """Schools whose curators have a duty every day; every second one has an address."""
    found = [make_organisation() for _ in range(SCHOOLS)]
    everyday = {"code": "daily", "title": "Каждый день", "is_active": True}
    for number, school in enumerate(found):
        kira = make_member(school, Role.CURATOR)
        if number % 2:
            User.objects.filter(pk=kira.pk).update(email=f"kira{number}@example.org")
        with within(school.pk):
            make_pair_cycle(school)
            days = [f"{day}" for day in range(1, 32)]
            ReminderRules.objects.create(
                organisation=school,
                measure_days=[0],
                duties=[{**everyday, "days": days}],
            )
    return found


def begin(day, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "monitoring.tests.killed_round", str(day), *words],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url()},
        stdout=subprocess.PIPE,
        text=True,
    )


def letters(day):
    """How many letters of the day each school has, by channel."""
    rows = Notification.objects.filter(key__startswith=f"morning_digest:{day}")
    return Counter(rows.values_list("organisation_id", "channel"))


def wait_until_the_server_knows():
    """A server notices after a moment that its client is dead, and lets its rows go."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
    pytest.fail("a dead client still holds its session")


def assert_whole_or_nothing(schools, day):
    """Look at what the dead left: a school's day is done with its letters, or not begun."""
    with everywhere():
        done = set(
            MorningRound.objects.filter(day=day).values_list(
                "organisation_id", flat=True
            )
        )
        told = Reminder.objects.filter(day=day).values_list(
            "organisation_id", flat=True
        )
        assert Counter(told) == Counter(done)
        assert {school for school, _ in letters(day)} == done
    return len(done)


def assert_told_once(schools, day):
    with everywhere():
        wanted = Counter({(school.pk, "inbox"): 1 for school in schools})
        wanted += Counter({(school.pk, "email"): 1 for school in schools[1::2]})
        assert letters(day) == wanted
        assert Reminder.objects.filter(day=day).count() == len(schools)


@pytest.mark.services
@pytest.mark.parametrize("point", POINTS)
def test_a_pass_killed_at_any_point_is_finished_by_the_next(schools, point):
    process = begin(TUESDAY, point, "2")
    process.communicate()

    assert process.returncode == -signal.SIGKILL
    wait_until_the_server_knows()
    done = assert_whole_or_nothing(schools, TUESDAY)
    assert done == (6 if point == "committed" else 3)

    make_rounds(now=morning(TUESDAY))
    make_rounds(now=morning(TUESDAY))

    assert_told_once(schools, TUESDAY)


@pytest.mark.services
def test_a_pass_killed_at_any_moment_is_finished_by_the_next(schools, kill_rounds):
    """Every round is another day; the moment is anywhere between begin and end."""
    moments = Random(11)
    halves = 0
    day = TUESDAY
    for _ in range(kill_rounds):
        process = begin(day)
        process.stdout.readline()
        time.sleep(moments.uniform(0, LONGEST_ROUND_SECONDS))
        process.kill()
        process.communicate()
        wait_until_the_server_knows()
        halves += 0 < assert_whole_or_nothing(schools, day) < SCHOOLS
        make_rounds(now=morning(day))
        assert_told_once(schools, day)
        day += timedelta(days=1)
    assert halves or kill_rounds < ENOUGH_ROUNDS


@pytest.mark.services
def test_two_passes_at_once_share_the_work(schools):
    two = [begin(TUESDAY), begin(TUESDAY)]
    for process in two:
        process.communicate()

    assert [process.returncode for process in two] == [0, 0]
    assert_told_once(schools, TUESDAY)

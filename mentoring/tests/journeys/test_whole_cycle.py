"""The main job, each step by its own role, from two tables to the published case."""

from __future__ import annotations

import re

import pytest

from common.tests.processes import database_url, portal
from mentoring.demo.tables import Wanted, bases
from mentoring.tests.journeys import cycle_steps as begin
from mentoring.tests.journeys import pair_steps as go_on
from mentoring.tests.journeys.stage import PHONE, stage

pytestmark = pytest.mark.browser


@pytest.fixture
def tables():
    return bases(
        Wanted(mentors=4, mentees=6, workplace="МОУ «Школа № 7»", year=2026, seed=7)
    )


@pytest.fixture
def embedded(tmp_path, prepared):
    with portal(prepared(tmp_path / "var"), DEMO="0") as running:
        yield running


@pytest.fixture
def full_stack(tmp_path, prepared, postgresql, redis_url):
    var = prepared(tmp_path / "var")
    with portal(
        var, DEMO="0", DATABASE_URL=database_url(), REDIS_URL=redis_url
    ) as running:
        yield running


@pytest.mark.services
def test_a_whole_cycle_on_postgresql_and_redis(full_stack, tables, chromium_path):
    go_through(full_stack, tables, chromium_path)


def test_a_whole_cycle_on_the_embedded_default(embedded, tables, chromium_path):
    go_through(embedded, tables, chromium_path)


def go_through(running, tables, chromium_path):
    link = re.search(r"https?://\S+(/setup/\S+)", running.said)[1]
    with stage(running.url, chromium_path) as theatre:
        curator, invitation = begin.set_up_the_institution(theatre, link)
        director = begin.accept_invitation(theatre, invitation, "dina")
        begin.add_a_second_factor(director)
        begin.register_the_introduction_order(curator)
        begin.load_both_bases(curator, tables)
        begin.record_paper_consents(curator)
        count = begin.pair_everybody(curator)
        begin.submit_the_order(curator, count)
        paper = begin.sign_the_order(director)
        begin.read_the_order(director, paper, count)
        begin.confirm_on_paper(curator, paper)

        pair = go_on.first_working_pair(curator)
        mentor = go_on.give_a_cabinet(
            theatre, curator, pair.mentor, "mentor", viewport=PHONE
        )
        mentee = go_on.give_a_cabinet(theatre, curator, pair.mentee, "mentee")
        programme = go_on.write_the_programme(mentor, pair)
        go_on.agree_and_approve(mentor, mentee, curator, programme)
        go_on.log_a_meeting(mentor, pair)
        go_on.leave_feedback(mentee, pair)
        go_on.ask_how_it_was(curator, {"Наставники": mentor, "Наставляемые": mentee})
        go_on.write_the_report(curator)
        go_on.end_the_pair(curator, pair)
        go_on.allow_to_publish(curator, pair)
        go_on.publish_the_case(curator, pair)
        go_on.read_the_page(theatre.enter(viewport=PHONE), pair)

        assert theatre.strangers() == []
        assert theatre.complaints == []

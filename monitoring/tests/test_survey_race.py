"""Answers and beats at the same moment: one of each counts (invariants 48, 55)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection, connections
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.tests.factories import make_member, make_organisation
from common.errors import Refused
from common.tenancy import within
from conftest import lacking
from monitoring.actions.reminders import make_rounds
from monitoring.actions.surveys import answer_survey, close_survey, open_survey
from monitoring.enums import SurveyAudience
from monitoring.models import Answer, Reminder, ReminderRules, Response, Survey
from monitoring.tests.factories import answers_to, make_pairs, people_asked
from notifications.models import Notification
from programmes.tests.pair_factories import make_pair_cycle

HANDS = 8


@pytest.fixture
def postgres(transactional_db):
    if connection.vendor != "postgresql":
        lacking("PostgreSQL")


@pytest.fixture
def asked(postgres):
    """A school, its curator, and a survey put to one mentee."""
    school = make_organisation()
    kira = make_member(school, Role.CURATOR)
    with within(school.pk):
        cycle = make_pair_cycle(school)
        make_pairs(kira, cycle, 1)
        survey = open_survey(
            cycle=cycle,
            audience=SurveyAudience.MENTEES,
            closes_on=timezone.localdate() + timedelta(days=1),
            by=kira,
        )
    return school, kira, survey


def all_at_once(school, jobs):
    """Start the jobs together, each on a connection of its own; return what came."""
    together = threading.Barrier(len(jobs))

    def one(job):
        close_old_connections()
        try:
            together.wait(timeout=60)
            with within(school.pk):
                return job()
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as crowd:
        return list(crowd.map(one, jobs))


def answering(school, survey):
    with within(school.pk):
        person = people_asked(survey)[0]
        answers = answers_to(survey, 9)

    def job():
        answer_survey(
            survey=Survey.objects.get(pk=survey.pk),
            person=person,
            answers=answers,
            by=User.objects.get(pk=person.user_id),
        )
        return "answered"

    return job


@pytest.mark.services
def test_of_many_clicks_one_answer_is_kept(asked):
    school, _, survey = asked

    outcomes = all_at_once(school, [answering(school, survey)] * HANDS)

    assert outcomes.count("answered") == 1
    assert set(outcomes) == {"answered", "Ответ на этот опрос уже дан. Спасибо!"}
    with within(school.pk):
        assert Response.objects.count() == 1
        assert Answer.objects.count() == survey.questions.count()


@pytest.mark.services
def test_an_answer_is_counted_or_refused_when_the_survey_closes_under_it(
    asked,
):
    school, kira, survey = asked

    def close():
        close_survey(
            survey=Survey.objects.get(pk=survey.pk), by=User.objects.get(pk=kira.pk)
        )
        return "closed"

    def answer():
        try:
            return answering(school, survey)()
        except PermissionDenied:
            return "late"

    outcomes = all_at_once(school, [answer, close])

    with within(school.pk):
        kept = Response.objects.count()
        survey.refresh_from_db()
    assert outcomes[1] == "closed"
    assert (outcomes[0] == "answered") == (kept == 1)
    assert survey.invited_count == 1


@pytest.mark.services
def test_of_many_beats_one_writes_the_digest(asked):
    school, kira, _ = asked
    today = f"{timezone.localdate():%m-%d}"
    duty = {"code": "today", "title": "Сегодня", "days": [today], "is_active": True}
    with within(school.pk):
        ReminderRules.objects.create(organisation=school, morning_hour=0, duties=[duty])

    outcomes = all_at_once(
        school, [lambda: make_rounds(now=timezone.now(), only=[school.pk])] * HANDS
    )

    with within(school.pk):
        letters = Notification.objects.filter(letter="morning_digest")
        assert sorted(outcomes) == [*[0] * (HANDS - 1), 1]
        assert Reminder.objects.get().recipient == kira
        assert letters.count() == 1

"""Many orders signed at once: no mentor ever has more mentees than places (28)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection, connections, transaction

from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common.errands import ErrandState
from common.errors import Refused
from common.tenancy import within
from common.tests.processes import wait_until
from conftest import lacking
from documents import actions as documents
from documents.models import Document
from programmes.actions import matching, pairs
from programmes.actions.pairs import activation
from programmes.enums import PairStatus
from programmes.models import MatchingRun, Pair, PairMember, Proposal
from programmes.models.pair import WORKING
from programmes.tests.pair_factories import (
    make_mentee,
    make_mentor,
    make_order,
    make_pair,
    make_pair_cycle,
    word,
)

CAPACITY = 3


@pytest.fixture
def postgres(transactional_db):
    if connection.vendor != "postgresql":
        lacking("PostgreSQL")


def desk_of_orders(count):
    """One mentor, and as many orders on the desk as asked, each with one pair of his."""
    school = make_organisation()
    dina = make_member(school, Role.DIRECTOR)
    kira = make_member(school, Role.CURATOR)
    with within(school.pk):
        year = make_pair_cycle(school)
        mentor = make_mentor(year, capacity=CAPACITY)
        orders = []
        for number in range(count):
            order = make_order(kira, year)
            mentee = make_mentee(year, f"Мирная Мия {number}")
            make_pair(
                kira,
                year,
                PairStatus.SUBMITTED,
                mentor=mentor,
                mentees=[mentee],
                order=order,
            )
            orders.append(word(order, kira))
    return school, dina, mentor, orders


def all_at_once(school, jobs):
    """Start the jobs together, each on a connection of its own; return what came."""
    together = threading.Barrier(len(jobs))

    def one(job):
        close_old_connections()
        try:
            together.wait(timeout=60)
            with within(school.pk):
                return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as crowd:
        return list(crowd.map(one, jobs))


def sign(order, director):
    def job():
        try:
            documents.sign(document=Document.objects.get(pk=order.pk), by=director)
        except Refused as refusal:
            return str(refusal)
        return "signed"

    return job


def working_with(school, mentor):
    with within(school.pk):
        return PairMember.objects.filter(
            pair__mentor_card=mentor, pair__status__in=WORKING
        ).count()


def rehearse(size):
    school, dina, mentor, orders = desk_of_orders(size)

    outcomes = all_at_once(school, [sign(order, dina) for order in orders])

    assert outcomes.count("signed") == CAPACITY
    assert all("у наставника мест: 3" in o for o in outcomes if o != "signed")
    assert working_with(school, mentor) == CAPACITY
    with within(school.pk):
        serials = Document.objects.filter(serial__isnull=False)
        assert sorted(serials.values_list("serial", flat=True)) == [1, 2, 3]
        assert Pair.objects.filter(status=PairStatus.ACTIVE).count() == CAPACITY


@pytest.mark.services
def test_a_dozen_orders_signed_at_once_never_overfill_a_mentor(postgres):
    rehearse(12)


@pytest.mark.services
@pytest.mark.deep
def test_fifty_orders_signed_at_once_never_overfill_a_mentor(postgres):
    rehearse(50)


@pytest.mark.services
def test_without_the_locks_the_same_race_overfills_the_mentor(postgres, monkeypatch):
    """The twin: what the locks on the mentor's rows are for."""
    school, dina, mentor, orders = desk_of_orders(6)
    checked = threading.Barrier(len(orders))
    refuse = activation.refuse_unless_clear

    def check_and_wait(obstacles):
        refuse(obstacles)
        checked.wait(timeout=30)

    monkeypatch.setattr(activation, "lock_people", lambda document: [])
    monkeypatch.setattr(activation, "_lock_consents", lambda pairs: None)
    monkeypatch.setattr(activation, "refuse_unless_clear", check_and_wait)
    monkeypatch.setattr(activation, "_set_to_work", lambda *args: None)

    def activate(order):
        def job():
            with transaction.atomic():
                activation.activate(document=Document.objects.get(pk=order.pk), by=dina)

        return job

    all_at_once(school, [activate(order) for order in orders])

    assert working_with(school, mentor) == len(orders) > CAPACITY


@pytest.mark.services
def test_two_curators_adopting_at_once_make_one_pair(postgres):
    school = make_organisation()
    kira = make_member(school, Role.CURATOR)
    with within(school.pk):
        year = make_pair_cycle(school)
        make_mentor(year)
        make_mentee(year)
        run = MatchingRun.objects.create(
            organisation=school, cycle=year, created_by=kira
        )
        proposal = Proposal.objects.create(
            organisation=school,
            run=run,
            mentor_card=year.mentorcards.get(),
            mentee_card=year.menteecards.get(),
            score=0,
        )

    def adopt():
        try:
            return len(pairs.adopt(proposals=[proposal], by=kira).pairs)
        except PermissionDenied as refusal:
            return str(refusal)

    outcomes = all_at_once(school, [adopt] * 4)

    assert outcomes.count(1) == 1
    assert outcomes.count("С этим предложением уже решено. Обновите страницу.") == 3
    with within(school.pk):
        assert Pair.objects.count() == 1


@pytest.mark.services
def test_a_real_worker_finds_the_pairs(worker):
    school = make_organisation()
    kira = make_member(school, Role.CURATOR)
    with within(school.pk):
        year = make_pair_cycle(school)
        make_mentor(year)
        make_mentee(year)
        run = matching.request_run(cycle=year, by=kira)

        wait_until(
            lambda: MatchingRun.objects.get(pk=run.pk).errand_state == ErrandState.DONE
        )

        assert run.proposals.count() == 1

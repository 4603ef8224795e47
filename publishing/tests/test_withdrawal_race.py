"""Publishing and withdrawing at the same moment: the withdrawal wins (invariant 20)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection, connections
from django.test import Client
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.tests.factories import make_member, make_organisation
from common.errors import Refused
from common.tenancy import within
from conftest import lacking
from programmes.enums import PairStatus
from programmes.tests.pair_factories import make_pair, make_pair_cycle
from publishing.actions.cases import add_case, publish_case, unpublish_case
from publishing.models import Case
from publishing.tests.factories import CASE, allow
from registry.actions.consents import record_paper, verify, withdraw
from registry.models import Consent


@pytest.fixture
def postgres(transactional_db):
    if connection.vendor != "postgresql":
        lacking("PostgreSQL")


@pytest.fixture
def told(postgres):
    """A school, its curator, and a case of a finished pair."""
    school = make_organisation()
    kira = make_member(school, Role.CURATOR)
    with within(school.pk):
        pair = make_pair(kira, make_pair_cycle(school), PairStatus.COMPLETED)
        case = add_case(pair=pair, values=CASE, by=kira)
    return school, kira, case


def both_at_once(school, *jobs):
    together = threading.Barrier(len(jobs))

    def one(job):
        close_old_connections()
        try:
            together.wait(timeout=60)
            with within(school.pk):
                job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as crowd:
        list(crowd.map(one, jobs))


@pytest.mark.services
def test_whoever_withdraws_while_it_is_published_is_not_named(told, race_rounds):
    school, kira, case = told
    for _ in range(race_rounds):
        with within(school.pk):
            consent = allow(case.pair.mentor_card.person)
        both_at_once(
            school,
            lambda: publish_case(
                case=Case.objects.get(pk=case.pk), by=User.objects.get(pk=kira.pk)
            ),
            lambda pk=consent.pk: withdraw(
                consent=Consent.objects.get(pk=pk), by=User.objects.get(pk=kira.pk)
            ),
        )

        response = Client().get(f"/{school.slug}/cases/{case.pk}/")

        assert response.status_code == 200
        assert "Морозов" not in response.content.decode()
        with within(school.pk):
            unpublish_case(case=case, by=kira)


@pytest.mark.services
@pytest.mark.parametrize("rival", ["verify", "record"])
def test_whoever_withdraws_while_the_curator_checks_is_not_named(
    told, race_rounds, rival
):
    """Without the lock on the row the curator's word would be written over the «no»."""
    school, kira, case = told
    with within(school.pk):
        publish_case(case=case, by=kira)
    for _ in range(race_rounds):
        with within(school.pk):
            consent = allow(case.pair.mentor_card.person)
            Consent.objects.filter(pk=consent.pk).update(status="signed")
        both_at_once(
            school,
            lambda pk=consent.pk: confirmed(rival, pk, kira.pk),
            lambda pk=consent.pk: withdraw(
                consent=Consent.objects.get(pk=pk), by=User.objects.get(pk=kira.pk)
            ),
        )

        page = Client().get(f"/{school.slug}/cases/{case.pk}/").content.decode()

        assert "Морозов" not in page
        with within(school.pk):
            assert Consent.objects.get(pk=consent.pk).status == "withdrawn"


def confirmed(rival, pk, curator):
    """Check the consent, or record its paper; too late when it is withdrawn already."""
    by = User.objects.get(pk=curator)
    consent = Consent.objects.get(pk=pk)
    with suppress(Refused, PermissionDenied):
        if rival == "verify":
            verify(consent=consent, by=by)
        else:
            record_paper(
                consents=[consent],
                signed_on=timezone.localdate(),
                attachment=None,
                by=by,
                answers=consent.answers,
            )


@pytest.mark.services
def test_the_same_page_names_who_has_not_withdrawn(told):
    """The twin: the page above is not merely empty of names."""
    school, kira, case = told
    with within(school.pk):
        allow(case.pair.mentor_card.person)
        publish_case(case=case, by=kira)

    page = Client().get(f"/{school.slug}/cases/{case.pk}/").content.decode()

    assert "Морозов Максим Ильич" in page

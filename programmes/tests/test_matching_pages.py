from __future__ import annotations

import pytest

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.links import link
from documents.models import DocumentKind
from programmes.actions import matching as runs
from programmes.enums import ProposalStatus
from programmes.models import MatchingRun, Pair
from programmes.tests.pair_factories import (
    make_mentee,
    make_mentor,
    make_pair_cycle,
)


@pytest.fixture
def year(school):
    DocumentKind.objects.create(
        code="order_pairs", title="Приказ о закреплении пар", register="orders"
    )
    return make_pair_cycle(school)


@pytest.fixture
def as_kira(client, kira):
    client.force_login(kira)
    return client


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def run_of(year, kira, committed) -> MatchingRun:
    with committed():
        return runs.request_run(cycle=year, by=kira)


def test_the_curator_asks_for_proposals_and_adopts_them_all(as_kira, year, committed):
    make_mentor(year, capacity=2)
    make_mentee(year)
    make_mentee(year, "Белова Ася Петровна")
    with committed():
        as_kira.post(link("programmes:matching_run"))

    page = as_kira.get(link("programmes:matching"))
    assert "Проверено: лучше не бывает" in page.content.decode()
    assert "Почему эта пара" in page.content.decode()
    run = MatchingRun.objects.get()
    answer = as_kira.post(link("programmes:proposal_adopt_all", pk=run.pk), follow=True)

    assert messages_of(answer)[0].startswith("В работе 2 пары.")
    assert Pair.objects.count() == 2


def test_one_proposal_is_adopted_another_taken_off(as_kira, year, kira, committed):
    make_mentor(year, capacity=2)
    make_mentee(year)
    make_mentee(year, "Белова Ася Петровна")
    first, second = run_of(year, kira, committed).proposals.all()

    as_kira.post(link("programmes:proposal_adopt", pk=first.pk))
    as_kira.post(link("programmes:proposal_dismiss", pk=second.pk))

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.status == ProposalStatus.ADOPTED
    assert second.status == ProposalStatus.DISMISSED


def test_what_could_not_be_adopted_is_told(as_kira, year, kira, committed):
    mentor = make_mentor(year, capacity=5)
    for number in range(5):
        make_mentee(year, f"Мирная Мия {number}")
    run = run_of(year, kira, committed)
    mentor.capacity = 1
    mentor.save()

    page = as_kira.post(link("programmes:proposal_adopt_all", pk=run.pk), follow=True)

    assert messages_of(page)[1].startswith("Не принято (Мирная М. 1.): свободно 0 мест")
    assert messages_of(page)[4] == "Не принято ещё: 1. Запустите подбор заново."


def test_a_run_on_its_way_shows_its_progress(as_kira, year, kira):
    run = runs.request_run(cycle=year, by=kira)

    page = as_kira.get(link("programmes:matching")).content.decode()
    bar = as_kira.get(link("programmes:matching_progress", pk=run.pk))

    assert "Подбираем пары" in page
    assert 'http-equiv="refresh"' in page
    assert "0 из 3" in bar.content.decode()
    assert "HX-Refresh" not in bar


def test_a_finished_run_lets_the_page_refresh_itself(as_kira, year, kira, committed):
    run = run_of(year, kira, committed)

    bar = as_kira.get(link("programmes:matching_progress", pk=run.pk))

    assert bar["HX-Refresh"] == "true"


def test_a_failed_run_says_why(as_kira, year, kira):
    run = runs.request_run(cycle=year, by=kira)
    MatchingRun.objects.filter(pk=run.pk).update(
        errand_state="failed", errand_failure="Работа трижды прерывалась."
    )

    page = as_kira.get(link("programmes:matching")).content.decode()
    bar = as_kira.get(link("programmes:matching_progress", pk=run.pk))

    assert "Работа трижды прерывалась." in page
    assert bar["HX-Refresh"] == "true"


def test_without_a_cycle_the_page_says_what_to_do(as_kira, school):
    for name in ("matching", "pair_propose"):
        page = as_kira.get(link(f"programmes:{name}"))
        assert "Цикла ещё нет" in page.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_matching_page_takes_the_same_queries(
    as_kira, year, kira, committed, django_assert_num_queries, size
):
    for number in range(size):
        make_mentor(year, f"Морозов Максим {number}")
        make_mentee(year, f"Мирная Мия {number}")
        make_mentee(year, f"Белова Ася {number}")
    run_of(year, kira, committed)
    as_kira.get(link("programmes:matching"))

    with django_assert_num_queries(MATCHING_QUERIES):
        as_kira.get(link("programmes:matching"))


MATCHING_QUERIES = 17


def test_a_deputy_may_do_what_the_curator_does(client, year, kira):
    client.force_login(make_member(year.organisation, Role.DEPUTY_DIRECTOR))

    assert client.get(link("programmes:matching")).status_code == 200

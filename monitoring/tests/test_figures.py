"""Every figure equals the list it opens and the file it exports."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from common.links import link
from monitoring.queries.families import FAMILIES, MENTEES, PAIRS, REQUESTS
from monitoring.queries.figures import figures_of
from monitoring.tests.factories import make_pairs
from programmes.enums import PairStatus
from programmes.tests.pair_factories import make_mentee, make_mentor
from programmes.tests.programme_factories import make_active, make_held
from registry.models import Request


@pytest.fixture
def busy(cycle, kira):
    """Two working pairs, one completed, one proposed, people without a pair."""
    working = make_pairs(kira, cycle, 2)
    make_pairs(kira, cycle, 1, PairStatus.COMPLETED)
    make_pairs(kira, cycle, 1, PairStatus.PROPOSED)
    alone = make_mentee(cycle, "Юрина Юлия Олеговна")
    make_mentor(cycle, "Яшин Яков Ильич", status="rejected")
    for card in (alone, working[0].members.get().mentee_card):
        Request.objects.create(
            organisation=cycle.organisation,
            card=card,
            text="Научиться выступать",
            asked_on=timezone.localdate(),
        )
    make_active(working[0], kira)
    make_held(working[0], working[0].mentor_card.person.user)
    return cycle


def test_the_figures_are_what_they_say(busy, kira):
    figures = figures_of(busy, kira)

    assert [
        f.value for f in figures.figures(MENTEES, "all", "with-pair", "without-pair")
    ] == [5, 3, 2]
    assert [
        f.value for f in figures.figures(PAIRS, "fixed", "working", "proposed")
    ] == [3, 2, 1]
    assert [f.value for f in figures.figures(REQUESTS, "covered", "uncovered")] == [
        1,
        1,
    ]
    assert (figures.coverage, figures.request_share, figures.plan_share) == (60, 50, 0)
    assert [f.value for f in figures.by_form(PAIRS)] == [3]


def test_every_figure_opens_the_list_it_counts(client, busy, kira):
    client.force_login(kira)

    for family in FAMILIES.values():
        for figure in figures_of(busy, kira).families[family.code].values():
            page = client.get(figure.url).context["page"]
            assert page.paginator.count == figure.value, figure


def test_the_file_has_the_rows_of_the_list(client, busy, kira):
    client.force_login(kira)
    url = link("monitoring:figure_export", family="mentees", part="with-pair")

    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url).content))
    rows = book.get_sheet_by_index(0).to_python()

    assert rows[0][0] == "Наставляемый"
    assert len(rows) == 4
    assert client.get(f"{url}?as=csv").content.decode("utf-8-sig").count("\r\n") == 4


@pytest.mark.parametrize(
    ("family", "part"), [("mentees", "nonsense"), ("nonsense", "all")]
)
def test_a_figure_that_is_not_does_not_open(client, busy, kira, family, part):
    client.force_login(kira)

    url = link("monitoring:figure_list", family=family, part=part)

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["overview", "survey_list"])
def test_who_takes_part_does_not_read_the_figures(client, busy, max_, name):
    client.force_login(max_)

    assert client.get(link(f"monitoring:{name}")).status_code == 403


def test_a_stranger_finds_nothing(client, busy, sam):
    client.force_login(sam)

    assert client.get(link("monitoring:overview")).status_code == 404


def test_without_a_cycle_the_page_says_so(client, school, kira):
    client.force_login(kira)

    page = client.get(link("monitoring:overview")).content.decode()

    assert "Цикла ещё нет" in page
    url = link("monitoring:figure_list", family="pairs", part="fixed")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_costs_the_same_however_many(
    client, cycle, kira, count, django_assert_num_queries
):
    make_pairs(kira, cycle, count)
    client.force_login(kira)
    client.get(link("monitoring:overview"))

    with django_assert_num_queries(OVERVIEW_QUERIES):
        client.get(link("monitoring:overview"))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("family", "part"),
    [("pairs", "fixed"), ("mentees", "all"), ("mentors", "all")],
)
def test_a_list_costs_the_same_however_long(
    client, cycle, kira, count, family, part, django_assert_max_num_queries
):
    make_pairs(kira, cycle, count)
    client.force_login(kira)
    url = link("monitoring:figure_list", family=family, part=part)

    with django_assert_max_num_queries(LIST_QUERIES):
        client.get(url)


OVERVIEW_QUERIES = 15
LIST_QUERIES = 15

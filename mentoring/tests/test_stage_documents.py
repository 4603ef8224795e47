"""Papers of the stages: what the plan asks for, what is there, how to get the rest."""

from __future__ import annotations

import pytest
from django.utils import timezone

from common.links import link
from documents.actions import register_external
from programmes.actions import roadmaps
from registry.actions.reference import load_reference
from registry.models import Cycle, MentorCard, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(school):
    load_reference()
    cycle = Cycle.objects.create(
        organisation=school,
        title="2026/27 учебный год",
        starts_on=timezone.localdate().replace(month=1, day=1),
        ends_on=timezone.localdate().replace(month=12, day=31),
    )
    return roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)


def papers(client):
    page = client.get(link("stage_documents"))
    return {
        paper.kind.code: paper
        for each in page.context["stages"]
        for paper in each.papers
    }


def test_a_missing_paper_is_prepared_and_an_issued_one_is_there(
    client, school, plan, kira
):
    client.force_login(kira)
    before = papers(client)["regulation"]
    assert (before.state, before.begin_url.endswith("?kind=regulation")) == (
        "нет",
        True,
    )

    register_external(
        organisation=school,
        kind="regulation",
        title="Положение о наставничестве",
        number="3",
        signed_on=timezone.localdate(),
        by=kira,
    )

    after = papers(client)["regulation"]
    assert after.state == "есть"
    assert "№ 3" in client.get(link("stage_documents")).content.decode()


def test_a_base_is_there_once_somebody_is_in_it(client, school, plan, kira):
    client.force_login(kira)
    assert papers(client)["mentor_base"].state == "нет"

    MentorCard.objects.create(
        organisation=school,
        cycle=plan.cycle,
        person=Person.objects.create(organisation=school, last_name="Зуев"),
    )

    assert papers(client)["mentor_base"].state == "есть"


def test_the_kind_asked_for_is_chosen_in_the_form(client, plan, kira):
    client.force_login(kira)

    page = client.get(f"{link('documents:register_external')}?kind=regulation")

    assert 'value="regulation" selected' in page.content.decode()


def test_the_page_costs_the_same_however_long_the_plan(
    client, plan, kira, django_assert_max_num_queries
):
    client.force_login(kira)
    client.get(link("stage_documents"))

    with django_assert_max_num_queries(34):
        client.get(link("stage_documents"))


def test_without_a_plan_there_is_nothing_to_show(client, school, kira):
    client.force_login(kira)

    assert client.get(link("stage_documents")).status_code == 404

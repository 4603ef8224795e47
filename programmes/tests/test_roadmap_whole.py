"""A plan that went into the portal comes out whole (R-335, R-341)."""

from __future__ import annotations

from datetime import date

import pytest

from common.strict_yaml import FixtureError, Node, parse
from programmes import roadmap_templates
from programmes.actions import roadmaps
from programmes.models import Measure, Responsible
from programmes.queries.roadmap_template import template_of
from programmes.roadmap_templates import dump, load, read_template

CODES = [code for code, _, _ in roadmap_templates.available()]


@pytest.fixture
def own_year(cycle):
    """Move the cycle into the year the plan is for."""

    def of(template):
        starts_on = template.period.starts_on
        if starts_on:
            year = starts_on.year if starts_on.month >= 9 else starts_on.year - 1
            cycle.starts_on = date(year, 9, 1)
            cycle.ends_on = date(year + 1, 5, 31)
            cycle.save()
        return cycle

    return of


@pytest.mark.parametrize("code", CODES)
def test_a_loaded_plan_is_its_template_to_the_last_word(own_year, code):
    template = load(code)

    roadmap = roadmaps.load_roadmap(
        cycle=own_year(template), template_code=code, by=None
    )

    assert template_of(roadmap) == template


@pytest.mark.parametrize("code", CODES)
def test_a_plan_written_to_its_file_is_read_back_unchanged(code):
    template = load(code)

    assert read_template(parse(dump(template), "plan.yaml")) == template


def test_reading_a_whole_plan_back_costs_the_same_however_long(
    plan, django_assert_num_queries
):
    with django_assert_num_queries(6):
        template_of(plan)


def test_a_plan_of_another_year_goes_round_without_moving_twice(cycle, kira):
    roadmap = roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=kira
    )
    once = template_of(roadmap)

    again = roadmaps.load_plan(cycle=cycle, template=once, by=kira)

    assert template_of(again) == once
    assert once.period.starts_on.year == 2026


def test_a_named_person_is_told_by_the_post_and_not_by_name(plan, measure, kira):
    person = kira.persons.create(
        organisation_id=plan.organisation_id, last_name="Зуева", post="методист"
    )
    Responsible.objects.create(
        organisation_id=plan.organisation_id,
        measure=measure,
        ordinal=90,
        person=person,
    )

    text = dump(template_of(plan))

    assert "методист" in text
    assert "Зуева" not in text


def test_an_added_measure_gets_a_code_of_its_own(plan, measure):
    Measure.objects.create(
        organisation_id=plan.organisation_id,
        section=measure.section,
        ordinal=90,
        title="Своё",
        deadline_raw="когда-нибудь",
    )

    template = read_template(parse(dump(template_of(plan)), "plan.yaml"))

    added = next(each for each in template.measures() if each.title == "Своё")
    assert added.code == "seven_stages-added-1"
    assert added.deadline.deadline.raw == "когда-нибудь"


def test_a_file_with_references_is_refused():
    with pytest.raises(FixtureError, match="reference"):
        parse("a: &x [1]\nb: *x\n", "plan.yaml")


@pytest.mark.parametrize("text", ["- 1", "a: [", "[" * 5000, "a: 1\na: 2", "\x00", ""])
def test_a_file_that_is_no_plan_is_refused_with_a_reason(text):
    with pytest.raises(FixtureError):
        read_template(parse(text, "plan.yaml"))


def test_a_node_is_read_once(cycle):
    assert isinstance(parse("code: x", "plan.yaml"), Node)

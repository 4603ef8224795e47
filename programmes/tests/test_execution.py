"""How the plan goes: states, counts that equal their lists, months."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from common.links import link
from programmes.enums import MeasureStatus, TeamKind
from programmes.models import Measure, Responsible, Team, TeamMember
from programmes.queries.execution import (
    MeasureState,
    by_responsible,
    by_section,
    by_stage,
    chosen,
    facts_of,
    state_of,
    total_of,
)
from programmes.queries.timeline import timelines_of
from registry.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.mark.parametrize(
    ("days", "status", "state"),
    [
        (-1, MeasureStatus.PLANNED, MeasureState.OVERDUE),
        (-1, MeasureStatus.POSTPONED, MeasureState.OVERDUE),
        (0, MeasureStatus.PLANNED, MeasureState.SOON),
        (14, MeasureStatus.IN_PROGRESS, MeasureState.SOON),
        (15, MeasureStatus.PLANNED, MeasureState.LATER),
        (-1, MeasureStatus.DONE, MeasureState.DONE),
        (-1, MeasureStatus.CANCELLED, MeasureState.CANCELLED),
    ],
)
def test_a_measure_stands_as_its_day_and_status_say(days, status, state, today):
    measure = Measure(status=status, due_on=today + timedelta(days=days))

    assert state_of(measure, today) == state


def test_a_measure_without_a_day_waits_or_has_no_term(today):
    waiting = Measure(deadline={"kind": "relative_to_order"})
    bare = Measure(deadline={"kind": "unspecified"})

    assert state_of(waiting, today) == MeasureState.WAITING_ORDER
    assert state_of(bare, today) == MeasureState.NO_DEADLINE


def test_every_count_equals_the_list_it_opens(client, plan, kira, today):
    client.force_login(kira)
    facts = facts_of(plan, today)
    rows = [
        total_of(facts),
        *by_section(facts),
        *by_stage(facts),
        *by_responsible(facts),
    ]

    for row in rows:
        assert row.total == len(chosen(facts, **row.asked)), row.title
        for _, count, url in row.open_cells:
            page = client.get(url).context["page"]
            assert page.paginator.count == count, url


def test_sections_together_hold_the_whole_plan(plan, today):
    facts = facts_of(plan, today)

    assert sum(row.total for row in by_section(facts)) == total_of(facts).total


def test_a_person_and_a_team_are_counted_by_name(school, cycle, measure, kira, today):
    person = Person.objects.create(organisation=school, last_name="Зуев")
    team = Team.objects.create(
        organisation=school, cycle=cycle, kind=TeamKind.TEAM, title="Команда школы"
    )
    TeamMember.objects.create(
        organisation=school, team=team, person=person, ordinal=1, is_head=True
    )
    for ordinal, who in enumerate(({"person": person}, {"team": team}), start=50):
        Responsible.objects.create(
            organisation=school, measure=measure, ordinal=ordinal, **who
        )

    rows = {
        row.title: row.total
        for row in by_responsible(facts_of(measure.section.roadmap, today))
    }

    assert rows["Зуев"] == rows["Команда школы"] == 1


def test_the_pages_show_the_plan_and_an_unknown_word_asks_for_nothing(
    client, plan, kira
):
    client.force_login(kira)
    everything = client.get(link("programmes:measure_list"))
    nonsense = client.get(f"{link('programmes:measure_list')}?state=сказка&stage=Z9")
    execution = client.get(link("programmes:roadmap_execution"))

    total = everything.context["page"].paginator.count
    assert total == nonsense.context["page"].paginator.count
    assert execution.context["total"].total == total


def test_the_pages_ask_the_same_number_of_queries_however_long_the_plan(
    client, plan, kira, django_assert_max_num_queries
):
    client.force_login(kira)
    section = plan.sections.first()
    start = section.measures.count()
    Measure.objects.bulk_create(
        Measure(
            organisation_id=plan.organisation_id,
            section=section,
            ordinal=start + number,
            title=f"Мероприятие {number}",
            deadline={"kind": "unspecified"},
        )
        for number in range(1, 301)
    )
    for name in ("measure_list", "roadmap_execution", "roadmap_timeline"):
        client.get(link(f"programmes:{name}"))
        with django_assert_max_num_queries(16):
            client.get(link(f"programmes:{name}"))


def test_months_are_drawn_for_each_section_or_responsible(client, plan, kira, today):
    whole = timelines_of(plan, today)
    sections = timelines_of(plan, today, grouped="section")
    client.force_login(kira)

    assert len(whole) == 1
    assert sum(len(chart.rows) for chart in sections) == len(whole[0].rows)
    for by in ("", "section", "responsible", "сказка"):
        page = client.get(f"{link('programmes:roadmap_timeline')}?by={by}")
        assert "<svg" in page.content.decode()


def test_a_postponed_measure_stands_at_its_new_day(plan, measure, today):
    measure.status, measure.reason = MeasureStatus.POSTPONED, "карантин"
    measure.due_on = plan.cycle.ends_on
    measure.save()

    rows = timelines_of(plan, today)[0].rows

    spans = [row.span for row in rows if row.span.title == measure.title]
    assert [span.end for span in spans] == [plan.cycle.ends_on]


def test_without_a_plan_there_is_nothing_to_show(client, cycle, kira):
    client.force_login(kira)

    for name in ("measure_list", "roadmap_execution", "roadmap_timeline"):
        assert client.get(link(f"programmes:{name}")).status_code == 404


def test_whoever_answers_sees_the_plan_but_a_stranger_does_not(client, plan, sam):
    client.force_login(sam)

    assert client.get(link("programmes:roadmap_execution")).status_code == 404

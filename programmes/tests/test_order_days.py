"""A term «после приказа …» counts from the order it names (R-300)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from documents import actions as documents
from documents.actions import register_external
from programmes import deadlines
from programmes.actions import introduction, pairs, roadmap_approval, roadmaps
from programmes.actions.waiting_terms import begin_waiting_terms
from programmes.enums import PairStatus
from programmes.models import Measure
from programmes.queries.order_days import OrderDays, order_days
from programmes.tests.pair_factories import make_pair, make_pair_cycle
from registry.actions.reference import load_reference
from registry.models import Cycle, DayCorrection


@pytest.fixture
def waiting(plan):
    """A measure due a month after the order on pairs."""
    return Measure.objects.filter(deadline__anchor="order_pairs").first()


@pytest.fixture
def introduced(cycle, kira):
    """The cycle, introduced by an order."""
    return introduction.introduce_by_paper(
        cycle=cycle,
        title="О внедрении",
        number="12-ОД",
        signed_on=date(2026, 9, 10),
        scan=None,
        by=kira,
    )


def test_a_term_waits_for_the_order_it_names(waiting, introduced):
    waiting.refresh_from_db()

    assert waiting.due_on is None
    assert "order_pairs" not in OrderDays(introduced)


def test_the_order_on_pairs_begins_its_terms(school, kira, dina):
    year = make_pair_cycle(school)
    load_reference()
    roadmaps.load_roadmap(cycle=year, template_code="seven_stages", by=None)
    pair = make_pair(kira, year, PairStatus.AGREED)
    begun = Measure.objects.filter(deadline__anchor="order_pairs")
    assert set(begun.values_list("due_on", flat=True)) == {None}

    order = documents.sign(document=pairs.submit(pairs=[pair], by=kira), by=dina)

    assert set(begun.values_list("due_on", flat=True)) == {
        deadlines.add_months(order.signed_on, 1)
    }


def test_the_order_that_approves_the_plan_begins_its_terms(waiting, plan, kira, dina):
    waiting.deadline = {**waiting.deadline, "anchor": roadmap_approval.ORDER}
    waiting.save()
    paper = roadmap_approval.prepare_approval(
        roadmap=plan, kind=roadmap_approval.ORDER, by=kira
    )

    order = documents.sign(document=documents.submit(document=paper, by=kira), by=dina)

    waiting.refresh_from_db()
    assert waiting.due_on == deadlines.add_months(order.signed_on, 1)

    documents.annul(document=order, remark="ошибка", by=dina)

    waiting.refresh_from_db()
    assert waiting.due_on is None


def test_terms_wait_again_once_the_introduction_is_annulled(
    waiting, introduced, kira, dina
):
    waiting.deadline = {**waiting.deadline, "anchor": "order_cmn_introduction"}
    waiting.save()
    roadmaps.recompute_days(cycle=introduced)
    waiting.refresh_from_db()
    assert waiting.due_on == date(2026, 10, 10)

    documents.annul(document=introduced.introduction_order, remark="ошибка", by=dina)

    waiting.refresh_from_db()
    assert waiting.due_on is None


def test_another_order_begins_its_terms_by_the_clock(waiting, cycle, kira):
    waiting.deadline = {**waiting.deadline, "anchor": "order_rewards"}
    waiting.save()
    assert begin_waiting_terms() == 0
    signed_on = timezone.localdate()
    register_external(
        organisation=cycle.organisation,
        kind="order_rewards",
        title="О поощрении наставников",
        number="7",
        signed_on=signed_on,
        by=kira,
    )

    assert begin_waiting_terms() == 1

    waiting.refresh_from_db()
    assert waiting.due_on == deadlines.add_months(signed_on, 1)
    assert begin_waiting_terms() == 0


def test_orders_are_looked_for_once_and_only_when_asked_for(
    introduced, django_assert_num_queries
):
    cycle = Cycle.objects.select_related("introduction_order").get(pk=introduced.pk)
    with django_assert_num_queries(0):
        assert order_days(cycle)["order_cmn_introduction"]
    with django_assert_num_queries(2):
        assert order_days(cycle).get("order_pairs") is None
        assert order_days(cycle).get("order_rewards") is None
        assert list(order_days(cycle)) == ["order_cmn_introduction"]
        assert len(order_days(cycle)) == 1


def test_days_of_other_measures_are_left_alone(plan, cycle):
    assert roadmaps.recompute_days(cycle=cycle) == 0


def test_a_term_in_working_days_follows_the_moved_days(plan, cycle, kira, introduced):
    measure = Measure.objects.filter(deadline__anchor="order_pairs").first()
    measure.deadline = {
        "kind": "relative_to_order",
        "anchor": "order_cmn_introduction",
        "days_to": 3,
        "in_working_days": True,
    }
    measure.save()
    roadmaps.recompute_days(cycle=introduced)
    measure.refresh_from_db()
    assert measure.due_on == date(2026, 9, 15)

    DayCorrection.objects.create(day=date(2026, 9, 12), is_working=True)
    roadmaps.recompute_days(cycle=introduced)

    measure.refresh_from_db()
    assert measure.due_on == date(2026, 9, 14)
    assert str(DayCorrection.objects.get()) == "12.09.2026: рабочий"

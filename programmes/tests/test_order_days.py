"""A term «после приказа …» counts from the order it names (R-300)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from documents import actions as documents
from documents.actions import register_external
from programmes import deadlines
from programmes.actions import (
    introduction,
    measures,
    pairs,
    roadmap_approval,
    roadmaps,
)
from programmes.actions.waiting_terms import begin_waiting_terms
from programmes.enums import PairStatus
from programmes.models import Measure
from programmes.queries.cycle_frame import frame_of
from programmes.queries.measures import history_of
from programmes.queries.order_days import OrderDays
from programmes.queries.roadmap_table import table_of
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


@pytest.fixture
def rewarded(waiting):
    """A measure due a month after the order on rewards."""
    waiting.deadline = {**waiting.deadline, "anchor": "order_rewards"}
    waiting.save()
    return waiting


def entered(cycle, kira, signed_on, kind="order_rewards"):
    return register_external(
        organisation=cycle.organisation,
        kind=kind,
        title="О поощрении наставников",
        number="7",
        signed_on=signed_on,
        by=kira,
    )


def signed(cycle, kira, dina, kind="order_rewards"):
    paper = documents.prepare(
        organisation=cycle.organisation,
        kind=kind,
        title="О поощрении наставников",
        payload={},
        by=kira,
    )
    paper = documents.submit(document=paper, by=kira)
    return documents.sign(document=paper, by=dina)


def stopped(measure):
    """The measure as it stands when the order came in behind the portal's back."""
    Measure.objects.filter(pk=measure.pk).update(planned_on=None, due_on=None)
    measure.refresh_from_db()


def test_any_order_signed_begins_its_terms_at_once(rewarded, cycle, kira, dina):
    order = signed(cycle, kira, dina)

    rewarded.refresh_from_db()
    assert rewarded.due_on == deadlines.add_months(order.signed_on, 1)
    begun = history_of(rewarded)[0]
    assert (begun.what, begun.by) == ("срок начался", str(dina))
    assert begun.changes == (("срок по плану", "", f"{rewarded.due_on:%d.%m.%Y}"),)
    assert order.number in begun.remark


def test_an_order_entered_from_outside_begins_its_terms_at_once(rewarded, cycle, kira):
    entered(cycle, kira, timezone.localdate())

    rewarded.refresh_from_db()
    assert rewarded.due_on == deadlines.add_months(timezone.localdate(), 1)


def test_a_term_waits_again_once_its_order_is_annulled(rewarded, cycle, kira, dina):
    order = signed(cycle, kira, dina)

    documents.annul(document=order, remark="ошибка в списке", by=dina)

    rewarded.refresh_from_db()
    assert (rewarded.planned_on, rewarded.due_on) == (None, None)
    stopped = history_of(rewarded)[0]
    assert stopped.what == "срок снова ждёт приказа"
    assert order.number in stopped.remark
    (line,) = [
        line
        for part in table_of(
            rewarded.section.roadmap, timezone.localdate(), user=kira
        ).parts
        for line in part.lines
        if line.measure.pk == rewarded.pk
    ]
    assert line.marks == (("waiting_order", "Ждёт приказа"),)


def test_an_annulled_order_hands_its_terms_to_the_next_one(rewarded, cycle, kira, dina):
    first = entered(cycle, kira, timezone.localdate() - timedelta(days=9))
    second = signed(cycle, kira, dina)

    documents.annul(document=first, remark="ошибка", by=dina)

    rewarded.refresh_from_db()
    assert rewarded.due_on == deadlines.add_months(second.signed_on, 1)
    assert history_of(rewarded)[0].what == "день срока изменился"


def test_a_day_put_off_by_hand_survives_the_annulment(rewarded, cycle, kira, dina):
    order = signed(cycle, kira, dina)
    later = order.signed_on + timedelta(days=90)
    measures.postpone(measure=rewarded, due_on=later, reason="ремонт", by=kira)

    documents.annul(document=order, remark="ошибка", by=dina)

    rewarded.refresh_from_db()
    assert (rewarded.planned_on, rewarded.due_on) == (None, later)


def test_an_archive_keeps_its_days(rewarded, cycle, kira, dina):
    Cycle.objects.filter(pk=cycle.pk).update(status="closed")

    signed(cycle, kira, dina)

    rewarded.refresh_from_db()
    assert rewarded.due_on is None


@pytest.mark.parametrize(
    ("days_before", "counts"), [(62, True), (63, False), (200, False)]
)
def test_both_the_act_and_the_clock_take_orders_of_two_months_before(
    rewarded, cycle, kira, days_before, counts
):
    today = timezone.localdate()
    Cycle.objects.filter(pk=cycle.pk).update(
        starts_on=today + timedelta(days=1), ends_on=today + timedelta(days=200)
    )
    day = today + timedelta(days=1) - timedelta(days=days_before)
    entered(cycle, kira, day)
    rewarded.refresh_from_db()
    assert (rewarded.due_on is not None) is counts

    stopped(rewarded)
    assert begin_waiting_terms() == int(counts)

    rewarded.refresh_from_db()
    assert rewarded.due_on == (deadlines.add_months(day, 1) if counts else None)
    assert begin_waiting_terms() == 0


def test_an_order_of_the_winter_before_is_not_of_this_school_year(
    rewarded, cycle, kira
):
    """The year is the same as the cycle's, the school year is not."""
    entered(cycle, kira, date(2026, 2, 10))

    assert begin_waiting_terms() == 0
    rewarded.refresh_from_db()
    assert rewarded.due_on is None


def test_the_clock_makes_good_what_was_interrupted(waiting, introduced):
    waiting.deadline = {**waiting.deadline, "anchor": "order_cmn_introduction"}
    waiting.save()

    assert begin_waiting_terms() == 1

    waiting.refresh_from_db()
    assert waiting.due_on == date(2026, 10, 10)
    assert (history_of(waiting)[0].by, history_of(waiting)[0].what) == (
        "портал",
        "срок начался",
    )


def test_the_clock_finds_the_order_on_the_cycles_own_pairs(school, kira, dina):
    year = make_pair_cycle(school)
    load_reference()
    roadmaps.load_roadmap(cycle=year, template_code="seven_stages", by=None)
    pair = make_pair(kira, year, PairStatus.AGREED)
    documents.sign(document=pairs.submit(pairs=[pair], by=kira), by=dina)
    begun = Measure.objects.filter(deadline__anchor="order_pairs")
    days = set(begun.values_list("due_on", flat=True))
    begun.update(planned_on=None, due_on=None)

    assert begin_waiting_terms() == 1

    assert set(begun.values_list("due_on", flat=True)) == days


def test_orders_are_looked_for_once_and_only_when_asked_for(
    introduced, django_assert_num_queries
):
    cycle = Cycle.objects.select_related("introduction_order").get(pk=introduced.pk)
    with django_assert_num_queries(0):
        assert frame_of(cycle)["order_on"]["order_cmn_introduction"]
    with django_assert_num_queries(2):
        assert frame_of(cycle)["order_on"].get("order_pairs") is None
        assert frame_of(cycle)["order_on"].get("order_rewards") is None
        assert list(frame_of(cycle)["order_on"]) == ["order_cmn_introduction"]
        assert len(frame_of(cycle)["order_on"]) == 1


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

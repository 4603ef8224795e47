"""A working day moved against the calendar moves every day shown of a term (R-311)."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from common.links import link
from programmes.actions import introduction, measures, roadmap_rows, roadmaps
from programmes.actions.waiting_terms import begin_waiting_terms
from programmes.models import Measure, MeasureItem
from programmes.queries.measures import history_of
from programmes.queries.roadmap_table import line_of
from programmes.queries.timeline import timelines_of
from registry.models import Cycle, DayCorrection

THREE_DAYS = {
    "kind": "relative_to_order",
    "anchor": "order_cmn_introduction",
    "days_to": 3,
    "in_working_days": True,
}
TITLE = "Ознакомить педагогов с приказом"
USUAL, MOVED = date(2026, 9, 30), date(2026, 10, 1)


@pytest.fixture
def counted(plan, cycle, kira):
    """Due three working days after the order of Friday the 25th: on the 30th."""
    measure = Measure.objects.filter(deadline__anchor="order_pairs").first()
    measure.title = TITLE
    measure.deadline = THREE_DAYS
    measure.deadline_raw = "в течение 3 рабочих дней после приказа о внедрении"
    measure.save()
    MeasureItem.objects.create(
        organisation=plan.organisation,
        measure=measure,
        ordinal=99,
        text="под подпись",
        deadline=THREE_DAYS,
    )
    introduction.introduce_by_paper(
        cycle=cycle,
        title="О внедрении",
        number="12-ОД",
        signed_on=date(2026, 9, 25),
        scan=None,
        by=kira,
    )
    measure.refresh_from_db()
    assert measure.due_on == USUAL
    return measure


@pytest.fixture
def moved(counted):
    """Monday the 28th is declared a day off."""
    DayCorrection.objects.create(day=date(2026, 9, 28), is_working=False)
    return counted


def read_anew(measure):
    """The measure as the next page reads it: nothing remembered."""
    return Measure.objects.select_related(
        "section__roadmap__cycle__introduction_order"
    ).get(pk=measure.pk)


def note(measure):
    return line_of(read_anew(measure), date(2026, 9, 26)).note


def days_drawn(measure):
    (chart,) = timelines_of(read_anew(measure).section.roadmap, date(2026, 9, 26))
    return [row.span.end for row in chart.rows if row.span.title == TITLE]


def extract(client, form, month):
    url = link("programmes:roadmap_extract", form=form)
    content = io.BytesIO(client.get(url, {"month": month}).content)
    if form == "pdf":
        text = " ".join(page.extract_text() for page in PdfReader(content).pages)
        return " ".join(text.split())
    sheet = load_workbook(content).active
    return " ".join(str(cell) for row in sheet.values for cell in row if cell)


def test_the_table_says_the_moved_day(counted):
    assert note(counted) == "до 30 сентября 2026 г."

    DayCorrection.objects.create(day=date(2026, 9, 28), is_working=False)

    assert note(counted) == "до 1 октября 2026 г."


def test_the_page_of_the_plan_says_the_moved_day(client, moved, kira):
    client.force_login(kira)

    page = client.get(link("programmes:roadmap")).content.decode()

    assert "до 1 октября 2026 г." in page


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_the_sheet_of_the_month_follows_the_moved_day(client, counted, kira, form):
    client.force_login(kira)
    before = extract(client, form, "2026-10")
    assert TITLE not in before

    DayCorrection.objects.create(day=date(2026, 9, 28), is_working=False)

    assert TITLE in extract(client, form, "2026-10")


def test_the_timeline_draws_the_moved_day(counted):
    assert days_drawn(counted) == [USUAL]

    DayCorrection.objects.create(day=date(2026, 9, 28), is_working=False)

    assert days_drawn(counted) == [MOVED]


def test_the_clock_stores_the_moved_day_once_and_tells_it(moved):
    assert begin_waiting_terms() == 1

    moved.refresh_from_db()
    assert (moved.planned_on, moved.due_on) == (MOVED, MOVED)
    assert moved.items.get(text="под подпись").due_on == MOVED
    told = history_of(moved)[0]
    assert (told.what, told.remark) == (
        "день срока изменился",
        "изменился календарь рабочих дней",
    )
    assert begin_waiting_terms() == 0


def test_a_correction_taken_back_gives_the_day_back(moved):
    begin_waiting_terms()
    DayCorrection.objects.all().delete()

    assert begin_waiting_terms() == 1

    moved.refresh_from_db()
    assert moved.due_on == USUAL


def test_a_day_put_off_by_hand_stays(moved, kira):
    later = date(2026, 12, 1)
    measures.postpone(measure=moved, due_on=later, reason="ремонт", by=kira)

    begin_waiting_terms()

    moved.refresh_from_db()
    assert (moved.planned_on, moved.due_on) == (MOVED, later)


def test_a_term_with_two_parts_follows_too(plan, cycle, moved):
    moved.deadline = {
        "kind": "compound",
        "operator": "or",
        "parts": [THREE_DAYS, {"kind": "by_date", "day": "2026-09-20"}],
    }
    moved.save()

    assert begin_waiting_terms() == 1

    moved.refresh_from_db()
    assert moved.due_on == MOVED


def test_an_archive_and_a_term_without_its_order_are_left(moved, cycle):
    waiting = {**THREE_DAYS, "anchor": "order_rewards"}
    other = Measure.objects.filter(deadline__anchor="order_pairs").first()
    Measure.objects.filter(pk=other.pk).update(deadline=waiting)
    Cycle.objects.filter(pk=cycle.pk).update(status="closed")

    assert begin_waiting_terms() == 0

    Cycle.objects.filter(pk=cycle.pk).update(status="running")
    roadmaps.recompute_days(cycle=Cycle.objects.get(pk=cycle.pk))
    assert begin_waiting_terms() == 0


def test_a_term_typed_into_a_cell_counts_with_the_moved_day(moved, kira):
    roadmap_rows.edit_measure(
        measure=moved,
        typed=roadmap_rows.Typed(
            {"deadline_raw": "не позднее 3 рабочих дней после приказа о внедрении"},
            seen={"deadline_raw": moved.deadline_raw},
            version=moved.version,
        ),
        by=kira,
    )

    moved.refresh_from_db()
    assert moved.due_on == MOVED


def test_the_clock_costs_the_same_for_many_terms(moved, django_assert_num_queries):
    begin_waiting_terms()
    Measure.objects.filter(is_heading=False).update(
        deadline=THREE_DAYS, planned_on=MOVED, due_on=MOVED
    )

    with django_assert_num_queries(5):
        assert begin_waiting_terms() == 0


def test_terms_in_parts_ask_for_the_orders_once(moved, cycle):
    """Each part may wait for an order of its own: they are looked for once a cycle."""
    part = {**THREE_DAYS, "anchor": "order_rewards"}
    both = {"kind": "compound", "operator": "or", "parts": [part, part]}
    rows = Measure.objects.filter(is_heading=False)
    rows.update(deadline={}, planned_on=None, due_on=None)
    MeasureItem.objects.all().delete()

    def cost(count):
        rows.filter(pk__in=rows.values("pk")[:count]).update(deadline=both)
        with CaptureQueriesContext(connection) as asked:
            assert begin_waiting_terms() == 0
        return len(asked)

    assert cost(1) == cost(9)

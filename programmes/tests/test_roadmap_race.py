"""Many people type into one plan at once: nothing is lost, nothing stands in two places."""

from __future__ import annotations

from threading import Event

import pytest
from django.db import connection
from django.db.transaction import atomic

from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common.tenancy import within
from common.tests.processes import wait_until
from conftest import lacking
from programmes.actions import measure_items, roadmap_rows, roadmaps
from programmes.actions.roadmap_rows import Clash, Typed
from programmes.actions.roadmaps import recompute_days
from programmes.models import Measure, MeasureItem, RoadmapEdit
from programmes.queries.row_cells import cells_of
from programmes.tests.pair_factories import make_pair_cycle
from programmes.tests.test_pair_race import all_at_once
from registry.actions.reference import load_reference

CROWD = 8

pytestmark = pytest.mark.services


@pytest.fixture
def postgres(transactional_db):
    if connection.vendor != "postgresql":
        lacking("PostgreSQL")


@pytest.fixture
def crowd(postgres):
    """A school with a plan and several curators."""
    school = make_organisation()
    curators = [make_member(school, Role.CURATOR) for _ in range(CROWD)]
    with within(school.pk):
        load_reference()
        cycle = make_pair_cycle(school)
        roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)
    return school, curators


def test_of_many_words_for_one_cell_one_stays_and_the_others_are_shown(crowd):
    school, curators = crowd
    with within(school.pk):
        measure = Measure.objects.first()
        seen = cells_of(measure)

    def type_in(curator):
        def job():
            word = f"Слово {curator.pk}"
            typed = Typed({"title": word}, seen, measure.version)
            try:
                roadmap_rows.edit_measure(
                    measure=Measure.objects.get(pk=measure.pk), typed=typed, by=curator
                )
            except Clash as clash:
                return clash.cells["title"]
            return word

        return job

    shown = all_at_once(school, [type_in(curator) for curator in curators])

    with within(school.pk):
        title = Measure.objects.get(pk=measure.pk).title
        assert shown == [title] * CROWD
        assert RoadmapEdit.objects.count() == 1


def test_many_cells_of_one_row_are_all_kept(crowd):
    school, curators = crowd
    cells = ("title", "result", "number_printed", "deadline_raw")
    with within(school.pk):
        measure = Measure.objects.first()
        seen = cells_of(measure)

    def type_in(curator, name):
        def job():
            typed = Typed({name: "до 1.12.2026"}, seen, measure.version)
            roadmap_rows.edit_measure(
                measure=Measure.objects.get(pk=measure.pk), typed=typed, by=curator
            )

        return job

    all_at_once(
        school,
        [type_in(who, name) for who, name in zip(curators, cells, strict=False)],
    )

    with within(school.pk):
        now = cells_of(Measure.objects.get(pk=measure.pk))
        assert {now[name] for name in cells} == {"до 1.12.2026"}
        assert RoadmapEdit.objects.count() == len(cells)


def test_rows_added_at_once_stand_each_in_a_place_of_its_own(crowd):
    school, curators = crowd
    with within(school.pk):
        section = Measure.objects.first().section
        before = section.measures.count()

    def add(curator):
        def job():
            roadmap_rows.add_measure(
                section=section, cells={"title": f"Дело {curator.pk}"}, by=curator
            )

        return job

    all_at_once(school, [add(curator) for curator in curators])

    with within(school.pk):
        places = list(section.measures.values_list("ordinal", flat=True))
        assert len(places) == len(set(places)) == before + CROWD


def test_a_mark_waits_for_who_types_the_items_over(crowd):
    school, curators = crowd
    with within(school.pk):
        measure = Measure.objects.filter(is_heading=False).first()
        typed = Typed({"items": "позвать\nсобрать"}, cells_of(measure), measure.version)
        roadmap_rows.edit_measure(measure=measure, typed=typed, by=curators[0])
        item = MeasureItem.objects.get(measure=measure, text="позвать")
    is_typing, is_marked = Event(), Event()

    def type_over():
        with atomic():
            fresh = Measure.objects.get(pk=measure.pk)
            typed = Typed({"items": "позвать\nвстретить"}, cells_of(fresh))
            roadmap_rows.edit_measure(measure=fresh, typed=typed, by=curators[1])
            is_typing.set()
            return is_marked.wait(0.5)

    def mark():
        is_typing.wait(60)
        measure_items.mark_item(item=item, is_done=True, by=curators[0])
        is_marked.set()

    was_marked_meanwhile, _ = all_at_once(school, [type_over, mark])

    assert not was_marked_meanwhile
    with within(school.pk):
        assert MeasureItem.objects.get(pk=item.pk).done_on is not None


def test_days_computed_anew_wait_for_rows_by_key_and_hold_none_behind(crowd):
    """A curator's step locks by key too: an order signed meanwhile cannot lock it out."""
    school, _ = crowd
    with within(school.pk):
        section = Measure.objects.first().section
        keys = section.measures.order_by("pk").values_list("pk", flat=True)
        first, *_, last = keys
        Measure.objects.filter(pk=first).update(ordinal=9_999)
    is_held = Event()

    def step():
        with atomic():
            Measure.objects.select_for_update(of=("self",)).get(pk=first)
            is_held.set()
            wait_until(somebody_waits)
            Measure.objects.select_for_update(of=("self",), nowait=True).get(pk=last)

    def compute():
        is_held.wait(timeout=60)
        recompute_days(cycle=section.roadmap.cycle)

    all_at_once(school, [step, compute])


def somebody_waits():
    """Tell whether another connection waits for a lock of this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return cursor.fetchone()[0]

"""What the rules of a plan's rows refuse, leave alone and bring back."""

from __future__ import annotations

from datetime import date

import pytest

from common.errors import Refused
from common.tenancy import within
from programmes import deadlines
from programmes.actions import (
    introduction,
    measures_bulk,
    roadmap_copies,
    roadmap_edits,
    roadmap_rows,
    roadmaps,
    row_writing,
)
from programmes.actions.roadmap_rows import Typed
from programmes.models import Measure, MeasureItem, RoadmapEdit, Section
from programmes.queries.row_cells import cells_of
from programmes.queries.row_states import key_of, states_of
from registry.models import Cycle


@pytest.fixture
def section(plan):
    return plan.sections.first()


@pytest.fixture
def next_plan(plan, school, kira):
    """The plan of the next year, copied from this one with its first measures."""
    year = Cycle.objects.create(
        organisation=school,
        title="2027/28 учебный год",
        starts_on=date(2027, 9, 1),
        ends_on=date(2028, 5, 31),
    )
    return roadmap_copies.copy_roadmap(
        source=plan, cycle=year, taken=keys_of(plan), by=kira
    )


def keys_of(plan):
    return set(
        Measure.objects.filter(section__roadmap=plan).values_list("pk", flat=True)
    )


def edit(row, by, **cells):
    change = {
        Measure: roadmap_rows.edit_measure,
        Section: roadmap_rows.edit_section,
    }[type(row)]
    name = "measure" if isinstance(row, Measure) else "section"
    typed = Typed(cells, cells_of(row), getattr(row, "version", 0))
    return change(**{name: row}, typed=typed, by=by)


def added(section, title, by, parent=None):
    row = roadmap_rows.add_measure(
        section=section, cells={"title": title}, parent=parent, by=by
    )
    return Measure.objects.get(pk=row.pk)


def last_step():
    return RoadmapEdit.objects.first()


def titles(plan):
    return list(plan.sections.values_list("title", flat=True))


def test_a_plan_is_not_copied_into_another_organisation(plan, other_school, kira):
    with within(other_school.pk):
        theirs = Cycle.objects.create(
            organisation=other_school,
            title="2026/27 учебный год",
            starts_on=date(2026, 9, 1),
            ends_on=date(2027, 5, 31),
        )

    with pytest.raises(Refused, match="другой организации"):
        roadmap_copies.copy_roadmap(
            source=plan, cycle=theirs, taken=keys_of(plan), by=kira
        )


def test_a_plan_is_not_copied_into_its_own_cycle(plan, cycle, kira):
    with pytest.raises(Refused, match="того же цикла"):
        roadmap_copies.copy_roadmap(
            source=plan, cycle=cycle, taken=keys_of(plan), by=kira
        )


def test_a_measure_taken_out_meanwhile_is_not_typed_into(section, kira):
    row = added(section, "Новое", kira)
    stale = Measure.objects.get(pk=row.pk)
    roadmap_rows.drop_measure(measure=row, by=kira)

    with pytest.raises(Refused, match="мероприятия в плане уже нет"):
        edit(stale, kira, title="Иначе")


def test_a_section_taken_out_meanwhile_takes_no_measure(plan, kira):
    new = roadmap_rows.add_section(roadmap=plan, cells={"title": "Новый"}, by=kira)
    stale = Section.objects.get(pk=new.pk)
    roadmap_rows.drop_section(section=new, by=kira)

    with pytest.raises(Refused, match="раздела в плане уже нет"):
        added(stale, "Новое", kira)


def test_a_plan_replaced_meanwhile_takes_no_section(plan, cycle, kira):
    roadmaps.load_roadmap(cycle=cycle, template_code="creativity_centre", by=kira)

    with pytest.raises(Refused, match="заменён другим"):
        roadmap_rows.add_section(roadmap=plan, cells={"title": "Новый"}, by=kira)

    assert not Section.objects.filter(title="Новый").exists()


def test_a_section_has_an_end(section, kira, monkeypatch):
    monkeypatch.setattr(roadmap_rows, "LONGEST_SECTION", section.measures.count())

    with pytest.raises(Refused, match="В разделе уже"):
        added(section, "Новое", kira)


def test_a_measure_is_not_added_under_a_heading_of_another_section(plan, kira):
    heading = plan.sections.first().measures.first()

    with pytest.raises(Refused, match="заголовка в разделе уже нет"):
        added(plan.sections.last(), "Новое", kira, parent=heading)


def test_a_plan_has_three_levels_and_no_fourth(section, kira):
    first = added(section, "Первый", kira)
    second = added(section, "Второй", kira, parent=first)
    third = added(section, "Третий", kira, parent=second)

    with pytest.raises(Refused, match="не больше трёх уровней"):
        added(section, "Четвёртый", kira, parent=third)

    assert third.parent == second


def test_a_heading_with_rows_under_it_is_not_removed(section, kira):
    heading = added(section, "Заголовок", kira)
    under = added(section, "Под ним", kira, parent=heading)

    with pytest.raises(Refused, match="сначала уберите их"):
        roadmap_rows.drop_measure(measure=heading, by=kira)

    assert Measure.objects.get(pk=under.pk).parent == heading


def test_the_first_row_moves_no_further_up(section, kira):
    before = list(section.measures.all())

    roadmap_rows.shift_measure(
        measure=before[0], places=-1, version=before[0].version, by=kira
    )

    assert list(section.measures.all()) == before
    assert not RoadmapEdit.objects.exists()


def test_a_heading_ticked_with_its_row_takes_it_along_once(plan, section, kira):
    heading = added(section, "Заголовок", kira)
    under = added(section, "Под ним", kira, parent=heading)
    heading.refresh_from_db()
    last = plan.sections.last()

    measures_bulk.move_to(
        roadmap=plan,
        chosen={row.pk: row.version for row in (heading, under)},
        section=last,
        by=kira,
    )

    assert list(last.measures.all())[-2:] == [heading, under]
    under.refresh_from_db()
    assert under.parent == heading


def test_a_second_click_adds_no_second_section(plan, kira):
    cells = {"title": "Восьмой", "deadline_raw": "май"}
    first = roadmap_rows.add_section(roadmap=plan, cells=cells, by=kira)

    second = roadmap_rows.add_section(roadmap=plan, cells=cells, by=kira)

    assert second == first
    assert titles(plan).count("Восьмой") == 1


def test_a_second_click_moves_a_section_no_further(plan, kira):
    last = plan.sections.last()
    stood = last.ordinal
    roadmap_rows.shift_section(section=last, places=-1, ordinal=stood, by=kira)
    moved = titles(plan)

    with pytest.raises(Refused, match="Раздел уже переместили"):
        roadmap_rows.shift_section(section=last, places=-1, ordinal=stood, by=kira)

    assert titles(plan) == moved


def test_the_first_section_moves_no_further_up(plan, section, kira):
    before = titles(plan)

    roadmap_rows.shift_section(
        section=section, places=-1, ordinal=section.ordinal, by=kira
    )

    assert titles(plan) == before
    assert not RoadmapEdit.objects.exists()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"deadline_raw": "май " * 100}, "в сроке не больше 300 знаков"),
        ({"number_printed": "1." * 20}, "не больше 20 знаков"),
        ({"stages": "S1, Ы9"}, "Такого этапа нет: Ы9"),
    ],
    ids=["deadline", "number", "stage"],
)
def test_a_cell_that_cannot_be_kept_is_answered_in_words(measure, kira, cells, words):
    before = cells_of(measure)

    with pytest.raises(Refused, match=words):
        edit(measure, kira, **cells)

    assert cells_of(Measure.objects.get(pk=measure.pk)) == before


def test_a_sections_work_is_typed_as_lines(section, kira):
    row = edit(
        section, kira, inner_work="педсовет\n\n опрос ", outer_work="встреча с вузом"
    )

    assert row.inner_work == ["педсовет", "опрос"]
    assert row.outer_work == ["встреча с вузом"]


def test_a_section_has_no_cell_of_responsibles(plan, kira):
    cells = {"title": "Восьмой", "responsibles": "директор"}

    with pytest.raises(Refused, match="Такой ячейки у раздела нет"):
        roadmap_rows.add_section(roadmap=plan, cells=cells, by=kira)

    assert "Восьмой" not in titles(plan)


def test_a_result_is_written_for_a_whole_section(plan, kira):
    cells = {"title": "Восьмой", "result": "Команда есть"}

    section = roadmap_rows.add_section(roadmap=plan, cells=cells, by=kira)

    assert section.result == "Команда есть"


def test_a_copied_row_comes_back_knowing_where_it_came_from(next_plan, kira):
    row = Measure.objects.filter(section__roadmap=next_plan).first()
    source = row.copied_from
    roadmap_rows.drop_measure(measure=row, by=kira)

    roadmap_edits.undo(edit=last_step(), by=kira)

    assert source is not None
    assert Measure.objects.get(pk=row.pk).copied_from == source


def test_a_section_that_has_got_measures_is_not_taken_out(plan, kira):
    new = roadmap_rows.add_section(roadmap=plan, cells={"title": "Новый"}, by=kira)
    step = last_step()
    row = added(new, "Новое", kira)

    with pytest.raises(Refused, match="В разделе уже есть мероприятия"):
        roadmap_edits.undo(edit=step, by=kira)

    assert Measure.objects.get(pk=row.pk).section == new


def test_a_section_comes_back_to_a_place_another_has_taken(plan, kira):
    first = roadmap_rows.add_section(roadmap=plan, cells={"title": "Первый"}, by=kira)
    roadmap_rows.drop_section(section=first, by=kira)
    step = last_step()
    roadmap_rows.add_section(roadmap=plan, cells={"title": "Второй"}, by=kira)

    roadmap_edits.undo(edit=step, by=kira)

    assert titles(plan)[-2:] == ["Первый", "Второй"]


def test_a_row_does_not_come_back_into_another_plan(plan, next_plan, measure):
    key = key_of(measure)
    state = states_of([measure])[key]
    elsewhere = next_plan.sections.first()
    before = elsewhere.measures.count()
    measure.delete()

    with pytest.raises(Refused, match="сначала верните раздел"):
        row_writing.restore(plan, {key: {**state, "section_id": elsewhere.pk}})

    assert elsewhere.measures.count() == before


def test_an_item_gets_its_day_from_the_order_it_waits_for(measure, cycle, kira):
    words = "в течение месяца после приказа о внедрении"
    item = MeasureItem.objects.create(
        organisation_id=measure.organisation_id,
        measure=measure,
        ordinal=90,
        text="собрать команду",
        deadline_raw=words,
        deadline=deadlines.parse(words).to_json(),
    )

    introduction.introduce_by_paper(
        cycle=cycle,
        title="О внедрении",
        number="12-ОД",
        signed_on=date(2026, 9, 10),
        scan=None,
        by=kira,
    )

    item.refresh_from_db()
    assert item.due_on == date(2026, 10, 10)

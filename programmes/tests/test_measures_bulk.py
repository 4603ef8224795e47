"""Several measures at once: assigned, put off, moved, caught up; each step undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from common.errors import Refused
from programmes.actions import (
    measures,
    measures_bulk,
    roadmap_edits,
    roadmap_rows,
    roadmaps,
)
from programmes.actions.measures_bulk import Decision
from programmes.enums import MeasureStatus
from programmes.models import (
    Measure,
    Responsible,
    RoadmapEdit,
    Section,
)
from programmes.queries.measures import my_measures_of
from programmes.queries.printed_names import is_name_of
from programmes.queries.row_cells import cells_of
from programmes.queries.row_states import states_of
from registry.models import Person

DONE, PLANNED = MeasureStatus.DONE, MeasureStatus.PLANNED


def everything():
    return states_of([*Section.objects.all(), *Measure.objects.all()])


def chosen(*rows):
    return {row.pk: Measure.objects.get(pk=row.pk).version for row in rows}


def undo_last(by):
    roadmap_edits.undo(edit=RoadmapEdit.objects.first(), by=by)


def test_several_rows_get_a_responsible_in_one_step(plan, three, zuev, kira):
    before = everything()

    changed = measures_bulk.assign_to(
        roadmap=plan,
        chosen=chosen(*three),
        responsible=Responsible(person=zuev),
        by=kira,
    )

    assert changed.count == 3
    assert set(my_measures_of(zuev.user, plan.organisation_id)) == set(three)
    undo_last(kira)
    assert everything() == before


def test_several_deadlines_shift_and_the_printed_stay(plan, three, kira):
    before = everything()
    days = {row.pk: row.due_on for row in three}

    changed = measures_bulk.shift_days(
        roadmap=plan, chosen=chosen(*three), days=14, reason="карантин", by=kira
    )

    dated = [row for row in three if days[row.pk]]
    assert (changed.count, changed.skipped) == (len(dated), 3 - len(dated))
    for row in dated:
        fresh = Measure.objects.get(pk=row.pk)
        assert fresh.due_on == days[row.pk] + timedelta(days=14)
        assert fresh.deadline_raw == row.deadline_raw
    undo_last(kira)
    assert everything() == before


def test_the_same_rows_shifted_by_a_second_click_stay(plan, three, kira):
    rows = chosen(*three)
    measures_bulk.shift_days(roadmap=plan, chosen=rows, days=14, reason="да", by=kira)

    with pytest.raises(Refused, match="пока вы выбирали"):
        measures_bulk.shift_days(
            roadmap=plan, chosen=rows, days=14, reason="да", by=kira
        )


def test_several_states_change_and_what_cannot_is_left(plan, three, kira):
    measures.move(
        measure=three[0], to=MeasureStatus.CANCELLED, by=kira, reason="не нужно"
    )

    changed = measures_bulk.change_status(
        roadmap=plan, chosen=chosen(*three), to=DONE, by=kira
    )

    assert (changed.count, changed.skipped) == (2, 1)
    assert Measure.objects.filter(status=DONE, confirmed_by=kira).count() == 2


def test_several_rows_are_cancelled_with_one_reason(plan, three, kira):
    with pytest.raises(Refused, match="почему"):
        measures_bulk.change_status(
            roadmap=plan, chosen=chosen(*three), to=MeasureStatus.CANCELLED, by=kira
        )

    measures_bulk.change_status(
        roadmap=plan,
        chosen=chosen(*three),
        to=MeasureStatus.CANCELLED,
        reason="нет детей",
        by=kira,
    )

    assert Measure.objects.filter(reason="нет детей").count() == 3


@pytest.fixture
def printed(measure, school):
    """A measure for which «Рогов Р. И.» answers, as printed; and Rogov of the staff."""
    measure.responsibles.all().delete()
    Responsible.objects.create(
        organisation=school, measure=measure, ordinal=1, label="педагог Рогов Р.И."
    )
    rogov = Person.objects.create(
        organisation=school,
        last_name="Рогов",
        first_name="Роман",
        patronymic="Ильич",
        is_staff_member=True,
    )
    return measure, rogov


def test_who_is_printed_by_name_is_linked_and_shown_once(printed, kira):
    measure, rogov = printed

    measures.assign(measure=measure, responsibles=[rogov], by=kira)

    row = measure.responsibles.get()
    assert (row.label, row.person) == ("педагог Рогов Р.И.", rogov)
    assert cells_of(measure)["responsibles"] == "педагог Рогов Р.И."


def test_many_at_once_link_who_is_printed_by_name(printed, plan, kira):
    measure, rogov = printed
    asked = {"roadmap": plan, "responsible": Responsible(person=rogov), "by": kira}

    first = measures_bulk.assign_to(chosen=chosen(measure), **asked)
    second = measures_bulk.assign_to(chosen=chosen(measure), **asked)

    assert (first.count, second.count) == (1, 0)
    assert measure.responsibles.get().person == rogov


@pytest.mark.parametrize(
    ("label", "is_his"),
    [
        ("Рогов Р. И.", True),
        ("Р.И. Рогов", True),
        ("директор Рогов Роман Ильич", True),
        ("Рогов Роман", True),
        ("Рогов П. И.", False),
        ("Рогов", False),
        ("Рогова Р. И.", False),
        ("директор", False),
    ],
)
def test_a_printed_name_is_told_from_a_namesake(printed, label, is_his):
    _, rogov = printed

    assert is_name_of(label, rogov) is is_his


def test_who_has_no_given_name_is_not_guessed(zuev):
    assert not is_name_of("Зуев З.", zuev)


def test_several_rows_go_to_another_section_in_their_order(plan, three, kira):
    before, last = everything(), plan.sections.last()

    measures_bulk.move_to(roadmap=plan, chosen=chosen(*three), section=last, by=kira)

    assert list(last.measures.all())[-3:] == three
    undo_last(kira)
    assert everything() == before


def test_a_row_goes_under_a_heading(cycle, kira):
    plan = roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=None
    )
    before = everything()
    heading = Measure.objects.filter(is_heading=True).first()
    row = Measure.objects.filter(parent=None, is_heading=False).first()

    measures_bulk.move_to(
        roadmap=plan,
        chosen=chosen(row),
        section=heading.section,
        parent=heading,
        by=kira,
    )

    assert heading.parts.last() == row
    undo_last(kira)
    assert everything() == before


def test_rows_go_before_another_row(plan, three, kira):
    before = everything()
    first, second, third = three

    measures_bulk.move_to(
        roadmap=plan,
        chosen=chosen(second, third),
        section=first.section,
        before=first,
        by=kira,
    )

    assert list(first.section.measures.all())[:3] == [second, third, first]
    undo_last(kira)
    assert everything() == before


def test_a_row_that_went_elsewhere_meanwhile_gives_no_place(plan, three, kira):
    first, _, third = three
    measures_bulk.move_to(
        roadmap=plan, chosen=chosen(third), section=plan.sections.last(), by=kira
    )
    before = everything()

    with pytest.raises(Refused, match="в другом месте"):
        measures_bulk.move_to(
            roadmap=plan,
            chosen=chosen(first),
            section=first.section,
            before=third,
            by=kira,
        )

    assert everything() == before


def test_a_heading_does_not_go_under_itself(cycle, kira):
    plan = roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=None
    )
    heading = Measure.objects.filter(is_heading=True).first()

    with pytest.raises(Refused, match="под него самого"):
        measures_bulk.move_to(
            roadmap=plan,
            chosen=chosen(heading),
            section=heading.section,
            parent=heading,
            by=kira,
        )


def test_a_plan_has_three_levels(cycle, kira):
    plan = roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=None
    )
    one, two = Measure.objects.filter(is_heading=True)[:2]
    inner = roadmap_rows.add_measure(
        section=one.section,
        cells={"title": "Внутри"},
        parent=one,
        is_heading=True,
        by=kira,
    )

    with pytest.raises(Refused, match="трёх уровней"):
        measures_bulk.move_to(
            roadmap=plan,
            chosen=chosen(two),
            section=one.section,
            parent=inner,
            by=kira,
        )


def test_nothing_ticked_is_said(plan, kira):
    with pytest.raises(Refused, match="галочками"):
        measures_bulk.change_status(roadmap=plan, chosen={}, to=DONE, by=kira)


def test_a_plan_begun_late_is_caught_up_in_one_step(plan, three, kira):
    before = everything()
    first, second, _ = three
    day = timezone.localdate()
    decisions = {
        first.pk: Decision(first.version, day, is_done=True),
        second.pk: Decision(second.version, date(2027, 3, 1), is_done=False),
    }

    measures_bulk.catch_up(
        roadmap=plan, decisions=decisions, reason="начали поздно", by=kira
    )

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.done_on) == (DONE, day)
    assert (second.status, second.due_on) == ("postponed", date(2027, 3, 1))
    undo_last(kira)
    assert everything() == before

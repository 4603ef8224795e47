"""Undoing a step of editing when other steps came since: nothing breaks, nothing is lost."""

from __future__ import annotations

import pytest
from django.db import connection

from common.errors import Refused
from common.links import link
from programmes.actions import (
    measure_comments,
    measures_bulk,
    roadmap_edits,
    roadmap_rows,
    teams,
)
from programmes.actions.roadmap_rows import Typed
from programmes.actions.teams import Charter
from programmes.models import Measure, MeasureComment, RoadmapEdit
from programmes.queries.row_cells import cells_of
from registry.actions import joining
from registry.models import Person


@pytest.fixture
def section(plan):
    return plan.sections.first()


@pytest.fixture
def heading(section, kira):
    """A heading just added, last of its section."""
    return roadmap_rows.add_measure(
        section=section, cells={"title": "Заголовок"}, is_heading=True, by=kira
    )


def last_step():
    return RoadmapEdit.objects.first()


def undo(step, by):
    roadmap_edits.undo(edit=step, by=by)
    connection.check_constraints()


def added(section, title, by, parent=None):
    row = roadmap_rows.add_measure(
        section=section, cells={"title": title}, parent=parent, by=by
    )
    return Measure.objects.get(pk=row.pk)


def moved(row, section, by):
    measures_bulk.move_to(
        roadmap=section.roadmap, chosen={row.pk: row.version}, section=section, by=by
    )
    return last_step()


def answered_by(measure, words, by):
    row = Measure.objects.get(pk=measure.pk)
    typed = Typed({"responsibles": words}, cells_of(row), row.version)
    roadmap_rows.edit_measure(measure=row, typed=typed, by=by)


def test_a_row_comes_back_to_a_place_another_has_taken(plan, section, kira):
    row = section.measures.last()
    step = moved(row, plan.sections.last(), kira)
    new = added(section, "Новое", kira)

    undo(step, kira)

    assert list(section.measures.all())[-2:] == [row, new]


def test_a_row_somebody_wrote_about_is_not_taken_out(section, kira):
    row = added(section, "Новое", kira)
    step = last_step()
    measure_comments.comment(measure=row, text="важно", by=kira)

    with pytest.raises(Refused, match="уже есть комментарии"):
        undo(step, kira)

    assert MeasureComment.objects.get().measure == row


def test_a_heading_with_rows_under_it_is_not_taken_out(section, heading, kira):
    step = last_step()
    row = added(section, "Новое", kira, parent=heading)

    with pytest.raises(Refused, match="уже есть строки"):
        undo(step, kira)

    assert Measure.objects.get(pk=row.pk).parent == heading


def test_a_row_waits_for_the_heading_it_stood_under(section, heading, kira):
    row = added(section, "Новое", kira, parent=heading)
    roadmap_rows.drop_measure(measure=row, by=kira)
    step = last_step()
    roadmap_rows.drop_measure(measure=heading, by=kira)

    with pytest.raises(Refused, match="сначала верните его"):
        undo(step, kira)

    undo(last_step(), kira)
    undo(step, kira)
    assert Measure.objects.get(pk=row.pk).parent == heading


def test_a_moved_row_waits_for_the_section_it_stood_in(plan, section, kira):
    short = roadmap_rows.add_section(roadmap=plan, cells={"title": "Новый"}, by=kira)
    row = added(short, "Новое", kira)
    step = moved(row, section, kira)
    roadmap_rows.drop_section(section=short, by=kira)

    with pytest.raises(Refused, match="сначала верните раздел"):
        undo(step, kira)

    undo(last_step(), kira)
    undo(step, kira)
    assert Measure.objects.get(pk=row.pk).section == short


def test_a_group_that_is_gone_is_not_named_again(measure, cycle, kira):
    team = teams.create_team(
        cycle=cycle, charter=Charter("working_group", "Штаб"), by=kira
    )
    answered_by(measure, "Штаб", kira)
    answered_by(measure, "завхоз", kira)
    teams.drop_team(team=team, by=kira)

    with pytest.raises(Refused, match="Группы, которая стояла в строке"):
        undo(last_step(), kira)


def test_a_person_joined_with_another_is_not_named_again(measure, school, kira):
    one, other = (
        Person.objects.create(
            organisation=school, last_name="Зуев", first_name=name, is_staff_member=True
        )
        for name in ("Захар", "Зиновий")
    )
    answered_by(measure, "Зуев Зиновий", kira)
    answered_by(measure, "завхоз", kira)
    joining.join(kept=one, other=other, by=kira)

    with pytest.raises(Refused, match="Человека, который стоял в строке"):
        undo(last_step(), kira)


@pytest.mark.parametrize("row", ["²:1", f"{'9' * 30}:1", f"1:{'9' * 30}", "1", ":"])
def test_rows_nobody_could_tick_are_answered_in_words(client, plan, kira, row):
    client.force_login(kira)
    asked = {"act": "shift", "row": row, "days": "3", "reason": "карантин"}

    page = client.post(
        link("programmes:measures_change"),
        asked,
        follow=True,
        headers={"referer": link("programmes:roadmap_edit")},
    )

    assert "Отметьте строки галочками" in page.content.decode()


def test_a_place_that_is_no_number_moves_nothing(client, measure, kira):
    client.force_login(kira)

    page = client.post(
        link("programmes:measure_down", pk=measure.pk),
        {"version": "²"},
        follow=True,
        headers={"referer": link("programmes:roadmap_edit")},
    )

    assert "Проверьте порядок" in page.content.decode()

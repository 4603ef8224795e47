"""The table of a plan is typed into; each step is kept, undone and done again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from programmes.actions import measures, roadmap_edits, roadmap_rows, roadmaps, teams
from programmes.actions.roadmap_rows import Clash, Typed
from programmes.models import Measure, RoadmapEdit, Section
from programmes.queries.row_cells import cell_text, cells_of
from programmes.queries.row_states import states_of
from registry.models import Person


def typed(measure, **cells):
    """What a person sees now, and types."""
    return Typed(cells, cells_of(measure), measure.version)


def edit(measure, by, **cells):
    fresh = Measure.objects.get(pk=measure.pk)
    return roadmap_rows.edit_measure(measure=fresh, typed=typed(fresh, **cells), by=by)


def everything(plan):
    """Every row of the plan with all it holds."""
    return states_of([*Section.objects.all(), *Measure.objects.all()])


def last_step():
    return RoadmapEdit.objects.first()


def order(section):
    return list(section.measures.values_list("title", flat=True))


@pytest.fixture
def zuev(school):
    """Zuev of the staff."""
    return Person.objects.create(
        organisation=school,
        last_name="Зуев",
        first_name="Захар",
        patronymic="Ильич",
        is_staff_member=True,
    )


@pytest.fixture
def section(plan):
    return plan.sections.first()


def test_a_typed_deadline_keeps_its_words_and_gets_a_day(measure, kira):
    row = edit(measure, kira, deadline_raw="до 25.10.2026")

    assert (row.deadline_raw, row.due_on) == ("до 25.10.2026", date(2026, 10, 25))
    assert row.planned_on == date(2026, 10, 25)


def test_a_deadline_that_is_not_understood_stays_as_typed(measure, kira):
    row = edit(measure, kira, deadline_raw="когда рак на горе свистнет")

    assert row.deadline_raw == "когда рак на горе свистнет"
    assert row.due_on is None


def test_a_new_printed_deadline_leaves_the_day_somebody_put_off(measure, kira):
    measures.postpone(
        measure=measure, due_on=date(2027, 1, 15), reason="карантин", by=kira
    )

    row = edit(measure, kira, deadline_raw="до 25.10.2026")

    assert (row.planned_on, row.due_on) == (date(2026, 10, 25), date(2027, 1, 15))


def test_every_cell_is_typed_into(measure, kira, zuev):
    row = edit(
        measure,
        kira,
        number_printed="1.1.",
        title="Собрать команду",
        responsibles="завхоз\nЗуев Захар Ильич",
        result="Команда есть",
        documents="Протокол совещания\nПриказ",
        stages="X1, S2",
        items="позвать\nсобрать",
    )

    assert cells_of(Measure.objects.get(pk=row.pk)) | {"deadline_raw": ""} == {
        "number_printed": "1.1.",
        "title": "Собрать команду",
        "deadline_raw": "",
        "responsibles": "завхоз\nЗуев Захар Ильич",
        "result": "Команда есть",
        "documents": "Протокол совещания\nПриказ",
        "stages": "S2, X1",
        "items": "позвать\nсобрать",
    }
    assert [each.person for each in row.responsibles.all()] == [None, zuev]


def test_a_person_is_named_behind_a_printed_word(measure, kira, zuev):
    row = edit(measure, kira, responsibles="директор — Зуев З. И.")

    responsible = row.responsibles.get()
    assert (responsible.label, responsible.role) == ("директор", Role.DIRECTOR)
    assert responsible.person == zuev
    assert cell_text(row, "responsibles") == "директор — Зуев Захар Ильич"


def test_a_group_and_a_role_are_recognised_by_their_names(measure, cycle, kira):
    team = teams.create_team(
        cycle=cycle, charter=teams.Charter("team", "Штаб наставников"), by=kira
    )

    row = edit(measure, kira, responsibles="штаб наставников\nПедагог-психолог")

    first, second = row.responsibles.all()
    assert first.team == team
    assert second.role == Role.PSYCHOLOGIST


def test_a_name_that_fits_two_people_is_asked_in_full(measure, kira, school, zuev):
    Person.objects.create(
        organisation=school,
        last_name="Зуев",
        first_name="Зиновий",
        patronymic="Игоревич",
        is_staff_member=True,
    )

    with pytest.raises(Refused, match="двое"):
        edit(measure, kira, responsibles="Зуев З. И.")


def test_nobody_answers_twice_for_one_measure(measure, kira, zuev):
    with pytest.raises(Refused, match="дважды"):
        edit(measure, kira, responsibles="Зуев Захар Ильич\nЗуев З. И.")


def test_a_measure_has_a_name(measure, kira):
    with pytest.raises(Refused, match="название"):
        edit(measure, kira, title="  ")


def test_items_keep_their_marks_when_lines_are_retyped(measure, kira):
    edit(measure, kira, items="раз\nдва\nтри")
    two = measure.items.get(text="два")
    two.done_on = timezone.localdate()
    two.save()

    edit(measure, kira, items="три\nдва с половиной\nдва")

    kept = measure.items.get(text="два")
    assert (kept.pk, kept.done_on) == (two.pk, timezone.localdate())
    assert list(measure.items.values_list("text", flat=True)) == [
        "три",
        "два с половиной",
        "два",
    ]


def test_what_nobody_typed_writes_nothing(measure, kira):
    edit(measure, kira, title=measure.title)

    assert not RoadmapEdit.objects.exists()


def test_two_people_type_into_two_cells_of_one_row(measure, kira, school):
    deputy = make_member(school, Role.DEPUTY_DIRECTOR)
    seen = typed(measure, title="Название Киры")
    edit(measure, deputy, result="Результат заместителя")

    row = roadmap_rows.edit_measure(measure=measure, typed=seen, by=kira)

    assert (row.title, row.result) == ("Название Киры", "Результат заместителя")


def test_a_clash_says_who_was_first_and_shows_both(measure, kira, school):
    deputy = make_member(school, Role.DEPUTY_DIRECTOR, name="Быстрова Бэла Борисовна")
    seen = typed(measure, title="Слово Киры")
    edit(measure, deputy, title="Слово заместителя")

    with pytest.raises(Clash, match="Быстрова Бэла Борисовна") as clash:
        roadmap_rows.edit_measure(measure=measure, typed=seen, by=kira)

    assert clash.value.cells == {"title": "Слово заместителя"}
    assert Measure.objects.get(pk=measure.pk).title == "Слово заместителя"


@pytest.mark.parametrize(
    "cells",
    [
        {"title": "Иначе"},
        {"deadline_raw": "до 25.10.2026"},
        {"responsibles": "завхоз"},
        {"documents": "Справка"},
        {"stages": "X2"},
        {"items": "раз\nдва"},
        {"number_printed": "", "result": "Другой"},
    ],
    ids="+".join,
)
def test_a_step_is_undone_and_done_again_without_loss(measure, plan, kira, cells):
    before = everything(plan)
    edit(measure, kira, **cells)
    after = everything(plan)

    roadmap_edits.undo(edit=last_step(), by=kira)
    undone = everything(plan)
    roadmap_edits.redo(edit=last_step(), by=kira)

    assert undone == before
    assert without_keys(everything(plan)) == without_keys(after)


def without_keys(states):
    """Rows that came back by being made anew have keys of their own."""
    return {
        key: {
            name: [{**one, "id": None} for one in value]
            if value and isinstance(value, list) and isinstance(value[0], dict)
            else value
            for name, value in state.items()
        }
        for key, state in states.items()
    }


def test_a_step_is_undone_once_however_often_it_is_asked(measure, kira):
    title = measure.title
    edit(measure, kira, title="Иначе")
    step = last_step()

    roadmap_edits.undo(edit=step, by=kira)
    edit(measure, kira, result="Потом")
    roadmap_edits.undo(edit=step, by=kira)

    row = Measure.objects.get(pk=measure.pk)
    assert (row.title, row.result) == (title, "Потом")


def test_a_step_whose_row_moved_on_is_not_undone(measure, kira):
    edit(measure, kira, title="Первое")
    first = last_step()
    edit(measure, kira, title="Второе")

    with pytest.raises(Refused, match="с тех пор изменили"):
        roadmap_edits.undo(edit=first, by=kira)

    assert Measure.objects.get(pk=measure.pk).title == "Второе"


def test_an_edit_stands_in_the_audit_trail(measure, plan, kira):
    edit(measure, kira, title="Иначе")

    event = AuditEvent.objects.get(what="measure.edited")
    assert (event.by, event.object_id) == (kira, measure.pk)
    assert event.detail.after["title"] == "Иначе"
    assert AuditEvent.objects.filter(what="roadmap.edited", object_id=plan.pk).exists()


def test_a_measure_is_added_at_the_end(section, plan, kira):
    before = everything(plan)

    row = roadmap_rows.add_measure(
        section=section, cells={"title": "Новое", "deadline_raw": "октябрь"}, by=kira
    )

    assert order(section)[-1] == "Новое"
    assert row.due_on == date(2026, 10, 31)
    assert set(row.stages.all()) == set(section.stages.all())
    roadmap_edits.undo(edit=last_step(), by=kira)
    assert everything(plan) == before


def test_a_second_click_adds_nothing(section, kira):
    cells = {"title": "Новое", "result": "Есть"}
    roadmap_rows.add_measure(section=section, cells=cells, by=kira)
    count = section.measures.count()

    roadmap_rows.add_measure(section=section, cells=cells, by=kira)

    assert section.measures.count() == count


def test_a_measure_is_added_under_its_heading(cycle, kira):
    plan = roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=None
    )
    before = everything(plan)
    heading = Measure.objects.filter(is_heading=True).first()
    last = heading.parts.last()

    row = roadmap_rows.add_measure(
        section=heading.section, cells={"title": "Ещё"}, parent=heading, by=kira
    )

    assert (row.parent, row.ordinal) == (heading, last.ordinal + 1)
    roadmap_edits.undo(edit=last_step(), by=kira)
    assert everything(plan) == before
    roadmap_edits.redo(edit=last_step(), by=kira)
    assert Measure.objects.get(title="Ещё").ordinal == last.ordinal + 1


def test_a_section_level_deadline_is_taken_over_by_new_measures(cycle, kira):
    roadmaps.load_roadmap(cycle=cycle, template_code="youth_palace", by=None)
    section = Section.objects.exclude(deadline_raw="").first()

    row = roadmap_rows.add_measure(section=section, cells={"title": "Ещё"}, by=kira)

    assert row.deadline["is_inherited"]
    assert row.deadline_raw == section.deadline_raw


def test_measures_follow_the_deadline_of_their_section(cycle, kira):
    plan = roadmaps.load_roadmap(cycle=cycle, template_code="youth_palace", by=None)
    before = everything(plan)
    section = Section.objects.exclude(deadline_raw="").first()
    seen = Typed({"deadline_raw": "до 20.11.2026"}, cells_of(section))

    roadmap_rows.edit_section(section=section, typed=seen, by=kira)

    heirs = section.measures.filter(deadline__is_inherited=True)
    assert heirs.count() > 1
    assert set(heirs.values_list("due_on", flat=True)) == {date(2026, 11, 20)}
    roadmap_edits.undo(edit=last_step(), by=kira)
    assert everything(plan) == before


def test_a_row_is_removed_and_comes_back_with_all_it_had(measure, plan, kira):
    edit(measure, kira, items="раз\nдва", responsibles="завхоз")
    before = everything(plan)

    roadmap_rows.drop_measure(measure=measure, by=kira)
    assert not Measure.objects.filter(pk=measure.pk).exists()
    roadmap_edits.undo(edit=last_step(), by=kira)

    assert everything(plan) == before


def test_a_row_with_work_in_it_is_cancelled_not_removed(measure, kira):
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=kira)

    with pytest.raises(Refused, match="Отмените"):
        roadmap_rows.drop_measure(measure=measure, by=kira)


def test_rows_change_places(section, plan, kira):
    before, titles = everything(plan), order(section)
    second = section.measures.all()[1]

    roadmap_rows.shift_measure(
        measure=second, places=-1, version=second.version, by=kira
    )

    assert order(section) == [titles[1], titles[0], *titles[2:]]
    roadmap_edits.undo(edit=last_step(), by=kira)
    assert everything(plan) == before


def test_a_second_click_moves_nothing_further(section, kira):
    last = section.measures.last()
    version = last.version
    roadmap_rows.shift_measure(measure=last, places=-1, version=version, by=kira)

    with pytest.raises(Refused, match="уже переместили"):
        roadmap_rows.shift_measure(measure=last, places=-1, version=version, by=kira)


def test_a_heading_moves_with_what_stands_under_it(cycle, kira):
    roadmaps.load_roadmap(cycle=cycle, template_code="creativity_centre", by=None)
    first, second = Measure.objects.filter(is_heading=True)[:2]
    under = list(second.parts.values_list("title", flat=True))

    roadmap_rows.shift_measure(
        measure=second, places=-1, version=second.version, by=kira
    )

    titles = order(first.section)
    place = titles.index(second.title)
    assert titles[place + 1 : place + 1 + len(under)] == under
    assert titles.index(first.title) == place + 1 + len(under)


def test_sections_are_added_moved_and_removed(plan, kira):
    before = everything(plan)
    added = roadmap_rows.add_section(
        roadmap=plan, cells={"title": "Восьмой", "deadline_raw": "май"}, by=kira
    )
    roadmap_rows.shift_section(section=added, places=-1, ordinal=added.ordinal, by=kira)
    assert list(plan.sections.values_list("title", flat=True))[-2] == "Восьмой"

    roadmap_rows.drop_section(section=added, by=kira)
    for _ in range(3):
        step = RoadmapEdit.objects.filter(undone_at=None).first()
        roadmap_edits.undo(edit=step, by=kira)

    assert everything(plan) == before


def test_a_section_with_measures_is_not_removed(section, kira):
    with pytest.raises(Refused, match="сначала перенесите"):
        roadmap_rows.drop_section(section=section, by=kira)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.RESPONSIBLE, Role.MENTOR])
def test_only_the_curator_types_into_the_plan(measure, school, role):
    with pytest.raises(PermissionDenied, match="куратор"):
        edit(measure, make_member(school, role), title="Иначе")


def test_the_plan_of_a_closed_cycle_is_not_typed_into(measure, cycle, kira):
    cycle.status = "closed"
    cycle.save()

    with pytest.raises(PermissionDenied, match="архив"):
        edit(measure, kira, title="Иначе")

"""What becomes of measures: done and confirmed, items, comments, many at once, groups."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from documents.actions import register_external
from programmes.actions import (
    measure_comments,
    measure_items,
    measures,
    measures_bulk,
    roadmap_edits,
    roadmap_rows,
    roadmaps,
    teams,
)
from programmes.actions.measures_bulk import Decision
from programmes.enums import MeasureStatus, TeamKind
from programmes.models import (
    Measure,
    MeasureComment,
    MeasureItem,
    Responsible,
    RoadmapEdit,
    Section,
)
from programmes.permissions.roadmap import may_be_replaced
from programmes.queries.measures import history_of, my_items_of, my_measures_of
from programmes.queries.printed_names import is_name_of
from programmes.queries.roadmap_table import heading_status, table_of
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


@pytest.fixture
def zuev(school):
    """Zuev of the staff, with an account that answers for measures."""
    user = make_member(school, Role.RESPONSIBLE, name="Зуев Захар Ильич")
    return Person.objects.create(
        organisation=school, last_name="Зуев", is_staff_member=True, user=user
    )


@pytest.fixture
def his(measure, zuev, kira):
    """A measure Zuev answers for."""
    return measures.assign(measure=measure, responsibles=[zuev], by=kira)


@pytest.fixture
def three(plan):
    """Three measures of the plan's first section."""
    return list(plan.sections.first().measures.filter(is_heading=False)[:3])


def test_what_a_responsible_reports_waits_for_the_curator(his, zuev, kira):
    reported = measures.report_done(
        measure=his,
        done_on=timezone.localdate(),
        by=zuev.user,
        evidence="провели",
        evidence_link="https://school.example/novost",
    )
    assert (reported.status, reported.confirmed_at) == (DONE, None)

    confirmed = measures.confirm(measure=his, by=kira)

    assert confirmed.confirmed_by == kira
    measures.confirm(measure=his, by=kira)
    assert AuditEvent.objects.filter(what="measure.confirmed").count() == 1


def test_what_the_curator_marks_is_confirmed_at_once(measure, kira):
    done = measures.report_done(measure=measure, done_on=timezone.localdate(), by=kira)

    assert done.confirmed_by == kira


def test_a_reported_measure_is_returned_with_a_remark(his, zuev, kira):
    measures.report_done(measure=his, done_on=timezone.localdate(), by=zuev.user)

    returned = measures.send_back(measure=his, remark="нет протокола", by=kira)

    assert (returned.status, returned.done_on) == (MeasureStatus.IN_PROGRESS, None)
    assert "нет протокола" in MeasureComment.objects.get().text


def test_a_responsible_does_not_confirm_himself(his, zuev):
    measures.report_done(measure=his, done_on=timezone.localdate(), by=zuev.user)

    with pytest.raises(PermissionDenied, match="куратор"):
        measures.confirm(measure=his, by=zuev.user)


def test_only_what_is_done_is_confirmed(measure, kira):
    with pytest.raises(Refused, match="отмечено выполненным"):
        measures.confirm(measure=measure, by=kira)


def test_a_reopened_measure_is_confirmed_anew(measure, kira):
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=kira)

    opened = measures.move(measure=measure, to=MeasureStatus.IN_PROGRESS, by=kira)

    assert (opened.confirmed_at, opened.confirmed_by) == (None, None)


def test_each_postponement_stays_in_the_history(measure, kira):
    planned = measure.planned_on
    for day, reason in ((date(2027, 1, 15), "карантин"), (date(2027, 2, 1), "ремонт")):
        measures.postpone(measure=measure, due_on=day, reason=reason, by=kira)

    measure.refresh_from_db()
    assert (measure.planned_on, measure.due_on) == (planned, date(2027, 2, 1))
    told = [
        (event.remark, next(now for title, _, now in event.changes if title == "срок"))
        for event in history_of(measure)
    ]
    assert told == [("ремонт", "01.02.2027"), ("карантин", "15.01.2027")]


def test_a_named_mentor_reports_on_his_own_measure(measure, school, max_, kira):
    person = Person.objects.create(organisation=school, last_name="Морозов", user=max_)
    measures.assign(measure=measure, responsibles=[person], by=kira)

    reported = measures.report_done(
        measure=measure, done_on=timezone.localdate(), by=max_
    )

    assert reported.confirmed_at is None


def test_mentors_answering_by_role_do_not_report_for_each_other(measure, school, max_):
    measure.responsibles.all().delete()
    Responsible.objects.create(
        organisation=school, measure=measure, ordinal=1, role=Role.MENTOR
    )

    assert measure in my_measures_of(max_, school.pk)
    with pytest.raises(PermissionDenied, match="куратор или ответственный"):
        measures.report_done(measure=measure, done_on=timezone.localdate(), by=max_)


def test_the_director_reports_on_what_he_answers_for_by_role(measure, school, dina):
    measure.responsibles.all().delete()
    Responsible.objects.create(
        organisation=school, measure=measure, ordinal=1, role=Role.DIRECTOR
    )

    done = measures.report_done(measure=measure, done_on=timezone.localdate(), by=dina)

    assert done.reported_by == dina


def test_a_heading_is_what_stands_under_it():
    def state(*statuses):
        return heading_status([Measure(status=status) for status in statuses])

    assert state(DONE, DONE, MeasureStatus.CANCELLED) == DONE
    assert state(DONE, PLANNED) == MeasureStatus.IN_PROGRESS
    assert state(PLANNED, MeasureStatus.POSTPONED) == PLANNED
    assert state(MeasureStatus.CANCELLED) == MeasureStatus.CANCELLED


def test_a_heading_in_the_table_follows_its_measures(cycle, kira):
    plan = roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=None
    )
    heading = Measure.objects.filter(is_heading=True).first()
    for part in heading.parts.all():
        measures.report_done(measure=part, done_on=timezone.localdate(), by=kira)

    table = table_of(plan, timezone.localdate(), user=kira)

    lines = {line.measure.pk: line for part in table.parts for line in part.lines}
    assert lines[heading.pk].status == DONE
    assert lines[heading.parts.first().pk].level == 2


def item_of(measure, **values):
    return MeasureItem.objects.create(
        organisation_id=measure.organisation_id,
        measure=measure,
        ordinal=1,
        text="позвать родителей",
        deadline={"kind": "unspecified"},
        **values,
    )


def test_an_item_is_marked_by_one_tap_and_back(his, zuev):
    item = item_of(his)

    measure_items.mark_item(item=item, is_done=True, by=zuev.user)
    marked = measure_items.mark_item(item=item, is_done=True, by=zuev.user)
    assert marked.done_on == timezone.localdate()
    assert AuditEvent.objects.filter(what="measure.item_done").count() == 1

    assert (
        measure_items.mark_item(item=item, is_done=False, by=zuev.user).done_on is None
    )


def test_an_item_has_a_deadline_and_a_responsible_of_its_own(measure, zuev, kira):
    item = item_of(measure)

    measure_items.edit_item(
        item=item,
        text="позвать всех",
        deadline_raw="до 05.10.2026",
        responsible=zuev,
        by=kira,
    )

    item.refresh_from_db()
    assert (item.text, item.due_on) == ("позвать всех", date(2026, 10, 5))
    assert list(my_items_of(zuev.user, [])) == [item]
    measure_items.mark_item(item=item, is_done=True, by=zuev.user)


def test_an_item_edit_is_undone(measure, zuev, kira):
    item = item_of(measure)
    before = everything()
    measure_items.edit_item(
        item=item, text="иначе", deadline_raw="", responsible=zuev, by=kira
    )

    undo_last(kira)

    assert everything() == before


def test_an_item_typed_over_by_another_is_not_marked(measure, kira):
    item = item_of(measure)
    measure.items.all().delete()

    with pytest.raises(Refused, match="Этого пункта уже нет"):
        measure_items.mark_item(item=item, is_done=True, by=kira)


def test_a_plan_with_a_marked_item_is_not_replaced(plan, measure, kira):
    measure_items.mark_item(item=item_of(measure), is_done=True, by=kira)

    assert "уже идёт работа" in may_be_replaced(plan.cycle).refusal


def test_a_stranger_to_the_measure_does_not_mark_its_items(measure, max_):
    with pytest.raises(PermissionDenied):
        measure_items.mark_item(item=item_of(measure), is_done=True, by=max_)


def test_the_staff_comment_and_a_second_click_is_one_comment(measure, dina):
    for _ in range(2):
        measure_comments.comment(measure=measure, text=" Когда? ", by=dina)

    assert [each.text for each in measure.comments.all()] == ["Когда?"]


def test_a_mentee_does_not_comment(measure, mia):
    with pytest.raises(PermissionDenied):
        measure_comments.comment(measure=measure, text="!", by=mia)


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


def test_the_history_says_who_changed_what(measure, zuev, kira):
    measures.assign(measure=measure, responsibles=[zuev], by=kira)
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=zuev.user)

    done, assigned = history_of(measure)

    assert (done.by, done.what) == ("Зуев Захар Ильич", "отмечено выполненным")
    assert done.changes[0] == ("состояние", "Запланировано", "Выполнено")
    assert assigned.changes == (("ответственные", "", "Зуев"),)


def make_team(cycle, by, **values):
    charter = teams.Charter(
        **{"kind": TeamKind.WORKING_GROUP, "title": "Рабочая группа", **values}
    )
    return teams.create_team(cycle=cycle, charter=charter, by=by)


def test_a_group_has_members_a_head_and_an_order(cycle, school, zuev, kira):
    order = register_external(
        organisation=school,
        kind="order_working_group",
        title="О составе рабочей группы",
        number="7",
        signed_on=timezone.localdate(),
        by=kira,
    )
    team = make_team(cycle, kira, order=order)
    old = Person.objects.create(
        organisation=school, last_name="Ершов", is_staff_member=True
    )
    teams.put_member(team=team, person=old, function="", is_head=True, by=kira)

    teams.put_member(
        team=team, person=zuev, function="готовит приказы", is_head=True, by=kira
    )

    assert [each.person for each in team.members.filter(is_head=True)] == [zuev]
    assert team.members.count() == 2
    assert team.order == order


def test_a_group_answers_for_measures_with_all_its_members(
    cycle, plan, three, zuev, kira
):
    team = make_team(cycle, kira)
    teams.put_member(team=team, person=zuev, function="", is_head=False, by=kira)
    measures_bulk.assign_to(
        roadmap=plan,
        chosen=chosen(three[0]),
        responsible=Responsible(team=team),
        by=kira,
    )

    assert list(my_measures_of(zuev.user, cycle.organisation_id)) == [three[0]]
    with pytest.raises(Refused, match="отвечает за мероприятия"):
        teams.drop_team(team=team, by=kira)


def test_a_member_leaves_and_an_idle_group_is_removed(cycle, zuev, kira):
    team = make_team(cycle, kira)
    member = teams.put_member(
        team=team, person=zuev, function="", is_head=False, by=kira
    )

    teams.drop_member(member=member, by=kira)
    teams.drop_member(member=member, by=kira)
    teams.drop_team(team=team, by=kira)

    assert AuditEvent.objects.filter(what="team.member_dropped").count() == 1
    assert not cycle.teams.exists()


def test_two_groups_of_one_name_are_refused(cycle, kira):
    make_team(cycle, kira)

    with pytest.raises(Refused, match="уже есть"):
        make_team(cycle, kira)


def test_a_group_changes_its_words(cycle, kira):
    team = make_team(cycle, kira)

    changed = teams.change_team(
        team=team,
        charter=teams.Charter(TeamKind.PROJECT_OFFICE, "Проектный офис", "ведёт план"),
        by=kira,
    )

    assert (changed.kind, changed.function) == ("project_office", "ведёт план")


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.MENTOR, Role.RESPONSIBLE])
def test_only_the_curator_makes_groups(cycle, school, role):
    with pytest.raises(PermissionDenied, match="куратор"):
        make_team(cycle, make_member(school, role))


def test_what_is_reported_and_not_confirmed_is_found(his, measure, zuev, kira):
    measures.report_done(measure=his, done_on=timezone.localdate(), by=zuev.user)
    assert list(Measure.objects.reported()) == [his]

    measures.confirm(measure=his, by=kira)

    assert not Measure.objects.reported().exists()

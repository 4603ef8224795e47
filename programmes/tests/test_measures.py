"""What becomes of measures: done and confirmed, items, comments, history."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from common.errors import Refused
from programmes.actions import (
    measure_comments,
    measure_items,
    measures,
    roadmap_edits,
    roadmaps,
)
from programmes.enums import MeasureStatus
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
from programmes.queries.roadmap_table import heading_status, table_of
from programmes.queries.row_states import states_of
from registry.models import Person

DONE, PLANNED = MeasureStatus.DONE, MeasureStatus.PLANNED


def everything():
    return states_of([*Section.objects.all(), *Measure.objects.all()])


def undo_last(by):
    roadmap_edits.undo(edit=RoadmapEdit.objects.first(), by=by)


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


def test_the_history_says_who_changed_what(measure, zuev, kira):
    measures.assign(measure=measure, responsibles=[zuev], by=kira)
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=zuev.user)

    done, assigned = history_of(measure)

    assert (done.by, done.what) == ("Зуев Захар Ильич", "отмечено выполненным")
    assert done.changes[0] == ("состояние", "Запланировано", "Выполнено")
    assert assigned.changes == (("ответственные", "", "Зуев"),)


def test_what_is_reported_and_not_confirmed_is_found(his, measure, zuev, kira):
    measures.report_done(measure=his, done_on=timezone.localdate(), by=zuev.user)
    assert list(Measure.objects.reported()) == [his]

    measures.confirm(measure=his, by=kira)

    assert not Measure.objects.reported().exists()

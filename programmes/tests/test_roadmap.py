from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from common.transitions import TransitionNotAllowed
from programmes import roadmap_templates
from programmes.actions import introduction, measures, roadmaps
from programmes.enums import MeasureStatus
from programmes.models import Measure, Roadmap, Section
from programmes.queries.measures import my_measures_of
from programmes.queries.roadmap import stage_track
from programmes.queries.roadmap_table import table_of
from programmes.queries.timeline import timelines_of
from registry.models import Person

CODES = [code for code, _, _ in roadmap_templates.available()]


@pytest.mark.parametrize("code", CODES)
def test_every_template_is_printed_without_loss(cycle, kira, code):
    template = roadmap_templates.load(code)

    roadmap = roadmaps.load_roadmap(cycle=cycle, template_code=code, by=kira)

    printed = list(template.measures())
    stored = list(Measure.objects.all())
    assert len(stored) == len(printed)
    assert [measure.number_printed for measure in stored] == [
        measure.number_printed for measure in printed
    ]
    assert [measure.deadline_raw for measure in stored] == [
        measure.deadline.deadline.raw for measure in printed
    ]
    assert [column["title"] for column in roadmap.columns] == [
        column.title for column in template.columns
    ]
    for section, source in zip(Section.objects.all(), template.sections, strict=True):
        assert {stage.code for stage in section.stages.all()} == set(source.canonical)


def test_a_plan_of_another_year_keeps_its_words_and_moves_its_days(cycle):
    roadmaps.load_roadmap(cycle=cycle, template_code="creativity_centre", by=None)

    measure = Measure.objects.filter(deadline_raw="до 25.09.2023").first()

    assert measure.due_on == date(2026, 9, 25)


def test_a_term_after_the_order_waits_for_its_signature(cycle, kira):
    roadmaps.load_roadmap(cycle=cycle, template_code="youth_palace", by=None)
    waiting = Measure.objects.filter(deadline__kind="relative_to_order")
    assert set(waiting.values_list("due_on", flat=True)) == {None}

    introduction.introduce_by_paper(
        cycle=cycle,
        title="О внедрении",
        number="12-ОД",
        signed_on=date(2026, 9, 10),
        scan=None,
        by=kira,
    )

    assert waiting.count() == 4
    assert set(waiting.values_list("due_on", flat=True)) == {date(2026, 10, 10)}


def test_a_roadmap_with_work_in_it_is_not_replaced(plan, cycle, kira, measure):
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=kira)

    with pytest.raises(Refused, match="уже идёт работа"):
        roadmaps.load_roadmap(cycle=cycle, template_code="school", by=kira)


def test_an_untouched_roadmap_gives_way_to_another(plan, cycle, kira):
    roadmaps.load_roadmap(cycle=cycle, template_code="school", by=kira)

    assert Roadmap.objects.get().template_code == "school"


def test_only_the_curator_loads_a_roadmap(cycle, dina):
    with pytest.raises(PermissionDenied, match="куратор"):
        roadmaps.load_roadmap(cycle=cycle, template_code="school", by=dina)


def test_the_roadmap_of_a_closed_cycle_is_an_archive(cycle, kira):
    cycle.status = "closed"
    cycle.save()

    with pytest.raises(PermissionDenied, match="архив"):
        roadmaps.load_roadmap(cycle=cycle, template_code="school", by=kira)


def test_a_measure_is_done_with_its_evidence(measure, kira):
    done = measures.report_done(
        measure=measure, done_on=timezone.localdate(), by=kira, evidence="протокол № 2"
    )

    assert (done.status, done.evidence) == (MeasureStatus.DONE, "протокол № 2")
    assert AuditEvent.objects.filter(what="measure.done", by=kira).exists()


def test_a_measure_is_not_done_tomorrow(measure, kira):
    with pytest.raises(Refused, match="не наступил"):
        measures.report_done(
            measure=measure, done_on=timezone.localdate() + timedelta(days=1), by=kira
        )


def test_a_heading_is_not_done_by_itself(cycle, kira):
    roadmaps.load_roadmap(cycle=cycle, template_code="creativity_centre", by=None)
    heading = Measure.objects.filter(is_heading=True).first()

    with pytest.raises(Refused, match="заголовок"):
        measures.report_done(measure=heading, done_on=timezone.localdate(), by=kira)


def test_a_responsible_reports_on_his_own_measure_alone(school, measure, kira):
    user = make_member(school, Role.RESPONSIBLE)
    person = Person.objects.create(organisation=school, last_name="Зуев", user=user)
    with pytest.raises(PermissionDenied, match="ответственный за это"):
        measures.move(measure=measure, to=MeasureStatus.IN_PROGRESS, by=user)

    measures.assign(measure=measure, responsibles=[person], by=kira)
    measures.move(measure=measure, to=MeasureStatus.IN_PROGRESS, by=user)

    assert list(my_measures_of(user, school.pk)) == [measure]


def test_a_mentor_does_not_report_on_measures(measure, max_):
    with pytest.raises(PermissionDenied, match="куратор или ответственный"):
        measures.move(measure=measure, to=MeasureStatus.IN_PROGRESS, by=max_)


def test_a_postponed_measure_keeps_its_printed_deadline(measure, kira):
    raw = measure.deadline_raw

    moved = measures.postpone(
        measure=measure, due_on=date(2027, 1, 15), reason="карантин", by=kira
    )

    assert (moved.deadline_raw, moved.due_on) == (raw, date(2027, 1, 15))


def test_a_day_put_off_by_hand_outlives_the_introduction(measure, cycle, kira):
    measures.postpone(
        measure=measure, due_on=date(2027, 1, 15), reason="карантин", by=kira
    )

    roadmaps.recompute_days(cycle=cycle)

    measure.refresh_from_db()
    assert measure.due_on == date(2027, 1, 15)


def test_putting_off_and_cancelling_say_why(measure, kira):
    with pytest.raises(Refused, match="переносится"):
        measures.postpone(measure=measure, due_on=date(2027, 1, 15), reason="", by=kira)
    with pytest.raises(Refused, match="отменяется"):
        measures.move(measure=measure, to=MeasureStatus.CANCELLED, by=kira)


def test_a_cancelled_measure_is_not_done(measure, kira):
    measures.move(
        measure=measure, to=MeasureStatus.CANCELLED, by=kira, reason="не нужно"
    )

    with pytest.raises(TransitionNotAllowed):
        measures.report_done(measure=measure, done_on=timezone.localdate(), by=kira)


def test_progress_is_counted_by_the_measures_own_stages(plan, cycle, kira, measure):
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=kira)

    track = stage_track(cycle, date(2026, 8, 1))

    assert len(track) == 7
    assert track[0].state == "current"
    assert track[0].count.startswith("1 из")


def test_the_timeline_lies_over_the_cycle(plan):
    (chart,) = timelines_of(plan, date(2026, 10, 1))

    assert len(chart.months) == 9
    assert chart.today_x == 100


def test_one_stage_of_the_plan_is_shown_alone(plan, kira):
    parts = table_of(plan, date(2026, 10, 1), stage="S5", user=kira).parts

    assert parts
    for part in parts:
        for line in part.lines:
            assert "S5" in {stage.code for stage in line.measure.stages.all()}

"""What measures, hints and the plan's approval refuse, and what a second click leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from common.errors import Refused
from documents import actions as documents
from documents.models import Document
from programmes.actions import (
    hints,
    measure_comments,
    measure_items,
    measures,
    measures_bulk,
    roadmap_approval,
    roadmaps,
)
from programmes.actions.measures_bulk import Changed, Decision
from programmes.enums import MeasureStatus
from programmes.hints import Proposal
from programmes.hints.shape import PLAN
from programmes.models import Measure, MeasureItem, Responsible, RoadmapEdit
from programmes.queries.hints import check_of, shown_hints
from registry.models import Person

DONE, POSTPONED = MeasureStatus.DONE, MeasureStatus.POSTPONED
IN_MARCH = date(2027, 3, 1)


@pytest.fixture
def centre(cycle):
    """The roadmap of a source plan with headings and many traps."""
    return roadmaps.load_roadmap(
        cycle=cycle, template_code="creativity_centre", by=None
    )


@pytest.fixture
def heading(centre):
    """A row that only stands above others."""
    return centre.sections.filter(measures__is_heading=True)[0].measures.filter(
        is_heading=True
    )[0]


@pytest.fixture
def morozov(school, max_):
    """Max in the registry."""
    return Person.objects.create(organisation=school, last_name="Морозов", user=max_)


@pytest.fixture
def done(measure, kira):
    """A measure the curator marked done today."""
    return measures.report_done(measure=measure, done_on=timezone.localdate(), by=kira)


def chosen(*rows):
    return {row.pk: Measure.objects.get(pk=row.pk).version for row in rows}


def version_of(row):
    return Measure.objects.get(pk=row.pk).version


def approval(plan, kind, by):
    return roadmap_approval.prepare_approval(roadmap=plan, kind=kind, by=by)


def signed(plan, kind, *, by, director):
    document = documents.submit(document=approval(plan, kind, by), by=by)
    return documents.sign(document=document, by=director)


def test_what_nobody_reported_is_not_returned(measure, kira):
    with pytest.raises(Refused, match="не ждёт подтверждения"):
        measures.send_back(measure=measure, remark="нет протокола", by=kira)

    assert not measure.comments.exists()


def test_what_is_confirmed_is_not_returned(done, kira):
    with pytest.raises(Refused, match="не ждёт подтверждения"):
        measures.send_back(measure=done, remark="нет протокола", by=kira)

    done.refresh_from_db()
    assert (done.status, done.confirmed_by) == (DONE, kira)


def test_a_measure_is_returned_with_words_only(measure, morozov, max_, kira):
    measures.assign(measure=measure, responsibles=[morozov], by=kira)
    measures.report_done(measure=measure, done_on=timezone.localdate(), by=max_)

    with pytest.raises(Refused, match="что доделать"):
        measures.send_back(measure=measure, remark="", by=kira)

    measure.refresh_from_db()
    assert measure.status == DONE


def test_a_heading_is_not_put_off(heading, kira):
    with pytest.raises(Refused, match="под ним"):
        measures.postpone(measure=heading, due_on=IN_MARCH, reason="карантин", by=kira)


def test_a_second_click_puts_off_once(measure, kira):
    for _ in range(2):
        put_off = measures.postpone(
            measure=measure, due_on=IN_MARCH, reason="карантин", by=kira
        )

    assert (put_off.due_on, put_off.version) == (IN_MARCH, measure.version + 1)
    assert AuditEvent.objects.filter(what="measure.postponed").count() == 1


def test_the_same_people_assigned_again_change_nothing(measure, morozov, kira):
    first = measures.assign(measure=measure, responsibles=[morozov], by=kira)

    again = measures.assign(measure=measure, responsibles=[morozov], by=kira)

    assert again.version == first.version
    assert AuditEvent.objects.filter(what="measure.assigned").count() == 1


def test_who_answers_already_is_not_added_twice(plan, measure, morozov, kira):
    measures.assign(measure=measure, responsibles=[morozov], by=kira)
    other = Measure.objects.filter(is_heading=False).exclude(pk=measure.pk).first()

    changed = measures_bulk.assign_to(
        roadmap=plan,
        chosen=chosen(measure, other),
        responsible=Responsible(person=morozov),
        by=kira,
    )

    assert changed == Changed(count=1, skipped=1)
    assert measure.responsibles.filter(person=morozov).count() == 1


def test_nobody_is_made_to_answer_for_a_heading(centre, heading, kira):
    before = heading.responsibles.count()

    changed = measures_bulk.assign_to(
        roadmap=centre,
        chosen=chosen(heading),
        responsible=Responsible(role=Role.MENTOR),
        by=kira,
    )

    assert changed == Changed(count=0, skipped=1)
    assert heading.responsibles.count() == before


@pytest.mark.parametrize("days", [0, 367, -367])
def test_deadlines_shift_by_a_day_to_a_year(plan, measure, kira, days):
    with pytest.raises(Refused, match="от 1 до 366"):
        measures_bulk.shift_days(
            roadmap=plan, chosen=chosen(measure), days=days, reason="карантин", by=kira
        )

    assert version_of(measure) == measure.version


def test_what_is_done_is_not_shifted(plan, done, kira):
    changed = measures_bulk.shift_days(
        roadmap=plan, chosen=chosen(done), days=7, reason="карантин", by=kira
    )

    assert changed == Changed(count=0, skipped=1)
    assert Measure.objects.get(pk=done.pk).due_on == done.due_on


def test_a_heading_takes_no_state_with_the_rows_ticked_beside_it(centre, heading, kira):
    part = heading.parts.first()

    changed = measures_bulk.change_status(
        roadmap=centre, chosen=chosen(heading, part), to=DONE, by=kira
    )

    assert changed == Changed(count=1, skipped=1)
    heading.refresh_from_db()
    assert heading.status == MeasureStatus.PLANNED


def test_catching_up_leaves_what_is_already_settled(plan, done, kira):
    other = Measure.objects.filter(is_heading=False).exclude(pk=done.pk).first()
    measures.move(measure=other, to=MeasureStatus.CANCELLED, by=kira, reason="не нужно")
    yesterday = timezone.localdate() - timedelta(days=1)
    decisions = {
        done.pk: Decision(version_of(done), yesterday, is_done=True),
        other.pk: Decision(version_of(other), IN_MARCH, is_done=False),
    }

    changed = measures_bulk.catch_up(
        roadmap=plan, decisions=decisions, reason="начали поздно", by=kira
    )

    assert changed == Changed(count=0, skipped=2)
    done.refresh_from_db()
    other.refresh_from_db()
    assert (done.done_on, other.status) == (
        timezone.localdate(),
        MeasureStatus.CANCELLED,
    )
    assert not RoadmapEdit.objects.exists()


def test_a_comment_of_blanks_is_none(measure, kira):
    with pytest.raises(Refused, match="Напишите комментарий"):
        measure_comments.comment(measure=measure, text="  \n", by=kira)

    assert not measure.comments.exists()


def test_an_item_taken_away_meanwhile_is_not_written(measure, kira):
    item = MeasureItem.objects.create(
        organisation_id=measure.organisation_id,
        measure=measure,
        ordinal=1,
        text="позвать родителей",
        deadline={"kind": "unspecified"},
    )
    measure.items.all().delete()

    with pytest.raises(Refused, match="Этого пункта уже нет"):
        measure_items.edit_item(
            item=item, text="позвать всех", deadline_raw="", responsible=None, by=kira
        )

    assert not measure.items.exists()


def gaps_of(roadmap):
    return [s.key for s in shown_hints(roadmap) if s.hint.code == "number_gap"]


def test_a_hint_let_stand_twice_is_told_once(centre, kira):
    keys = gaps_of(centre)

    counts = [hints.dismiss(roadmap=centre, keys=keys, by=kira) for _ in range(2)]

    assert counts == [len(keys), 0]
    assert AuditEvent.objects.filter(what="roadmap.hint_dismissed").count() == 1


def test_recalling_hints_nobody_let_stand_changes_nothing(centre, kira):
    before = check_of(centre).count

    hints.recall(roadmap=centre, by=kira)

    assert check_of(centre).count == before
    assert not AuditEvent.objects.filter(what="roadmap.hints_recalled").exists()


def test_a_proposal_about_the_whole_plan_has_no_row_to_change(
    centre, kira, monkeypatch
):
    shown = shown_hints(centre)[0]
    about_all = replace(shown.hint, place=PLAN, proposals=(Proposal("", number="1."),))
    monkeypatch.setattr(
        hints, "shown_hints", lambda _: [replace(shown, hint=about_all, pk=None)]
    )

    with pytest.raises(Refused, match="план изменился"):
        hints.accept(roadmap=centre, keys=[shown.key], by=kira)

    assert not RoadmapEdit.objects.exists()


def test_a_plan_without_measures_is_not_put_up_for_approval(plan, kira):
    Measure.objects.all().delete()

    with pytest.raises(Refused, match="утверждать нечего"):
        approval(plan, roadmap_approval.ORDER, kira)

    assert not Document.objects.exists()


def test_a_plan_on_the_directors_desk_waits_for_his_word(plan, kira):
    order = approval(plan, roadmap_approval.ORDER, kira)
    documents.submit(document=order, by=kira)

    with pytest.raises(Refused, match="уже у директора"):
        approval(plan, roadmap_approval.ORDER, kira)

    assert Document.objects.get() == order


@pytest.mark.parametrize("kind", [roadmap_approval.ORDER, roadmap_approval.PLAN])
def test_a_draft_of_the_approving_paper_is_drawn_up_anew(plan, measure, kira, kind):
    first = approval(plan, kind, kira)
    Measure.objects.filter(pk=measure.pk).update(title="Новое мероприятие")

    again = approval(plan, kind, kira)

    assert again == first == Document.objects.get()
    assert "Новое мероприятие" in str(again.payload)


def test_a_returned_paper_is_drawn_up_anew(plan, kira, dina):
    order = approval(plan, roadmap_approval.ORDER, kira)
    documents.submit(document=order, by=kira)
    documents.return_for_changes(document=order, remark="добавьте сроки", by=dina)

    assert approval(plan, roadmap_approval.ORDER, kira) == order


def test_a_plan_with_a_draft_order_gets_no_second_paper(plan, kira):
    approval(plan, roadmap_approval.ORDER, kira)

    with pytest.raises(Refused, match="Проект уже составлен"):
        approval(plan, roadmap_approval.PLAN, kira)

    assert Document.objects.get().kind.code == roadmap_approval.ORDER


def test_the_paper_of_a_replaced_plan_approves_nothing(cycle, plan, kira):
    order = approval(plan, roadmap_approval.ORDER, kira)
    taken = roadmaps.load_roadmap(cycle=cycle, template_code="school", by=kira)

    with pytest.raises(Refused, match="другим документом"):
        documents.submit(document=order, by=kira)

    order.refresh_from_db()
    assert order.status == "draft"
    assert taken.approving_document is None


def test_a_plan_the_director_signed_is_annulled_and_its_corner_stays(plan, kira, dina):
    before = plan.approval
    paper = signed(plan, roadmap_approval.PLAN, by=kira, director=dina)

    documents.annul(document=paper, remark="ошибка", by=dina)

    plan.refresh_from_db()
    assert (plan.approving_document, plan.approval) == (None, before)
    assert AuditEvent.objects.filter(what="roadmap.approval_annulled").count() == 1

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.errors import Refused
from common.transitions import TransitionNotAllowed
from programmes.actions import plan
from programmes.actions.drafting import Outdated
from programmes.enums import PLAN_ROW_TRANSITIONS, PlanRowStatus
from programmes.queries.programmes import suggested_rows
from programmes.tests.programme_factories import make_active, make_working_pair


def titles(programme):
    return list(programme.rows.values_list("title", flat=True))


def test_a_row_goes_to_the_end_of_the_plan(draft, mia):
    plan.add_row(programme=draft, title="Доклад", due_on=draft.ends_on, by=mia)

    assert titles(draft) == ["Встреча 1", "Встреча 2", "Доклад"]


def test_a_row_is_due_within_the_term(draft, max_):
    with pytest.raises(Refused, match="внутри срока программы"):
        plan.add_row(
            programme=draft,
            title="Доклад",
            due_on=draft.starts_on - timedelta(days=1),
            by=max_,
        )


def test_a_plan_has_its_limit(draft, max_, monkeypatch):
    monkeypatch.setattr(plan, "LONGEST_PLAN", 2)

    with pytest.raises(Refused, match="уже 2 строк"):
        plan.add_row(programme=draft, title="Доклад", due_on=draft.ends_on, by=max_)


def test_the_template_suggests_what_the_plan_has_not(draft, max_):
    first = suggested_rows(draft)[0]
    plan.add_row(programme=draft, title=first.measure, due_on=first.due_on, by=max_)

    left = suggested_rows(draft)

    assert first not in left
    assert all(draft.starts_on <= row.due_on <= draft.ends_on for row in left)
    assert left[-1].due_on == draft.ends_on


def test_a_row_is_changed(draft, mia):
    row = draft.rows.first()

    plan.change_row(
        row=row, title="Доклад", due_on=row.due_on, version=draft.version, by=mia
    )

    draft.refresh_from_db()
    assert titles(draft) == ["Доклад", "Встреча 2"]
    assert draft.revisions.first().changed_by == mia


def test_the_same_row_is_no_new_version(draft, mia):
    row = draft.rows.first()

    plan.change_row(
        row=row, title=row.title, due_on=row.due_on, version=draft.version, by=mia
    )

    assert draft.revisions.first().version == draft.version


def test_a_row_another_has_changed_is_not_overwritten(draft, max_, mia):
    row = draft.rows.first()
    version = draft.version
    plan.change_row(
        row=row, title="Его слова", due_on=row.due_on, version=version, by=max_
    )

    with pytest.raises(Outdated):
        plan.change_row(
            row=row, title="Её слова", due_on=row.due_on, version=version, by=mia
        )


def test_another_row_changed_meanwhile_is_no_conflict(draft, max_, mia):
    first, second = draft.rows.all()
    version = draft.version
    plan.change_row(
        row=first, title="Его слова", due_on=first.due_on, version=version, by=max_
    )

    plan.change_row(
        row=second, title="Её слова", due_on=second.due_on, version=version, by=mia
    )

    assert titles(draft) == ["Его слова", "Её слова"]


@pytest.mark.parametrize(("number", "places"), [(0, 1), (1, -1)])
def test_rows_change_places(draft, max_, number, places):
    plan.move_row(row=draft.rows.all()[number], places=places, by=max_)

    assert titles(draft) == ["Встреча 2", "Встреча 1"]
    draft.refresh_from_db()
    assert draft.revisions.first().version == draft.version


@pytest.mark.parametrize(("number", "places"), [(0, -1), (1, 1)])
def test_the_ends_of_the_plan_hold(draft, max_, number, places):
    plan.move_row(row=draft.rows.all()[number], places=places, by=max_)

    assert titles(draft) == ["Встреча 1", "Встреча 2"]


def test_a_row_is_taken_out_once(draft, max_):
    row = draft.rows.first()
    plan.drop_row(row=row, by=max_)
    row.pk = row.pk or 1

    assert titles(draft) == ["Встреча 2"]
    with pytest.raises(Refused, match="уже нет"):
        plan.drop_row(row=row, by=max_)


def test_the_plan_in_force_is_not_written(active, max_):
    row = active.rows.first()

    with pytest.raises(PermissionDenied, match="утверждена"):
        plan.add_row(programme=active, title="Ещё", due_on=active.ends_on, by=max_)
    with pytest.raises(PermissionDenied):
        plan.drop_row(row=row, by=max_)


@pytest.mark.parametrize("who", ["max_", "kira"])
def test_the_mentor_or_the_curator_marks_a_row(active, who, request):
    day = timezone.localdate() - timedelta(days=2)

    plan.mark_done(
        programme=active,
        rows=[active.rows.first()],
        done_on=day,
        by=request.getfixturevalue(who),
    )

    row = active.rows.first()
    assert (row.status, row.done_on) == (PlanRowStatus.DONE, day)


@pytest.mark.parametrize("who", ["mia", "dina", "sam"])
def test_others_do_not_mark(active, who, request):
    with pytest.raises(PermissionDenied, match="наставник или куратор"):
        plan.mark_done(
            programme=active,
            rows=[active.rows.first()],
            done_on=timezone.localdate(),
            by=request.getfixturevalue(who),
        )


def test_a_draft_is_not_marked(draft, max_):
    with pytest.raises(PermissionDenied, match="утверждённой"):
        plan.mark_done(
            programme=draft,
            rows=[draft.rows.first()],
            done_on=timezone.localdate(),
            by=max_,
        )


def test_nothing_is_done_tomorrow(active, max_):
    with pytest.raises(Refused, match="ещё не наступил"):
        plan.mark_done(
            programme=active,
            rows=[active.rows.first()],
            done_on=timezone.localdate() + timedelta(days=1),
            by=max_,
        )


def test_a_row_of_another_pair_is_not_marked(active, working_pair, kira, max_):
    other = make_active(
        make_working_pair(kira, cycle=working_pair.cycle, name="Ли Ян Ян"), kira
    )

    with pytest.raises(Refused, match="в плане пары нет"):
        plan.mark_done(
            programme=active,
            rows=[other.rows.first()],
            done_on=timezone.localdate(),
            by=max_,
        )


def test_a_mark_keeps_its_first_day(active, max_):
    today = timezone.localdate()
    row = active.rows.first()
    for day in (today - timedelta(days=3), today):
        plan.mark_done(programme=active, rows=[row], done_on=day, by=max_)

    assert active.rows.first().done_on == today - timedelta(days=3)


def test_a_mark_is_taken_back(active, max_):
    row = active.rows.first()
    plan.mark_done(programme=active, rows=[row], done_on=timezone.localdate(), by=max_)

    plan.undo_done(row=row, by=max_)

    row.refresh_from_db()
    assert (row.status, row.done_on) == (PlanRowStatus.PLANNED, None)


def test_only_who_marks_takes_a_mark_back(active, mia):
    with pytest.raises(PermissionDenied):
        plan.undo_done(row=active.rows.first(), by=mia)


def test_there_is_no_mark_to_take_back(active, max_):
    with pytest.raises(TransitionNotAllowed):
        plan.undo_done(row=active.rows.first(), by=max_)


@pytest.mark.parametrize("source", PlanRowStatus)
@pytest.mark.parametrize("target", [PlanRowStatus.DONE, PlanRowStatus.PLANNED])
def test_a_row_moves_along_its_table_alone(active, max_, source, target):
    today = timezone.localdate()
    row = active.rows.first()
    row.status = source
    row.done_on = today if source == PlanRowStatus.DONE else None
    row.save()

    def mark():
        if target == PlanRowStatus.PLANNED:
            plan.undo_done(row=row, by=max_)
        else:
            plan.mark_done(programme=active, rows=[row], done_on=today, by=max_)

    is_marked_already = source == target == PlanRowStatus.DONE
    if target in PLAN_ROW_TRANSITIONS.table[source] or is_marked_already:
        mark()
        row.refresh_from_db()
        assert row.status == target
    else:
        with pytest.raises(TransitionNotAllowed):
            mark()

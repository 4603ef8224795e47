"""The plan of a programme: rows written together, marks of completion (R-200, R-323)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from programmes.actions.drafting import (
    Outdated,
    hold_consents,
    lock_programme,
    new_version,
    says,
)
from programmes.enums import PLAN_ROW_TRANSITIONS, PlanRowStatus, ProgrammePart
from programmes.models import PlanRow, Programme
from programmes.permissions.programmes import may_change_programme, may_mark_plan
from programmes.queries.revisions import has_row_moved_on
from registry.queries.consents import local_day

LONGEST_PLAN = 100


@transaction.atomic
def add_row(*, programme: Programme, title: str, due_on: date, by: User) -> PlanRow:
    """Add a row at the end of the draft's plan."""
    hold_consents(programme.pair)
    programme = lock_programme(programme)
    may_change_programme(by, programme).require()
    rows = list(programme.rows.all())
    if len(rows) >= LONGEST_PLAN:
        raise Refused(f"В плане уже {LONGEST_PLAN} строк: объедините похожие.")
    _check_due(programme, due_on)
    before = says(programme)
    row = PlanRow.objects.create(
        organisation_id=programme.organisation_id,
        programme=programme,
        ordinal=max((row.ordinal for row in rows), default=0) + 1,
        title=title,
        due_on=due_on,
    )
    new_version(programme, ProgrammePart.PLAN, by, before)
    return row


def _check_due(programme: Programme, due_on: date) -> None:
    if not programme.starts_on <= due_on <= programme.ends_on:
        raise Refused(
            f"Срок строки — внутри срока программы: с {programme.starts_on:%d.%m.%Y}"
            f" по {programme.ends_on:%d.%m.%Y}."
        )


@transaction.atomic
def change_row(
    *, row: PlanRow, title: str, due_on: date, version: int, by: User
) -> PlanRow:
    """Change a row of the draft; raises `Outdated` when another has changed it since."""
    programme, row = _draft_row(row, by)
    if has_row_moved_on(programme, row, version):
        raise Outdated("Пока вы писали, эту строку изменил другой человек.")
    _check_due(programme, due_on)
    if (row.title, row.due_on) == (title, due_on):
        return row
    before = says(programme)
    row.title, row.due_on = title, due_on
    row.save(update_fields=["title", "due_on"])
    new_version(programme, ProgrammePart.PLAN, by, before)
    return row


def _draft_row(row: PlanRow, by: User) -> tuple[Programme, PlanRow]:
    hold_consents(row.programme.pair)
    programme = lock_programme(row.programme)
    may_change_programme(by, programme).require()
    fresh = PlanRow.objects.filter(pk=row.pk, programme=programme).first()
    if fresh is None:
        raise Refused("Этой строки в плане уже нет. Обновите страницу.")
    return programme, fresh


@transaction.atomic
def move_row(*, row: PlanRow, places: int, by: User) -> None:
    """Move a row of the draft: -1 one place up, 1 one place down."""
    programme, row = _draft_row(row, by)
    rows = list(programme.rows.all())
    old = [each.pk for each in rows].index(row.pk)
    new = min(max(old + places, 0), len(rows) - 1)
    if new == old:
        return
    before = says(programme)
    rows.insert(new, rows.pop(old))
    _number(rows)
    new_version(programme, ProgrammePart.PLAN, by, before)


def _number(rows: Sequence[PlanRow]) -> None:
    for ordinal, row in enumerate(rows, start=1):
        row.ordinal = ordinal
    PlanRow.objects.bulk_update(rows, ["ordinal"])


@transaction.atomic
def drop_row(*, row: PlanRow, by: User) -> None:
    """Take a row out of the draft's plan."""
    programme, row = _draft_row(row, by)
    before = says(programme)
    row.delete()
    new_version(programme, ProgrammePart.PLAN, by, before)


@transaction.atomic
def mark_done(
    *, programme: Programme, rows: Collection[PlanRow], done_on: date, by: User
) -> list[PlanRow]:
    """Put the marks of completion with their day (R-323); marked rows stay as they are."""
    hold_consents(programme.pair)
    programme = lock_programme(programme)
    may_mark_plan(by, programme).require()
    if done_on > local_day(programme.organisation):
        raise Refused("Этот день ещё не наступил. Укажите сегодняшний или раньше.")
    asked = {row.pk for row in rows}
    found = list(programme.rows.filter(pk__in=asked))
    if len(found) != len(asked):
        raise Refused("Этой строки в плане пары нет. Обновите страницу.")
    return [_marked(row, done_on, by) for row in found]


def _marked(row: PlanRow, done_on: date, by: User) -> PlanRow:
    if row.status == PlanRowStatus.DONE:
        return row
    return _moved(row, PlanRowStatus.DONE, done_on, by)


def _moved(row: PlanRow, to: PlanRowStatus, done_on: date | None, by: User) -> PlanRow:
    PLAN_ROW_TRANSITIONS.check(row.status, to)
    before = {"status": row.status, "done_on": row.done_on}
    row.status, row.done_on = to, done_on
    row.save(update_fields=["status", "done_on"])
    audit.record(
        by=by,
        what=f"plan_row.{to.value}",
        on=row,
        before=before,
        after={"status": to.value, "done_on": done_on},
    )
    return row


@transaction.atomic
def undo_done(*, row: PlanRow, by: User) -> PlanRow:
    """Take a mark of completion back."""
    hold_consents(row.programme.pair)
    programme = lock_programme(row.programme)
    may_mark_plan(by, programme).require()
    fresh = programme.rows.get(pk=row.pk)
    return _moved(fresh, PlanRowStatus.PLANNED, None, by)

"""Several rows at once: one step, all of it undone together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from common.errors import Refused
from programmes.actions import measures
from programmes.actions.measure_letters import answerers, tell_assigned
from programmes.actions.roadmap_edits import Step, editing, short
from programmes.actions.roadmap_rows import move_measures
from programmes.enums import MEASURE_TRANSITIONS, MeasureStatus
from programmes.models import Measure, Responsible, Roadmap, Section

LONGEST_SHIFT = 366


@dataclass(frozen=True, slots=True)
class Changed:
    """How many rows a bulk step changed, and how many it had to leave."""

    count: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What is said of a measure whose day has passed: done on `day`, or put off to it."""

    version: int
    day: date
    is_done: bool


Chosen = Mapping[int, int]
Act = Callable[[Measure], bool]


@transaction.atomic
def assign_to(
    *, roadmap: Roadmap, chosen: Chosen, responsible: Responsible, by: User
) -> Changed:
    """Add a person, a group or a role to those who answer for each measure."""
    with editing(roadmap, by, _what("ответственный", chosen)) as step:
        rows = _rows(step, chosen)
        step.about(*rows)
        answered = answerers([row.pk for row in rows])
        changed = _each(rows, lambda row: _assigned(row, responsible))
        tell_assigned(before=answered, by=by)
        return changed


def _assigned(row: Measure, responsible: Responsible) -> bool:
    same = row.responsibles.filter(
        person=responsible.person, team=responsible.team, role=responsible.role
    )
    if responsible.person is not None:
        same = row.responsibles.filter(person=responsible.person)
    if row.is_heading or same.exists():
        return False
    if responsible.person is not None:
        measures.link_printed(row, [responsible.person])
        if same.exists():
            return True
    last = row.responsibles.aggregate(last=Max("ordinal"))["last"] or 0
    Responsible.objects.create(
        organisation_id=row.organisation_id,
        measure=row,
        ordinal=last + 1,
        person=responsible.person,
        team=responsible.team,
        role=responsible.role,
    )
    return True


@transaction.atomic
def shift_days(
    *, roadmap: Roadmap, chosen: Chosen, days: int, reason: str, by: User
) -> Changed:
    """Put off what is not done by some days, earlier when negative; the printed stays."""
    if not days or abs(days) > LONGEST_SHIFT:
        raise Refused("Укажите, на сколько дней: от 1 до 366, раньше — с минусом.")
    what = _what(f"срок на {days:+d} дн.", chosen)
    with editing(roadmap, by, what, tells_rows=False) as step:
        rows = _rows(step, chosen)
        step.about(*rows)

        def put_off(row: Measure) -> bool:
            if row.due_on is None or not _may_become(row, MeasureStatus.POSTPONED):
                return False
            day = row.due_on + timedelta(days=days)
            measures.postpone(measure=row, due_on=day, reason=reason, by=by)
            return True

        return _each(rows, put_off)


@transaction.atomic
def change_status(
    *,
    roadmap: Roadmap,
    chosen: Chosen,
    to: MeasureStatus,
    by: User,
    reason: str = "",
    done_on: date | None = None,
) -> Changed:
    """Start, finish, reopen or cancel; rows that cannot become so are left."""
    what = _what(f"состояние «{to.label}»", chosen)
    with editing(roadmap, by, what, tells_rows=False) as step:
        rows = _rows(step, chosen)
        step.about(*rows)

        def become(row: Measure) -> bool:
            if not _may_become(row, to):
                return False
            if to == MeasureStatus.DONE:
                day = done_on or timezone.localdate()
                measures.report_done(
                    measure=row,
                    done_on=day,
                    by=by,
                    document=row.evidence_document,
                )
            else:
                measures.move(measure=row, to=to, by=by, reason=reason)
            return True

        return _each(rows, become)


@transaction.atomic
def move_to(
    *,
    roadmap: Roadmap,
    chosen: Chosen,
    section: Section,
    by: User,
    parent: Measure | None = None,
    before: Measure | None = None,
) -> Changed:
    """Put the rows at the end of a section or of a heading in it, or before a row there."""
    with editing(
        roadmap, by, _what(f"в раздел «{short(section.title)}»", chosen)
    ) as step:
        rows = _rows(step, chosen)
        step.about(*rows)
        move_measures(step, rows, step.section(section.pk), parent, before)
        return Changed(len(rows), 0)


@transaction.atomic
def catch_up(
    *, roadmap: Roadmap, decisions: Mapping[int, Decision], reason: str, by: User
) -> Changed:
    """Say of measures whose day has passed what became of them, in one step."""
    what = _what("что уже сделано", decisions)
    with editing(roadmap, by, what, tells_rows=False) as step:
        chosen = {pk: decision.version for pk, decision in decisions.items()}
        rows = _rows(step, chosen)
        step.about(*rows)

        def decide(row: Measure) -> bool:
            decision = decisions[row.pk]
            if decision.is_done:
                if not _may_become(row, MeasureStatus.DONE):
                    return False
                measures.report_done(
                    measure=row,
                    done_on=decision.day,
                    by=by,
                    document=row.evidence_document,
                )
                return True
            if not _may_become(row, MeasureStatus.POSTPONED):
                return False
            measures.postpone(measure=row, due_on=decision.day, reason=reason, by=by)
            return True

        return _each(rows, decide)


def _rows(step: Step, chosen: Chosen) -> list[Measure]:
    """Lock the chosen rows; raises Refused when one has changed since it was shown."""
    if not chosen:
        raise Refused("Отметьте строки галочками.")
    rows = step.measures(chosen)
    moved = [row for row in rows if row.version != chosen[row.pk]]
    if moved or len(rows) < len(chosen):
        which = f"«{moved[0].title}»" if moved else "Одна из строк"
        raise Refused(
            f"{which}: строка изменилась, пока вы выбирали. Ничего не сделано: отметьте"
            " строки ещё раз."
        )
    return rows


def _may_become(row: Measure, to: MeasureStatus) -> bool:
    if row.is_heading:
        return False
    is_again = to == MeasureStatus.POSTPONED == row.status
    return is_again or MEASURE_TRANSITIONS.allows(row.status, to)


def _each(rows: Sequence[Measure], act: Act) -> Changed:
    count = sum(act(row) for row in rows)
    return Changed(count, len(rows) - count)


def _what(what: str, chosen: Mapping[int, object]) -> str:
    return f"{what}: строк — {len(chosen)}"

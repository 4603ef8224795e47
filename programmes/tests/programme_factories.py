"""Working pairs with their programmes in any state; plain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from documents.models import DocumentKind
from programmes.actions import plan, programmes
from programmes.actions.meetings import Log, log
from programmes.enums import MeetingFormat, PairStatus
from programmes.models import Meeting, Pair, PlanRow, Programme
from programmes.queries.revisions import ProgrammeText
from programmes.tests.pair_factories import (
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
)
from registry.models import Cycle, MenteeCard, MentoringKind


def make_vocabulary() -> None:
    """The kinds of mentoring and of paper a programme needs."""
    for code in ("traditional", "situational"):
        MentoringKind.objects.get_or_create(code=code, defaults={"title": code})
    DocumentKind.objects.get_or_create(
        code="personal_programme", defaults={"title": "Персонализированная программа"}
    )


def make_working_pair(
    by: User,
    *,
    cycle: Cycle | None = None,
    mentor: User | None = None,
    mentee: User | None = None,
    mentees: Sequence[MenteeCard] = (),
    name: str = "Морозов Максим Ильич",
) -> Pair:
    """Max and Mia, fixed by an order."""
    make_vocabulary()
    cycle = cycle or make_pair_cycle(by.memberships.get().organisation)
    return make_pair(
        by,
        cycle,
        PairStatus.ACTIVE,
        mentor=make_mentor(cycle, name, user=mentor),
        mentees=mentees or [make_mentee(cycle, user=mentee)],
    )


def filled(programme: Programme) -> ProgrammeText:
    """Everything a programme needs to be agreed, as a form hands it over."""
    return {
        "problem": "Не хватает уверенности у доски.",
        "request": "Научиться выступать перед классом.",
        "tasks": ["Подготовить доклад", "Выступить на конференции"],
        "kinds": list(MentoringKind.objects.filter(code="traditional")),
        "interaction_forms": ["consultation"],
        "mentor_activity": "Разбирает выступления.",
        "mentee_activity": "Готовит выступления.",
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "schedule_format": MeetingFormat.OFFLINE,
        "regime": "Раз в две недели по 45 минут.",
        "planned_results": "Выступление на школьной конференции.",
    }


def make_programme(pair: Pair, by: User, *, rows: int = 2) -> Programme:
    """A draft that both sides may agree to."""
    programme = programmes.open_for(pair=pair, by=by)
    programme = programmes.change(
        programme=programme, text=filled(programme), version=1, by=by
    )
    for number in range(rows):
        plan.add_row(
            programme=programme,
            title=f"Встреча {number + 1}",
            due_on=programme.starts_on + timedelta(days=20 * (number + 1)),
            by=by,
        )
    programme.refresh_from_db()
    return programme


def make_agreed(pair: Pair, by: User, *, rows: int = 2) -> Programme:
    """A programme both sides agreed to on paper."""
    programme = make_programme(pair, by, rows=rows)
    people = [
        pair.mentor_card.person,
        *(member.mentee_card.person for member in pair.members.all()),
    ]
    return programmes.record_paper_agreements(
        programme=programme, people=people, version=programme.version, by=by
    )


def make_active(pair: Pair, by: User, *, rows: int = 2) -> Programme:
    """A programme in force."""
    return programmes.approve(programme=make_agreed(pair, by, rows=rows), by=by)


def make_held(
    pair: Pair,
    by: User,
    *,
    held_on: date | None = None,
    summary: str = "Разобрали доклад",
    rows: Sequence[PlanRow] = (),
) -> Meeting:
    """A meeting that took place."""
    entry = Log(held_on or timezone.localdate(), summary, rows)
    return log(pair=pair, entry=entry, by=by)

"""Candidates of a cycle beside one another: points, sum, conclusion, decision (R-041)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from common.russian.names import normalise
from common.tables import Cell
from registry.enums import InterviewStatus, MentorStatus
from registry.models import (
    Criterion,
    CriterionScore,
    Cycle,
    Interview,
    MentorCard,
    MentorRegisterEntry,
)
from registry.queries.ageing import MENTORS_OUT
from registry.queries.interviews import waiting_for
from registry.queries.levels import Level
from registry.queries.selection_marks import Mark, mark_among

M = MentorStatus
_HELD = Q(last_held__isnull=False)
_AT_INTERVIEW = Q(status=M.INTERVIEW)
_WENT_ON = Q(status__in=(M.SELECTED, M.REGISTERED, M.READY, M.IN_PAIR, M.LONG_TERM))
STAGES = (
    Level("waiting", "Ждут беседы", _AT_INTERVIEW & ~_HELD),
    Level("to_decide", "Ждут решения", _AT_INTERVIEW & _HELD & Q(decision="")),
    Level("reserve", "Резерв", _AT_INTERVIEW & Q(decision="reserve")),
    Level("selected", "Отобраны", _WENT_ON & _HELD),
    Level("out", "Выбыли", Q(status__in=MENTORS_OUT) & _HELD),
)
ORDERS: Mapping[str, Sequence[str]] = {
    "name": ("person__last_name", "person__first_name", "person__patronymic"),
    "total": ("total", "person__last_name"),
    "conclusion": ("conclusion", "person__last_name"),
    "status": ("status", "person__last_name"),
}


def candidates(cycle: Cycle, words: str = "") -> QuerySet[MentorCard]:
    """Return who is or was a candidate, with the last talk's key and what it came to.

    Annotated: `last_held`, `total`, `conclusion`, `decision`.
    """
    held = Interview.objects.filter(
        card=OuterRef("pk"), status=InterviewStatus.HELD
    ).order_by("-held_on", "-pk")
    of_last = Interview.objects.filter(pk=OuterRef("last_held"))
    points = (
        CriterionScore.objects.filter(interview=OuterRef("last_held"))
        .order_by()
        .values("interview")
        .annotate(sum=Sum(F("points") * F("criterion__weight")))
    )
    cards = MentorCard.objects.filter(cycle=cycle).annotate(
        last_held=Subquery(held.values("pk")[:1])
    )
    for word in normalise(words).split():
        cards = cards.filter(person__search__contains=word)
    return cards.filter(_AT_INTERVIEW | _HELD).annotate(
        total=Subquery(points.values("sum")[:1]),
        conclusion=Coalesce(Subquery(of_last.values("conclusion")[:1]), Value("")),
        decision=Coalesce(Subquery(of_last.values("decision")[:1]), Value("")),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """A line of the comparison: the candidate, the talk he is judged by, the next one."""

    card: MentorCard
    held: Interview | None
    appointed: Interview | None
    mark: Mark | None


def compared(
    cards: Sequence[MentorCard], criteria: Sequence[Criterion]
) -> Iterator[Compared]:
    """Put the talks and points beside the cards of a page, in two queries."""
    talks = list(
        Interview.objects.filter(
            Q(card__in=cards),
            Q(pk__in=[getattr(card, "last_held", None) for card in cards])
            | Q(status=InterviewStatus.APPOINTED),
        ).prefetch_related("scores")
    )
    by_key = {talk.pk: talk for talk in talks}
    appointed = {
        talk.card_id: talk for talk in talks if talk.status == InterviewStatus.APPOINTED
    }
    for card in cards:
        held = by_key.get(getattr(card, "last_held", None) or 0)
        mark = mark_among(criteria, held) if held else None
        yield Compared(card, held, appointed.get(card.pk), mark)


def headings(criteria: Sequence[Criterion]) -> list[str]:
    """Return the titles of the columns of the comparison as a file."""
    return [
        *("Кандидат", "Состояние", "Собеседование"),
        *(criterion.title for criterion in criteria),
        *("Итог", "Ниже порога", "Готовность", "Заключение", "Обоснование", "Решение"),
    ]


def table_row(line: Compared, criteria: Sequence[Criterion]) -> list[Cell]:
    """Return a line of the comparison as a file shows it."""
    held, mark = line.held, line.mark
    if held is None or mark is None:
        rest: list[Cell] = [""] * (len(criteria) + 7)
        return [line.card.person.full_name, line.card.get_status_display(), *rest]
    return [
        line.card.person.full_name,
        line.card.get_status_display(),
        held.held_on,
        *("" if each.points is None else each.points for each in mark.lines),
        mark.total,
        ", ".join(each.criterion.title for each in mark.unmet),
        held.get_readiness_display(),
        held.get_conclusion_display(),
        held.conclusion_reason,
        held.get_decision_display(),
    ]


@dataclass(frozen=True, slots=True)
class SelectionCounts:
    """How much there is behind each tab of the selection."""

    candidates: int
    interviews: int
    criteria: int
    register: int


def selection_counts(user: User, cycle: Cycle) -> SelectionCounts:
    """Count candidates, talks to come, criteria and mentors in the register."""
    return SelectionCounts(
        candidates=MentorCard.objects.filter(cycle=cycle, status=M.INTERVIEW).count(),
        interviews=waiting_for(user, cycle),
        criteria=Criterion.objects.filter(cycle=cycle).count(),
        register=MentorRegisterEntry.objects.filter(
            card__cycle=cycle, entered_on__isnull=False, left_on=None
        ).count(),
    )

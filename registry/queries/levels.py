"""Levels of the bases: views over the states of cards, each a list of its own (R-156, R-245)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import AuditEvent
from registry.enums import (
    CardSource,
    InterviewConclusion,
    InterviewStatus,
    MenteeStatus,
    MentorStatus,
)
from registry.models import (
    Cycle,
    Interview,
    MenteeCard,
    MentorCard,
    MentorRegisterEntry,
)
from registry.models.card import CardQuerySet, MenteeCardQuerySet
from registry.queries.ageing import (
    MENTORS_OUT,
    mentees_to_refresh,
    mentors_to_refresh,
)

M, E = MentorStatus, MenteeStatus
MENTEES_OUT = (E.REJECTED, E.WITHDRAWN)
OF_THE_YEAR = (
    *(M.YEAR_BASE, M.INTERVIEW, M.SELECTED),
    *(M.REGISTERED, M.READY, M.IN_PAIR),
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level: its code in the address, its title, the cards it holds."""

    code: str
    title: str
    condition: Q


def mentor_levels(on: date) -> list[Level]:
    """Return the levels of the base of mentors."""
    was_recommended = Exists(
        Interview.objects.filter(
            card=OuterRef("pk"),
            status=InterviewStatus.HELD,
            conclusion=InterviewConclusion.RECOMMENDED,
        )
    )
    in_register = Exists(
        MentorRegisterEntry.objects.filter(
            card=OuterRef("pk"), entered_on__isnull=False, left_on=None
        )
    )
    went_on = Q(status__in=[M.REGISTERED, M.READY, M.IN_PAIR])
    return [
        Level("applied", "Заявки", Q(status__in=[M.NOMINATED, M.SUBMITTED])),
        Level("potential", "Потенциальные", Q(status=M.POTENTIAL)),
        Level("year", "База года", Q(status__in=OF_THE_YEAR)),
        Level(
            "selected",
            "Отобранные",
            Q(status=M.SELECTED) | went_on & Q(was_recommended),
        ),
        Level("register", "Реестр", Q(status=M.REGISTERED) | Q(in_register)),
        Level("ready", "Готовы к работе", Q(status=M.READY)),
        Level("in_pair", "Работают", Q(status=M.IN_PAIR)),
        Level("long_term", "Долгосрочная база", Q(status=M.LONG_TERM)),
        Level("stale", "Пора обновить", mentors_to_refresh(on)),
        Level("out", "Выбыли", Q(status__in=MENTORS_OUT)),
    ]


def mentee_levels(on: date) -> list[Level]:
    """Return the levels of the base of mentees."""
    wishing = (
        *(E.SUBMITTED, E.CONSENT_WAIT, E.IN_BASE),
        *(E.ANALYSED, E.MATCHING, E.UNMATCHED),
    )
    in_base = (
        *(E.IN_BASE, E.ANALYSED, E.MATCHING, E.UNMATCHED),
        *(E.STALE, E.PAIRED, E.IN_PROGRAMME),
    )
    return [
        Level("asked_for", "Обращения", Q(status=E.DRAFT)),
        Level("applied", "Заявки", Q(status__in=[E.SUBMITTED, E.CONSENT_WAIT])),
        Level("wish", "Желающие", Q(status__in=wishing, wants_mentor=True)),
        Level("base", "База наставляемых", Q(status__in=in_base)),
        Level("unmatched", "Без пары", Q(status=E.UNMATCHED)),
        Level("paired", "С наставником", Q(status__in=[E.PAIRED, E.IN_PROGRAMME])),
        Level(
            "completed", "Завершили", Q(status__in=[E.COMPLETED, E.MENTOR_CANDIDATE])
        ),
        Level("stale", "Пора обновить", mentees_to_refresh(on)),
        Level("out", "Выбыли", Q(status__in=MENTEES_OUT)),
    ]


def condition_of(levels: Iterable[Level], code: str) -> Q:
    """Return what the level of the code holds; an unknown one holds everything."""
    return next((level.condition for level in levels if level.code == code), Q())


@dataclass(frozen=True, slots=True)
class Counted:
    """A level with the number of cards its list shows."""

    code: str
    title: str
    count: int


def counted_levels(
    cards: QuerySet[Any], levels: Sequence[Level], chosen: str
) -> list[Counted]:
    """Count the levels of the cards, all at once; empty ones but the chosen are left out."""
    counts: Mapping[str, int] = cards.order_by().aggregate(
        everything=Count("pk"),
        **{level.code: Count("pk", filter=level.condition) for level in levels},
    )
    shown = [
        Counted(level.code, level.title, counts[level.code])
        for level in levels
        if counts[level.code] or level.code == chosen
    ]
    return [Counted("", "Все", counts["everything"]), *shown]


def sent_mentors(cards: CardQuerySet) -> CardQuerySet:
    """Leave out drafts: they are the candidates' own."""
    return cards.exclude(status=M.DRAFT)


def sent_mentees(cards: MenteeCardQuerySet) -> MenteeCardQuerySet:
    """Leave out drafts but those a third party asked for: the curator knows of these."""
    return cards.exclude(~Q(source=CardSource.THIRD_PARTY), status=E.DRAFT)


def reasons_of(cards: Iterable[MentorCard | MenteeCard]) -> dict[int, str]:
    """Return why each card stands where it stands, as whoever moved it wrote; one query."""
    by_key = {card.pk: card for card in cards}
    if not by_key:
        return {}
    first = next(iter(by_key.values()))
    events = (
        AuditEvent.objects.filter(
            organisation_id=first.organisation_id,
            object_kind=first._meta.label_lower,
            object_id__in=by_key,
            what__endswith=".moved",
        )
        .exclude(detail__remark="")
        .select_related("detail")
        .order_by("pk")
    )
    return {
        event.object_id: event.detail.remark
        for event in events
        if event.object_id is not None
        and event.detail.after.get("status") == by_key[event.object_id].status
    }


def stale_counts(cycles: Iterable[Cycle], on: date) -> dict[int, tuple[int, int]]:
    """Return how many mentors and mentees of each cycle are to be renewed; two queries."""
    keys = [cycle.pk for cycle in cycles]
    mentors = _stale(MentorCard.objects.filter(cycle__in=keys), mentor_levels(on))
    mentees = _stale(MenteeCard.objects.filter(cycle__in=keys), mentee_levels(on))
    return {
        key: (mentors.get(key, 0), mentees.get(key, 0))
        for key in keys
        if key in mentors or key in mentees
    }


def _stale(cards: QuerySet[Any], levels: Sequence[Level]) -> dict[int, int]:
    counted = (
        cards.filter(condition_of(levels, "stale"))
        .order_by()
        .values("cycle_id")
        .annotate(n=Count("pk"))
    )
    return {row["cycle_id"]: row["n"] for row in counted}

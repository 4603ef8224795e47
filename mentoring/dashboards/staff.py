"""The curator's «Сегодня» and the director's desk in one look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from accounts.models import Organisation, User
from common.charts import TrackStep
from common.links import link
from common.russian.dates import long_date
from common.russian.plural import counted
from documents.models import Document
from documents.queries import awaiting_ink
from mentoring.dashboards.todo import Todo
from monitoring.queries.families import MENTEES, MENTORS, PAIRS
from monitoring.queries.figures import family_figures
from programmes.enums import PairStatus, ProgrammeStatus
from programmes.models import Measure, Pair, Programme
from programmes.queries.meetings import meetings_without_feedback, silent_pairs
from programmes.queries.people import listed_name
from programmes.queries.roadmap import stage_track
from registry.models import Application, Consent, Cycle, MenteeCard
from registry.queries.cycles import current_cycle

SOON = timedelta(days=14)
SHOWN = 5
EMPTY_BASE = {
    "mentors": "Загрузите базу наставников",
    "mentees": "Загрузите базу наставляемых",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that opens the list it counts."""

    value: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class StaffDashboard:
    """What the curator and the director see first."""

    cycle: Cycle | None
    track: list[TrackStep]
    todos: list[Todo]
    overdue: list[Measure]
    overdue_count: int
    soon: list[Measure]
    figures: list[Figure]
    waiting: list[Document]
    silent: list[Todo] = field(default_factory=list)
    unheard: list[Todo] = field(default_factory=list)


def curator_dashboard(organisation: Organisation, user: User) -> StaffDashboard:
    """Gather what waits for the curator today, the oldest and most stuck first."""
    today = timezone.localdate()
    cycle = current_cycle(organisation)
    if cycle is None:
        return StaffDashboard(None, [], [], [], 0, [], [], [])
    cycle.organisation = organisation
    return StaffDashboard(
        cycle=cycle,
        track=stage_track(cycle, today),
        todos=list(_curator_todos(cycle, today)),
        overdue=list(_overdue(cycle, today)[:SHOWN]),
        overdue_count=_overdue(cycle, today).count(),
        soon=list(_soon(cycle, today)[:SHOWN]),
        figures=_figures(cycle, user),
        waiting=list(_awaiting(organisation)[:SHOWN]),
        silent=_silent(cycle, today),
        unheard=_unheard(cycle),
    )


def director_dashboard(organisation: Organisation, user: User) -> StaffDashboard:
    """Gather what waits for the director, and how the programme goes."""
    today = timezone.localdate()
    cycle = current_cycle(organisation)
    waiting = list(_awaiting(organisation))
    if cycle is None:
        return StaffDashboard(None, [], [], [], 0, [], [], waiting)
    cycle.organisation = organisation
    return StaffDashboard(
        cycle=cycle,
        track=stage_track(cycle, today),
        todos=[],
        overdue=list(_overdue(cycle, today)[:SHOWN]),
        overdue_count=_overdue(cycle, today).count(),
        soon=[],
        figures=_figures(cycle, user),
        waiting=waiting,
    )


def responsible_measures(user: User, cycle: Cycle | None) -> QuerySet[Measure]:
    """Return the open measures of the cycle the user answers for."""
    if cycle is None:
        return Measure.objects.none()
    return (
        Measure.objects.open()
        .filter(section__roadmap__cycle=cycle)
        .answered_by(user, cycle.organisation_id)
        .order_by("due_on", "pk")
    )


def _overdue(cycle: Cycle, today: date) -> QuerySet[Measure]:
    return (
        Measure.objects.overdue(today)
        .filter(section__roadmap__cycle=cycle)
        .order_by("due_on", "pk")
    )


def _soon(cycle: Cycle, today: date) -> QuerySet[Measure]:
    return (
        Measure.objects.due_between(today, today + SOON)
        .filter(section__roadmap__cycle=cycle)
        .order_by("due_on", "pk")
    )


def _awaiting(organisation: Organisation) -> QuerySet[Document]:
    return (
        Document.objects.filter(organisation=organisation)
        .awaiting_signature()
        .for_list()
        .order_by("created_at")
    )


def _figures(cycle: Cycle, user: User) -> list[Figure]:
    """Return four of monitoring's figures: each opens the list it counts."""
    mentors = family_figures(cycle, user, MENTORS)
    mentees = family_figures(cycle, user, MENTEES)
    pairs = family_figures(cycle, user, PAIRS)
    return [
        Figure(mentors["all"].value, "наставников", mentors["all"].url),
        Figure(mentees["all"].value, "наставляемых", mentees["all"].url),
        Figure(pairs["working"].value, "пар работает", pairs["working"].url),
        Figure(
            mentees["without-pair"].value,
            "без наставника",
            mentees["without-pair"].url,
        ),
    ]


def _seeking(cycle: Cycle) -> QuerySet[MenteeCard]:
    """Return the mentees no pair holds yet: the same whom matching takes."""
    return (
        MenteeCard.objects.filter(cycle=cycle)
        .waiting_for_mentor()
        .exclude(pair_members__is_current=True)
    )


def _curator_todos(cycle: Cycle, today: date) -> Iterator[Todo]:
    yield from _missing_foundations(cycle)
    yield from _applications(cycle, today)
    yield from _consents(cycle)
    yield from _matching(cycle)
    yield from _pairs(cycle)
    yield from _ink(cycle)
    yield from _programmes(cycle)


def _missing_foundations(cycle: Cycle) -> Iterator[Todo]:
    if not cycle.is_introduced:
        yield Todo(
            "Нет приказа о внедрении наставничества",
            link("programmes:order_introduction_prepare", pk=cycle.pk),
            "Без него пары не закрепляются приказом.",
            status="overdue",
        )
    if not hasattr(cycle, "roadmap"):
        yield Todo(
            "Дорожной карты ещё нет",
            link("programmes:roadmap_load"),
            "Возьмите готовый план за основу.",
            status="overdue",
        )

    for base, cards in (("mentors", cycle.mentorcards), ("mentees", cycle.menteecards)):
        if not cards.exists():
            yield Todo(
                EMPTY_BASE[base],
                link("registry:import_upload"),
                "Таблицей или по одному; пустую форму можно скачать.",
            )


def _applications(cycle: Cycle, today: date) -> Iterator[Todo]:
    waiting = Application.objects.waiting().filter(cycle=cycle)
    told = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    if told["count"]:
        days = (today - timezone.localdate(told["oldest"])).days
        yield Todo(
            "Заявки ждут решения",
            link("registry:application_list"),
            f"самая старая — {counted(days, 'день', 'дня', 'дней')}"
            if days
            else "поступили сегодня",
            told["count"],
            "submitted",
        )


def _consents(cycle: Cycle) -> Iterator[Todo]:
    missing = Consent.objects.missing().filter(organisation_id=cycle.organisation_id)
    count = missing.count()
    if count:
        yield Todo(
            "Не хватает согласий",
            f"{link('registry:consent_list')}?status=missing",
            "Без согласия пара не начнёт работу.",
            count,
            "required",
        )


def _pairs(cycle: Cycle) -> Iterator[Todo]:
    states = {
        row["status"]: row["n"]
        for row in Pair.objects.filter(cycle=cycle)
        .order_by()
        .values("status")
        .annotate(n=Count("pk"))
    }
    pair_list = link("programmes:pair_list")
    lines = (
        (PairStatus.RETURNED, "Пары вернул директор", "Исправьте по замечанию."),
        (PairStatus.AGREED, "Пары готовы к приказу", "Представьте их директору."),
        (
            PairStatus.PROPOSED,
            "Пары ждут ответа сторон",
            "Напомните или внесите с бумаги.",
        ),
    )
    for status, title, hint in lines:
        if states.get(status):
            yield Todo(
                title, f"{pair_list}?status={status}", hint, states[status], status
            )


def _matching(cycle: Cycle) -> Iterator[Todo]:
    seeking = _seeking(cycle).count()
    if seeking and cycle.mentorcards.exists():
        yield Todo(
            "Подберите наставников",
            link("programmes:matching"),
            "Наставляемые ждут пары.",
            seeking,
            "matching",
        )


def _ink(cycle: Cycle) -> Iterator[Todo]:
    for document in awaiting_ink(cycle.organisation)[:SHOWN]:
        yield Todo(
            f"Подпишите на бумаге: {document.title}, № {document.number}",
            link("documents:document_detail", pk=document.pk),
            "Напечатайте, дайте подписать и отметьте, что подписан.",
        )


def _programmes(cycle: Cycle) -> Iterator[Todo]:
    waiting = Programme.objects.filter(
        pair__cycle=cycle, status=ProgrammeStatus.AGREED
    ).count()
    if waiting:
        yield Todo(
            "Программы ждут утверждения",
            f"{link('programmes:programme_list')}?status=agreed",
            "Обе стороны уже согласны.",
            waiting,
            "submitted",
        )


def _silent(cycle: Cycle, today: date) -> list[Todo]:
    """Return the pairs that fell silent, the longest first (R-343)."""
    pairs = silent_pairs(cycle, today).prefetch_related(None)
    pairs = pairs.prefetch_related("members__mentee_card__person")
    return [
        Todo(
            _named(pair),
            link("programmes:pair_detail", pk=pair.pk),
            _silence(pair, today),
            status="overdue",
        )
        for pair in pairs[:SHOWN]
    ]


def _named(pair: Pair) -> str:
    """Name both sides briefly: one mentor may have several pairs."""
    people = [member.mentee_card.person for member in pair.members.all()]
    mentees = ", ".join(listed_name(person) for person in people)
    return f"{listed_name(pair.mentor_card.person)} — {mentees}"


def _silence(pair: Pair, today: date) -> str:
    last: date | None = getattr(pair, "last_held_on", None)
    days = (today - (last or pair.starts_on)).days
    words = counted(days, "день", "дня", "дней")
    return f"не встречались {words}" if last else f"ни одной встречи за {words}"


def _unheard(cycle: Cycle) -> list[Todo]:
    """Return the meetings nobody answered about, oldest first (R-272)."""
    return [
        Todo(
            _named(meeting.pair),
            link("programmes:meeting_detail", pk=meeting.pk),
            f"встреча {long_date(meeting.held_on)}" if meeting.held_on else "",
            status="waiting",
        )
        for meeting in meetings_without_feedback()
        .filter(pair__cycle=cycle)
        .prefetch_related("pair__members__mentee_card__person")[:SHOWN]
    ]

"""The curator's «Сегодня» and the director's desk in one look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    QuerySet,
    prefetch_related_objects,
)
from django.utils import timezone

from accounts.models import Organisation, User
from common.charts import TrackStep
from common.links import link
from common.russian.dates import long_date
from common.russian.plural import counted
from documents.models import Document
from documents.queries import awaiting_ink
from mentoring.dashboards.counts import Counts, counts_of
from mentoring.dashboards.todo import Todo
from monitoring.queries.families import MENTEES, MENTORS, PAIRS
from monitoring.queries.figures import family_figures
from programmes.deadlines import SOON_DAYS
from programmes.enums import PairStatus
from programmes.models import Measure, Meeting, Pair
from programmes.queries.meetings import meetings_without_feedback, silent_pairs
from programmes.queries.people import listed_name
from programmes.queries.roadmap import measures_in, track_of
from registry.models import Cycle
from registry.queries.cycles import current_cycle

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
    measures = measures_in(cycle)
    overdue = _overdue(measures, today)
    silent, unheard = _pairs_in_trouble(cycle, today)
    return StaffDashboard(
        cycle=cycle,
        track=track_of(measures, today),
        todos=list(_curator_todos(cycle, today)),
        overdue=overdue[:SHOWN],
        overdue_count=len(overdue),
        soon=_soon(measures, today)[:SHOWN],
        figures=_figures(cycle, user),
        waiting=list(_awaiting(organisation)[:SHOWN]),
        silent=silent,
        unheard=unheard,
    )


def director_dashboard(organisation: Organisation, user: User) -> StaffDashboard:
    """Gather what waits for the director, and how the programme goes."""
    today = timezone.localdate()
    cycle = current_cycle(organisation)
    waiting = list(_awaiting(organisation))
    if cycle is None:
        return StaffDashboard(None, [], [], [], 0, [], [], waiting)
    cycle.organisation = organisation
    measures = measures_in(cycle)
    overdue = _overdue(measures, today)
    return StaffDashboard(
        cycle=cycle,
        track=track_of(measures, today),
        todos=[],
        overdue=overdue[:SHOWN],
        overdue_count=len(overdue),
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


def _overdue(measures: Iterable[Measure], today: date) -> list[Measure]:
    return _by_day(each for each in measures if each.is_overdue_on(today))


def _soon(measures: Iterable[Measure], today: date) -> list[Measure]:
    return _by_day(
        each
        for each in measures
        if each.is_open and each.due_on and 0 <= (each.due_on - today).days <= SOON_DAYS
    )


def _by_day(measures: Iterable[Measure]) -> list[Measure]:
    return sorted(measures, key=lambda each: (each.due_on or date.max, each.pk))


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


def _curator_todos(cycle: Cycle, today: date) -> Iterator[Todo]:
    counts = counts_of(cycle)
    yield from _missing_foundations(cycle, counts)
    yield from _applications(counts, today)
    yield from _cards(counts)
    yield from _consents(counts)
    yield from _matching(counts)
    yield from _pairs(counts)
    yield from _ink(cycle)
    yield from _programmes(counts)
    yield from _reported(counts)


def _missing_foundations(cycle: Cycle, counts: Counts) -> Iterator[Todo]:
    if not cycle.is_introduced:
        yield Todo(
            "Нет приказа о внедрении наставничества",
            link("programmes:order_introduction_prepare", pk=cycle.pk),
            "Без него пары не закрепляются приказом.",
            status="overdue",
        )
    if not counts.roadmaps:
        yield Todo(
            "Дорожной карты ещё нет",
            link("programmes:roadmap_load"),
            "Возьмите готовый план за основу.",
            status="overdue",
        )

    for base, cards in (("mentors", counts.mentors), ("mentees", counts.mentees)):
        if not cards:
            yield Todo(
                EMPTY_BASE[base],
                link("registry:import_upload"),
                "Таблицей или по одному; пустую форму можно скачать.",
            )


def _applications(counts: Counts, today: date) -> Iterator[Todo]:
    if counts.oldest_application is not None:
        days = (today - timezone.localdate(counts.oldest_application)).days
        yield Todo(
            "Заявки ждут решения",
            link("registry:application_list"),
            f"самая старая — {counted(days, 'день', 'дня', 'дней')}"
            if days
            else "поступили сегодня",
            counts.waiting_applications,
            "submitted",
        )


def _cards(counts: Counts) -> Iterator[Todo]:
    """What people sent from their cabinets, and whose cards nobody has confirmed."""
    asked = (
        (
            counts.submitted_mentors,
            "Заявки наставников из кабинета",
            "registry:mentor_list",
            "applied",
            "submitted",
        ),
        (
            counts.submitted_mentees,
            "Заявки наставляемых из кабинета",
            "registry:mentee_list",
            "applied",
            "submitted",
        ),
        (
            counts.stale_mentees,
            "Сведения не обновляли больше года",
            "registry:mentee_list",
            "stale",
            "stale",
        ),
    )
    for count, title, page, level, status in asked:
        if count:
            yield Todo(title, f"{link(page)}?level={level}", count=count, status=status)


def _consents(counts: Counts) -> Iterator[Todo]:
    if counts.missing_consents:
        yield Todo(
            "Не хватает согласий",
            f"{link('registry:consent_list')}?status=missing",
            "Без согласия пара не начнёт работу.",
            counts.missing_consents,
            "required",
        )


def _pairs(counts: Counts) -> Iterator[Todo]:
    states = {
        PairStatus.RETURNED: counts.returned_pairs,
        PairStatus.AGREED: counts.agreed_pairs,
        PairStatus.PROPOSED: counts.proposed_pairs,
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
        if states[status]:
            yield Todo(
                title, f"{pair_list}?status={status}", hint, states[status], status
            )


def _matching(counts: Counts) -> Iterator[Todo]:
    if counts.seeking and counts.mentors:
        yield Todo(
            "Подберите наставников",
            link("programmes:matching"),
            "Наставляемые ждут пары.",
            counts.seeking,
            "matching",
        )


def _ink(cycle: Cycle) -> Iterator[Todo]:
    for document in awaiting_ink(cycle.organisation)[:SHOWN]:
        yield Todo(
            f"Подпишите на бумаге: {document.title}, № {document.number}",
            link("documents:document_detail", pk=document.pk),
            "Напечатайте, дайте подписать и отметьте, что подписан.",
        )


def _programmes(counts: Counts) -> Iterator[Todo]:
    if counts.agreed_programmes:
        yield Todo(
            "Программы ждут утверждения",
            f"{link('programmes:programme_list')}?status=agreed",
            "Обе стороны уже согласны.",
            counts.agreed_programmes,
            "submitted",
        )


def _reported(counts: Counts) -> Iterator[Todo]:
    if counts.reported_measures:
        yield Todo(
            "Подтвердите выполненное",
            f"{link('programmes:roadmap')}?show=unconfirmed",
            "Ответственные отметили мероприятия и ждут вашего слова.",
            counts.reported_measures,
            "reported",
        )


def _pairs_in_trouble(cycle: Cycle, today: date) -> tuple[list[Todo], list[Todo]]:
    """Return the pairs that fell silent and the meetings nobody answered about."""
    silent = list(silent_pairs(cycle, today).prefetch_related(None)[:SHOWN])
    unheard = list(meetings_without_feedback().filter(pair__cycle=cycle)[:SHOWN])
    pairs = [*silent, *(meeting.pair for meeting in unheard)]
    prefetch_related_objects(pairs, "members__mentee_card__person")
    return _silent(silent, today), _unheard(unheard)


def _silent(pairs: Iterable[Pair], today: date) -> list[Todo]:
    """Return the pairs that fell silent, the longest first (R-343)."""
    return [
        Todo(
            _named(pair),
            link("programmes:pair_detail", pk=pair.pk),
            _silence(pair, today),
            status="overdue",
        )
        for pair in pairs
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


def _unheard(meetings: Iterable[Meeting]) -> list[Todo]:
    """Return the meetings nobody answered about, oldest first (R-272)."""
    return [
        Todo(
            _named(meeting.pair),
            link("programmes:meeting_detail", pk=meeting.pk),
            f"встреча {long_date(meeting.held_on)}" if meeting.held_on else "",
            status="waiting",
        )
        for meeting in meetings
    ]

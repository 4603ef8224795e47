"""Families of figures: the rows they count, the slices, the columns of their lists.

A figure is the number of rows of a slice, and its list shows those very rows: one
queryset serves both (design 4.9).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_stubs_ext import WithAnnotations

from accounts.models import User
from common.tables import Cell
from programmes.enums import MeetingStatus, PairStatus, PlanRowStatus
from programmes.models import Meeting, Pair, PairMember, PlanRow
from programmes.models.pair import WORKING
from programmes.queries.meetings import with_awaited
from registry.enums import MenteeStatus, MentorStatus
from registry.models import Cycle, MenteeCard, MentorCard, MentoringForm, Request

OVER = [PairStatus.COMPLETED, PairStatus.ENDED_EARLY]
OUT_OF_MENTORS = [
    MentorStatus.DRAFT,
    MentorStatus.NOMINATED,
    MentorStatus.SUBMITTED,
    MentorStatus.REJECTED,
    MentorStatus.WITHDRAWN,
]
OUT_OF_MENTEES = [
    MenteeStatus.DRAFT,
    MenteeStatus.SUBMITTED,
    MenteeStatus.REJECTED,
    MenteeStatus.WITHDRAWN,
]

Rows = QuerySet[Any]


class Covered(TypedDict):
    """What a request's row carries besides."""

    is_covered: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a family that has a figure of its own."""

    code: str
    title: str
    condition: Q


@dataclass(frozen=True)
class Family:
    """Rows of one kind: `rows_of(cycle, user)` are those the user may see."""

    code: str
    title: str
    headings: Sequence[str]
    rows_of: Callable[[Cycle, User], Rows]
    cells_of: Callable[[Any], list[Cell]]
    slices: Sequence[Slice]
    by_form: Q | None = None
    """What is counted by form of mentoring; None where there is none."""

    def slices_with(self, forms: Sequence[MentoringForm]) -> list[Slice]:
        """Return all slices, those by form of mentoring included."""
        if self.by_form is None:
            return list(self.slices)
        by_form = [
            Slice(f"form-{form.pk}", form.title, self.by_form & Q(form=form))
            for form in forms
        ]
        return [*self.slices, *by_form]


def _everything() -> Q:
    return Q(pk__isnull=False)


def _mentors(cycle: Cycle, user: User) -> Rows:
    return (
        MentorCard.objects.visible_to(user)
        .filter(cycle=cycle)
        .exclude(status__in=OUT_OF_MENTORS)
        .annotate(
            is_paired=Exists(
                Pair.objects.filter(
                    mentor_card=OuterRef("pk"), status__in=[*WORKING, *OVER]
                )
            )
        )
        .select_related("person", "form")
    )


def _mentor_cells(card: MentorCard) -> list[Cell]:
    form = card.form.title if card.form else ""
    return [card.person.full_name, form, card.get_status_display()]


def _mentees(cycle: Cycle, user: User) -> Rows:
    return (
        MenteeCard.objects.visible_to(user)
        .filter(cycle=cycle)
        .exclude(status__in=OUT_OF_MENTEES)
        .annotate(is_paired=_is_covered("pk"))
        .select_related("person__group", "form")
    )


def _mentee_cells(card: MenteeCard) -> list[Cell]:
    group = card.person.group.name if card.person.group else ""
    form = card.form.title if card.form else ""
    return [card.person.full_name, group, form, card.get_status_display()]


def _is_covered(card: str) -> Exists:
    return Exists(
        PairMember.objects.filter(
            mentee_card=OuterRef(card), pair__status__in=[*WORKING, *OVER]
        )
    )


def _pairs(cycle: Cycle, user: User) -> Rows:
    return Pair.objects.visible_to(user).filter(cycle=cycle).for_list()


def _names_of(pair: Pair) -> str:
    return ", ".join(
        member.mentee_card.person.full_name for member in pair.members.all()
    )


def _pair_cells(pair: Pair) -> list[Cell]:
    return [
        pair.mentor_card.person.full_name,
        _names_of(pair),
        pair.form.title,
        pair.get_status_display(),
    ]


def _meetings(cycle: Cycle, user: User) -> Rows:
    return (
        with_awaited(Meeting.objects.visible_to(user).filter(pair__cycle=cycle))
        .select_related("pair__mentor_card__person")
        .prefetch_related("pair__members__mentee_card__person")
    )


def _meeting_cells(meeting: Meeting) -> list[Cell]:
    return [
        meeting.held_on or timezone.localdate(meeting.planned_at),
        meeting.pair.mentor_card.person.full_name,
        _names_of(meeting.pair),
        meeting.get_kind_display(),
        meeting.get_status_display(),
    ]


def _plan_rows(cycle: Cycle, user: User) -> Rows:
    return (
        PlanRow.objects.filter(
            programme__pair__in=Pair.objects.visible_to(user).filter(cycle=cycle)
        )
        .exclude(status=PlanRowStatus.CANCELLED)
        .select_related("programme__pair__mentor_card__person")
    )


def _plan_row_cells(row: PlanRow) -> list[Cell]:
    return [
        row.due_on,
        row.title,
        row.programme.pair.mentor_card.person.full_name,
        row.get_status_display(),
    ]


def _requests(cycle: Cycle, user: User) -> Rows:
    return (
        Request.objects.visible_to(user)
        .filter(card__cycle=cycle)
        .exclude(card__status__in=OUT_OF_MENTEES)
        .annotate(is_covered=_is_covered("card_id"))
        .select_related("card__person")
    )


def _request_cells(request: WithAnnotations[Request, Covered]) -> list[Cell]:
    return [
        request.card.person.full_name,
        request.text,
        "есть наставник" if request.is_covered else "без наставника",
    ]


def _by_status(
    statuses: type[MentorStatus] | type[MenteeStatus] | type[PairStatus],
    *,
    without: Sequence[str] = (),
) -> list[Slice]:
    return [
        Slice(status.value, str(status.label), Q(status=status))
        for status in statuses
        if status not in without
    ]


MENTORS = Family(
    "mentors",
    "Наставники",
    ("Наставник", "Форма", "Состояние"),
    _mentors,
    _mentor_cells,
    (
        Slice("all", "В базе", _everything()),
        Slice("with-pair", "Работают или работали", Q(is_paired=True)),
        Slice("without-pair", "Без пары", Q(is_paired=False)),
        *_by_status(MentorStatus, without=OUT_OF_MENTORS),
    ),
    _everything(),
)
MENTEES = Family(
    "mentees",
    "Наставляемые",
    ("Наставляемый", "Класс", "Форма", "Состояние"),
    _mentees,
    _mentee_cells,
    (
        Slice("all", "В базе", _everything()),
        Slice("with-pair", "Получили наставника", Q(is_paired=True)),
        Slice("without-pair", "Пока без наставника", Q(is_paired=False)),
        *_by_status(MenteeStatus, without=OUT_OF_MENTEES),
    ),
    _everything(),
)
PAIRS = Family(
    "pairs",
    "Пары",
    ("Наставник", "Наставляемые", "Форма", "Состояние"),
    _pairs,
    _pair_cells,
    (
        Slice("fixed", "Закреплены приказом", Q(status__in=[*WORKING, *OVER])),
        Slice("working", "Работают сейчас", Q(status__in=WORKING)),
        *_by_status(PairStatus),
    ),
    Q(status__in=[*WORKING, *OVER]),
)
MEETINGS = Family(
    "meetings",
    "Встречи",
    ("Дата", "Наставник", "Наставляемые", "Вид", "Состояние"),
    _meetings,
    _meeting_cells,
    (
        Slice("held", "Проведены", Q(status=MeetingStatus.HELD)),
        Slice("planned", "Впереди", Q(status=MeetingStatus.PLANNED)),
        Slice(
            "silent",
            "Проведены, ждут отзыва",
            Q(is_awaiting=True),
        ),
    ),
)
PLAN_ROWS = Family(
    "plan-rows",
    "Мероприятия планов",
    ("Срок", "Мероприятие", "Наставник", "Состояние"),
    _plan_rows,
    _plan_row_cells,
    (
        Slice("all", "В планах пар", _everything()),
        Slice("done", "Выполнены", Q(status=PlanRowStatus.DONE)),
        Slice("planned", "Ещё не выполнены", Q(status=PlanRowStatus.PLANNED)),
    ),
)
REQUESTS = Family(
    "requests",
    "Запросы",
    ("Наставляемый", "Запрос", "Обеспечен"),
    _requests,
    _request_cells,
    (
        Slice("all", "Всего", _everything()),
        Slice("covered", "Обеспечены наставником", Q(is_covered=True)),
        Slice("uncovered", "Без наставника", Q(is_covered=False)),
    ),
)
FAMILIES: Mapping[str, Family] = {
    family.code: family
    for family in (MENTORS, MENTEES, PAIRS, MEETINGS, PLAN_ROWS, REQUESTS)
}

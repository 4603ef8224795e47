"""Questions about personalised programmes: who must do what, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from programmes.enums import (
    MeetingStatus,
    PairSide,
    PlanRowStatus,
    ProgrammeStatus,
)
from programmes.models import (
    Pair,
    PairMember,
    PlanRow,
    Programme,
    ProgrammeAgreement,
)
from programmes.models.pair import WORKING
from programmes.models.programme import PlanRowQuerySet, ProgrammeQuerySet
from programmes.queries.people import speaker_of
from programmes.terms import flaw_of_term
from registry import reference
from registry.models import Cycle, Person


@dataclass(frozen=True, slots=True)
class Party:
    """One person of the pair, and whether he agreed to the present version."""

    person: Person
    side: PairSide
    agreement: ProgrammeAgreement | None = None

    @property
    def has_agreed(self) -> bool:
        return self.agreement is not None


def people_of(pair: Pair) -> list[Party]:
    """Return the mentor and the mentees who are in the pair now; of a past pair, all."""
    members = list(
        PairMember.objects.filter(pair=pair).select_related("mentee_card__person__user")
    )
    current = [member for member in members if member.is_current] or members
    return [
        Party(pair.mentor_card.person, PairSide.MENTOR),
        *(Party(member.mentee_card.person, PairSide.MENTEE) for member in current),
    ]


def parties_of(programme: Programme) -> list[Party]:
    """Return who must agree, each with his agreement to the present version if given."""
    given = {
        agreement.person_id: agreement
        for agreement in ProgrammeAgreement.objects.filter(
            programme=programme, version=programme.version
        )
    }
    return [
        Party(party.person, party.side, given.get(party.person.pk))
        for party in people_of(programme.pair)
    ]


def people_spoken_for(user: User, day: date) -> list[Person]:
    """Return for whom the user has the word on the day: himself, his children under 14."""
    candidates = Person.objects.in_care_of(user).order_by("pk")
    return [person for person in candidates if speaker_of(user, person, day)]


REQUIRED = (
    ("problem", "описание проблемы"),
    ("request", "запрос (цель) наставляемого"),
    ("tasks", "задачи"),
    ("mentor_activity", "содержание деятельности наставника"),
    ("mentee_activity", "содержание деятельности наставляемого"),
    ("schedule_format", "расписание встреч"),
    ("regime", "режим работ"),
    ("planned_results", "планируемые результаты"),
)


def missing_parts(programme: Programme) -> list[str]:
    """Return in Russian what the programme still lacks to be agreed (R-304, R-321)."""
    missing = [title for name, title in REQUIRED if not getattr(programme, name)]
    if not programme.interaction_forms and not programme.interaction_other:
        missing.append("формы взаимодействия")
    if not programme.kinds.exists():
        missing.append("вид наставничества")
    if flaw_of_term(programme.starts_on, programme.ends_on):
        missing.append("срок от трёх месяцев до одного года")
    due = [row.due_on for row in programme.rows.all()]
    if not due:
        missing.append("хотя бы одна строка плана")
    elif min(due) < programme.starts_on or max(due) > programme.ends_on:
        missing.append("сроки строк плана внутри срока программы")
    return missing


def programmes_of_person(person: Person) -> ProgrammeQuerySet:
    """Return the programmes of the working pairs the person is in, as a side."""
    return Programme.objects.filter(pair__in=working_pairs_of(person))


def working_pairs_of(person: Person) -> QuerySet[Pair]:
    """Return the working pairs the person is in now, as a mentor or a mentee."""
    memberships = PairMember.objects.filter(mentee_card__person=person, is_current=True)
    return Pair.objects.working().filter(
        Q(mentor_card__person=person) | Q(pk__in=memberships.values("pair_id"))
    )


def programmes_to_agree(person: Person) -> ProgrammeQuerySet:
    """Return drafts whose present version the person has not agreed to (R-321)."""
    agreed = ProgrammeAgreement.objects.filter(
        programme=OuterRef("pk"), version=OuterRef("version"), person=person
    )
    return (
        programmes_of_person(person)
        .filter(~Exists(agreed), status=ProgrammeStatus.DRAFT)
        .for_list()
        .order_by("pk")
    )


def programmes_to_approve(cycle: Cycle) -> QuerySet[Programme]:
    """Return what waits for the curator's approval in the cycle."""
    return (
        Programme.objects.filter(
            pair__cycle=cycle,
            pair__status__in=WORKING,
            status=ProgrammeStatus.AGREED,
        )
        .for_list()
        .order_by("pk")
    )


def pairs_without_programme(cycle: Cycle) -> QuerySet[Pair]:
    """Return working pairs that have not even a draft (R-304)."""
    return Pair.objects.working().filter(cycle=cycle, programme=None).for_list()


def rows_due(from_on: date, to_on: date) -> QuerySet[PlanRow]:
    """Return open plan rows of programmes in force due in the days, both included.

    Of all cycles in scope: reminders ask it, dashboards narrow it by
    `programme__pair__cycle` or `programme__in=programmes_of_person(person)`.
    """
    return _open_rows().filter(due_on__range=(from_on, to_on))


def rows_overdue(day: date) -> QuerySet[PlanRow]:
    """Return open plan rows of programmes in force that were due before the day."""
    return _open_rows().overdue(day)


def _open_rows() -> PlanRowQuerySet:
    return (
        PlanRow.objects.open()
        .filter(
            programme__status=ProgrammeStatus.ACTIVE,
            programme__pair__status__in=WORKING,
        )
        .select_related("programme__pair__mentor_card__person__user")
        .order_by("due_on", "pk")
    )


def open_row_count(programme: Programme) -> int:
    """Count the rows not done and not cancelled: «в полном объёме» means none (R-305)."""
    return programme.rows.open().count()


def with_progress(programmes: ProgrammeQuerySet) -> ProgrammeQuerySet:
    """Annotate `rows_done`, `rows_all`, `rows_late`, `held_count` and `last_held_on`."""
    is_done = Q(rows__status=PlanRowStatus.DONE)
    is_late = Q(
        rows__status=PlanRowStatus.PLANNED, rows__due_on__lt=timezone.localdate()
    )
    is_held = Q(pair__meetings__status=MeetingStatus.HELD)
    return programmes.annotate(
        rows_done=Count("rows", filter=is_done, distinct=True),
        rows_late=Count("rows", filter=is_late, distinct=True),
        rows_all=Count(
            "rows", filter=~Q(rows__status=PlanRowStatus.CANCELLED), distinct=True
        ),
        held_count=Count("pair__meetings", filter=is_held, distinct=True),
        last_held_on=Max("pair__meetings__held_on", filter=is_held),
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A row the template recommends, with a day to start from."""

    measure: str
    due_on: date


def suggested_rows(programme: Programme) -> list[Suggestion]:
    """Return the recommended rows the plan has not got (R-201), spread over the term."""
    had = {row.title for row in programme.rows.all()}
    rows = reference.programme_template().plan.recommended_rows
    step = (programme.ends_on - programme.starts_on) / len(rows)
    return [
        Suggestion(row.measure, programme.starts_on + step * number)
        for number, row in enumerate(rows, start=1)
        if row.measure not in had
    ]

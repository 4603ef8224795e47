"""The first screen of mentors, mentees and parents: what happens next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from common.links import link
from common.russian.dates import long_date
from mentoring.dashboards.todo import Todo
from monitoring.queries.surveys import surveys_to_answer
from programmes.enums import (
    MeetingStatus,
    PairStatus,
    PlanRowStatus,
    ProgrammeStatus,
)
from programmes.models import Meeting, Pair, PlanRow
from programmes.queries.pairs import own_awaited_answers
from programmes.queries.programmes import people_spoken_for
from registry.models import Consent, Person
from registry.models.consent import needs_representative


@dataclass(frozen=True, slots=True)
class PairCard:
    """One pair on the first screen: with whom, how it stands, what is nearest."""

    pair: Pair
    mentor: Person
    mentees: list[Person]
    is_mine_to_lead: bool
    next_meeting: Meeting | None
    rows_due: list[PlanRow]

    @property
    def is_working(self) -> bool:
        return self.pair.status in {PairStatus.ACTIVE, PairStatus.CLOSING}


@dataclass(frozen=True, slots=True)
class ParticipantDashboard:
    """What a mentor, a mentee or a parent sees first."""

    people: list[Person]
    todos: list[Todo]
    pairs: list[PairCard]


def participant_dashboard(user: User) -> ParticipantDashboard:
    """Gather what waits for the user and for the children the user represents."""
    today = timezone.localdate()
    people = list(people_of(user))
    pairs = list(_pairs(people))
    return ParticipantDashboard(
        people=people,
        todos=list(_todos(user, people, pairs, today)),
        pairs=[_card(pair, user) for pair in pairs],
    )


def people_of(user: User) -> QuerySet[Person]:
    """Return the user as a person here, and the children the user represents."""
    return Person.objects.in_care_of(user).order_by("birth_on", "pk")


def _pairs(people: list[Person]) -> QuerySet[Pair]:
    open_rows = PlanRow.objects.filter(status=PlanRowStatus.PLANNED)
    planned = Meeting.objects.filter(
        Q(status=MeetingStatus.PLANNED) | Q(status=MeetingStatus.HELD)
    ).prefetch_related("feedbacks")
    return (
        Pair.objects.filter(
            Q(mentor_card__person__in=people)
            | Q(members__mentee_card__person__in=people, members__is_current=True)
        )
        .holding()
        .distinct()
        .select_related("mentor_card__person", "form", "programme")
        .prefetch_related(
            "members__mentee_card__person",
            Prefetch("programme__rows", queryset=open_rows, to_attr="open_rows"),
            Prefetch("meetings", queryset=planned, to_attr="known_meetings"),
        )
        .order_by("status", "pk")
    )


def _card(pair: Pair, user: User) -> PairCard:
    programme = getattr(pair, "programme", None)
    planned = sorted(
        (
            meeting
            for meeting in pair.known_meetings  # type: ignore[attr-defined]  # prefetched
            if meeting.status == MeetingStatus.PLANNED and meeting.planned_at
        ),
        key=lambda meeting: meeting.planned_at,
    )
    rows = sorted(getattr(programme, "open_rows", []), key=lambda row: row.due_on)
    return PairCard(
        pair=pair,
        mentor=pair.mentor_card.person,
        mentees=[member.mentee_card.person for member in pair.members.all()],
        is_mine_to_lead=pair.mentor_card.person.user_id == user.pk,
        next_meeting=planned[0] if planned else None,
        rows_due=rows[:3],
    )


def _todos(
    user: User, people: list[Person], pairs: list[Pair], today: date
) -> Iterator[Todo]:
    """What the user himself has to do: for himself, and for a child he speaks for."""
    spoken_for = {person.pk for person in people_spoken_for(user, today)}
    yield from _consents(user, people, today)
    yield from _answers(user, today)
    for pair in pairs:
        yield from _programme(pair, spoken_for)
        yield from _feedback(pair, spoken_for)
    yield from _surveys(user)


def _consents(user: User, people: list[Person], today: date) -> Iterator[Todo]:
    missing = Consent.objects.missing().filter(person__in=people)
    for consent in missing.select_related("person").exclude(status="signed"):
        is_child = consent.person.user_id != user.pk
        if needs_representative(consent.person, today) == is_child:
            yield Todo(
                f"Согласие: {consent.get_kind_display().lower()}",
                link("registry:my_consents"),
                consent.person.full_name,
                status="required",
            )


def _answers(user: User, today: date) -> Iterator[Todo]:
    for acceptance in own_awaited_answers(user, today):
        yield Todo(
            "Ответьте на предложение пары",
            link("programmes:pair_answer", pk=acceptance.pk),
            f"Наставник — {acceptance.pair.mentor_card.person}",
            status="proposed",
        )


def _programme(pair: Pair, spoken_for: set[int]) -> Iterator[Todo]:
    programme = getattr(pair, "programme", None)
    sides = {pair.mentor_card.person_id, *_mentees_of(pair)}
    if (
        programme is not None
        and programme.status == ProgrammeStatus.DRAFT
        and sides & spoken_for
    ):
        yield Todo(
            "Составьте и согласуйте программу пары",
            link("programmes:programme_detail", pk=programme.pk),
            programme.remark,
            status="draft",
        )


def _mentees_of(pair: Pair) -> set[int]:
    return {member.mentee_card.person_id for member in pair.members.all()}


def _feedback(pair: Pair, spoken_for: set[int]) -> Iterator[Todo]:
    mine = _mentees_of(pair) & spoken_for
    for meeting in pair.known_meetings:  # type: ignore[attr-defined]  # prefetched
        given = {feedback.person_id for feedback in meeting.feedbacks.all()}
        if meeting.status == MeetingStatus.HELD and mine - given:
            yield Todo(
                "Расскажите, как прошла встреча",
                link("programmes:feedback_give", pk=meeting.pk),
                long_date(meeting.held_on) if meeting.held_on else "",
                status="waiting",
            )


def _surveys(user: User) -> Iterator[Todo]:
    for survey, _ in surveys_to_answer(user):
        yield Todo(
            survey.title,
            link("monitoring:survey_answer", pk=survey.pk),
            f"до {long_date(survey.closes_on)}",
            status="open",
        )

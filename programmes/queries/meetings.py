"""Questions about meetings: what waits for feedback, who has fallen silent, what is next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from accounts.models import User
from accounts.roles import Permission
from programmes.enums import (
    MeetingFormat,
    MeetingKind,
    MeetingStatus,
    PairSide,
    ProgrammeStatus,
)
from programmes.models import (
    Feedback,
    Meeting,
    Pair,
    PairMember,
    PlanRow,
    Programme,
)
from programmes.models.pair import WORKING
from programmes.queries.programmes import Party, people_of, working_pairs_of
from registry.models import Cycle, Person

SILENT_AFTER_DAYS = 21


def with_awaited(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Annotate `is_awaiting`: held, and a mentee of the pair has not said a word (R-272)."""
    is_awaiting = When(_is_held_and_unanswered(), then=True)
    return meetings.annotate(is_awaiting=Case(is_awaiting, default=False))


def _is_held_and_unanswered() -> Q:
    told = Feedback.objects.filter(
        meeting=OuterRef(OuterRef("pk")), person=OuterRef("mentee_card__person")
    )
    silent = PairMember.objects.filter(
        ~Exists(told), pair=OuterRef("pair"), is_current=True
    )
    return Q(Exists(silent), status=MeetingStatus.HELD)


def meetings_without_feedback() -> QuerySet[Meeting]:
    """Return held meetings of working pairs some mentee has not answered about (R-272).

    Of all cycles in scope, oldest first: reminders and dashboards narrow it by `pair`.
    """
    return (
        Meeting.objects.filter(_is_held_and_unanswered(), pair__status__in=WORKING)
        .select_related("pair__mentor_card__person__user", "pair__cycle")
        .order_by("held_on", "pk")
    )


def feedback_due_from(person: Person) -> QuerySet[Meeting]:
    """Return held meetings this mentee has not answered about, oldest first."""
    memberships = PairMember.objects.filter(mentee_card__person=person, is_current=True)
    return (
        Meeting.objects.held()
        .filter(pair__in=memberships.values("pair_id"), pair__status__in=WORKING)
        .exclude(feedbacks__person=person)
        .select_related("pair__mentor_card__person")
        .order_by("held_on", "pk")
    )


def meetings_to_log(person: Person, now: datetime) -> QuerySet[Meeting]:
    """Return planned meetings of this mentor whose time has passed unlogged."""
    return (
        Meeting.objects.filter(
            pair__in=Pair.objects.working().filter(mentor_card__person=person),
            status=MeetingStatus.PLANNED,
            planned_at__lt=now,
        )
        .select_related("pair__mentor_card__person")
        .order_by("planned_at", "pk")
    )


def next_meeting_of(person: Person, now: datetime) -> Meeting | None:
    """Return the nearest meeting ahead of somebody in a pair, on either side."""
    return (
        Meeting.objects.filter(
            pair__in=working_pairs_of(person),
            status=MeetingStatus.PLANNED,
            planned_at__gte=now,
        )
        .select_related("pair__mentor_card__person")
        .order_by("planned_at", "pk")
        .first()
    )


def silent_pairs(
    cycle: Cycle, day: date, days: int = SILENT_AFTER_DAYS
) -> QuerySet[Pair]:
    """Return working pairs that have not met for more than `days`, longest first.

    `last_held_on` is annotated, None for those who never met: their silence is counted
    from the start of the pair.
    """
    limit = day - timedelta(days=days)
    last = Max("meetings__held_on", filter=Q(meetings__status=MeetingStatus.HELD))
    return (
        Pair.objects.working()
        .filter(cycle=cycle)
        .annotate(last_held_on=last)
        .filter(Q(last_held_on__lt=limit) | Q(last_held_on=None, starts_on__lt=limit))
        .for_list()
        .order_by(F("last_held_on").asc(nulls_first=True), "starts_on", "pk")
    )


@dataclass(frozen=True, slots=True)
class MeetingCounts:
    """How many meetings of a pair are held, planned, and wait for feedback."""

    held: int = 0
    planned: int = 0
    awaiting: int = 0
    last_held_on: date | None = None


def meeting_counts(pairs: Collection[int]) -> dict[int, MeetingCounts]:
    """Count the meetings of each pair, by its key; two queries. Every pair has a place."""
    rows = (
        Meeting.objects.filter(pair__in=pairs)
        .order_by()
        .values("pair_id")
        .annotate(
            held=Count("pk", filter=Q(status=MeetingStatus.HELD)),
            planned=Count("pk", filter=Q(status=MeetingStatus.PLANNED)),
            last=Max("held_on", filter=Q(status=MeetingStatus.HELD)),
        )
    )
    awaiting = dict(
        meetings_without_feedback()
        .filter(pair__in=pairs)
        .order_by()
        .values_list("pair_id")
        .annotate(Count("pk"))
    )
    counted = {
        row["pair_id"]: MeetingCounts(
            row["held"], row["planned"], awaiting.get(row["pair_id"], 0), row["last"]
        )
        for row in rows
    }
    return {pk: counted.get(pk, MeetingCounts()) for pk in pairs}


SEQUENCE = (
    MeetingKind.ACQUAINTANCE,
    MeetingKind.TRIAL,
    MeetingKind.PLANNING,
)


def next_kind(pair: Pair) -> MeetingKind:
    """Return the kind the canonical sequence suggests (R-228); then joint work goes on."""
    had = set(
        Meeting.objects.filter(pair=pair)
        .exclude(status=MeetingStatus.CANCELLED)
        .values_list("kind", flat=True)
    )
    return next((kind for kind in SEQUENCE if kind not in had), MeetingKind.JOINT_WORK)


def usual_format(pair: Pair) -> MeetingFormat:
    """Return the format of the last meeting, or what the programme says."""
    last = Meeting.objects.held().filter(pair=pair).order_by("-held_on", "-pk").first()
    if last is not None:
        return MeetingFormat(last.format)
    said = Programme.objects.filter(pair=pair).values_list("schedule_format", flat=True)
    return MeetingFormat(said.first() or MeetingFormat.OFFLINE)


def answers_expected(meeting: Meeting) -> list[Person]:
    """Return the mentees of the pair who have not said how a held meeting was."""
    if meeting.status != MeetingStatus.HELD:
        return []
    return [
        party.person for party in unanswered(meeting) if party.side == PairSide.MENTEE
    ]


def unanswered(meeting: Meeting) -> list[Party]:
    """Return the people of the pair who have left no feedback on the meeting."""
    told = set(meeting.feedbacks.values_list("person_id", flat=True))
    return [party for party in people_of(meeting.pair) if party.person.pk not in told]


def listed_meetings(user: User, pair: Pair) -> QuerySet[Meeting]:
    """Return the pair's meetings: ahead first, then the held from the latest on."""
    return (
        with_awaited(Meeting.objects.visible_to(user).filter(pair=pair))
        .annotate(
            rank=Case(When(status=MeetingStatus.PLANNED, then=0), default=1),
            day=Coalesce("held_on", TruncDate("planned_at")),
        )
        .prefetch_related("plan_rows")
        .order_by("rank", "-day", "-pk")
    )


def markable_rows(pair: Pair) -> list[PlanRow]:
    """Return the rows a meeting of the pair may mark as done."""
    rows = PlanRow.objects.open().filter(
        programme__pair=pair, programme__status=ProgrammeStatus.ACTIVE
    )
    return list(rows.order_by("due_on", "ordinal"))


def feedbacks_for(user: User, meeting: Meeting) -> QuerySet[Feedback]:
    """Return the feedback the user may read.

    The curator reads all, the director none but the marks (A.13: summary); the mentor
    reads what his mentees say, everybody else his own or his child's.
    """
    rows = meeting.feedbacks.select_related("person", "given_by")
    if user.has(Permission.PROGRAMME_APPROVE, meeting.organisation_id):
        return rows
    own = Q(person__in=Person.objects.in_care_of(user))
    if meeting.pair.mentor_card.person.user_id == user.pk:
        own |= Q(side=PairSide.MENTEE)
    return rows.filter(own)

"""What pairs have to say this morning: plan rows and feedback (R-375, R-376)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from common.russian.dates import short_date
from monitoring.milestones import deadline_words, fallen, repeated
from monitoring.queries.reminders.items import FEEDBACK, PLANS, Item, Morning
from monitoring.reference import (
    FEEDBACK_AFTER_DAYS,
    FEEDBACK_UNTIL_DAYS,
    LONGEST_OVERDUE_DAYS,
    OVERDUE_EVERY_DAYS,
)
from programmes.models import Feedback, PairMember, PlanRow
from programmes.queries.meetings import meetings_without_feedback
from programmes.queries.people import speakers_of_all
from programmes.queries.programmes import rows_due
from registry.models import Person


def plan_row_items(morning: Morning) -> Iterator[Item]:
    """Yield the plan rows due, overdue, to both sides of the pair."""
    rows = list(_plan_rows(morning))
    pairs = {row.programme.pair.pk: row.programme.pair for row in rows}
    people = {pk: [pair.mentor_card.person] for pk, pair in pairs.items()}
    for pair, mentee in mentees_of(pairs):
        people[pair].append(mentee)
    speakers = _speakers(people.values(), morning)
    for row in rows:
        organisation = row.organisation_id
        milestone = morning.plan_row_track(organisation).spoken(
            row.due_on, morning.earliest, morning.today
        )
        if milestone is None:
            continue
        yield from morning.to(
            _accounts(people[row.programme.pair_id], speakers),
            organisation,
            milestone,
            key=f"plan_row:{row.pk}:{row.due_on}",
            section=PLANS,
            text=f"{row.title} ({deadline_words(row.due_on, morning.today)})",
            name="programmes:programme_detail",
            pk=row.programme_id,
        )


def _plan_rows(morning: Morning) -> Iterable[PlanRow]:
    tracks = {morning.plan_row_track(pk) for pk in morning.organisations}
    days = {
        day
        for track in tracks
        for day in track.days_that_speak(
            morning.earliest, morning.today, LONGEST_OVERDUE_DAYS
        )
    }
    if not days:
        return []
    return rows_due(min(days), max(days)).filter(
        due_on__in=days, organisation__in=morning.organisations
    )


def mentees_of(pairs: Collection[int]) -> Iterator[tuple[int, Person]]:
    """Yield the mentees who are in the pairs now, each with the key of the pair."""
    members = PairMember.objects.filter(pair__in=pairs, is_current=True).order_by("pk")
    for member in members.select_related("mentee_card__person__user"):
        yield member.pair_id, member.mentee_card.person


def feedback_items(morning: Morning) -> Iterator[Item]:
    """Yield held meetings a mentee has said nothing of, some days after and weekly."""
    meetings = list(
        meetings_without_feedback().filter(
            organisation__in=morning.organisations,
            held_on__gte=morning.today - timedelta(days=FEEDBACK_UNTIL_DAYS),
            held_on__lte=morning.today - timedelta(days=FEEDBACK_AFTER_DAYS),
        )
    )
    told = set(
        Feedback.objects.filter(meeting__in=meetings).values_list(
            "meeting_id", "person_id"
        )
    )
    mentees: dict[int, list[Person]] = {}
    for pair, person in mentees_of({meeting.pair_id for meeting in meetings}):
        mentees.setdefault(pair, []).append(person)
    speakers = _speakers(mentees.values(), morning)
    for meeting in meetings:
        if meeting.held_on is None:
            continue
        first = meeting.held_on + timedelta(days=FEEDBACK_AFTER_DAYS)
        milestone = fallen(
            repeated(first, every=OVERDUE_EVERY_DAYS, until=morning.today),
            morning.earliest,
            morning.today,
        )
        if milestone is None:
            continue
        silent = [
            person
            for person in mentees.get(meeting.pair_id, [])
            if (meeting.pk, person.pk) not in told
        ]
        yield from morning.to(
            _accounts(silent, speakers),
            meeting.organisation_id,
            milestone,
            key=f"feedback:{meeting.pk}",
            section=FEEDBACK,
            text=f"Встреча {short_date(meeting.held_on)} ждёт вашего отзыва",
            name="programmes:feedback_give",
            pk=meeting.pk,
        )


def _speakers(groups: Iterable[list[Person]], morning: Morning) -> dict[int, list[int]]:
    people = {person.pk: person for group in groups for person in group}
    return {
        pk: [user.pk for user in users if user.is_active]
        for pk, users in speakers_of_all(people.values(), morning.today).items()
    }


def _accounts(
    people: Iterable[Person], speakers: dict[int, list[int]]
) -> Iterator[int]:
    for person in people:
        yield from speakers[person.pk]

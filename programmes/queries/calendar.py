"""Days of an organisation: measures and their items, meetings of pairs (R-348)."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from common.badges import tone_of
from common.links import link
from programmes.enums import FeedScope, MeetingStatus
from programmes.models import Measure, MeasureItem, Meeting, Pair
from programmes.queries.people import listed_name
from registry.models import Cycle, Person

MONDAY = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a day; `at` is None for what has no hour.

    `title` names no people: it travels to calendars outside the portal (152-ФЗ).
    """

    key: str
    on: date
    title: str
    url: str
    status: str
    at: datetime | None = None
    minutes: int = 0
    place: str = ""
    people: str = ""
    """Who meets: for the portal's own page alone."""

    @property
    def shown(self) -> str:
        """Return the words on the portal's own page."""
        return self.people or self.title

    @property
    def tone(self) -> str:
        """Return the colour of its state."""
        return str(tone_of(self.status))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month's grid and what stands on it."""

    on: date
    entries: list[Entry]
    is_in_month: bool
    is_today: bool


def entries_of(
    user: User, organisation_id: int, scope: FeedScope, first: date, last: date
) -> list[Entry]:
    """Return what falls on the days from the first to the last, both included.

    `mine` is what the user answers for and his own meetings and those of his children;
    `organisation` is every measure and every meeting the user may see.
    """
    found = [
        *_measures(user, organisation_id, scope, first, last),
        *_items(user, organisation_id, scope, first, last),
        *_meetings(user, scope, first, last),
    ]
    return sorted(found, key=lambda each: (each.on, each.at is not None, str(each.at)))


def weeks_of(month: date, entries: list[Entry], today: date) -> list[list[Day]]:
    """Lay the entries on the weeks of the month, Monday first."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.on, []).append(entry)
    weeks = Calendar(MONDAY).monthdatescalendar(month.year, month.month)
    return [
        [
            Day(day, by_day.get(day, []), day.month == month.month, day == today)
            for day in week
        ]
        for week in weeks
    ]


def bounds_of(month: date) -> tuple[date, date]:
    """Return the first and the last day the month's grid shows."""
    weeks = Calendar(MONDAY).monthdatescalendar(month.year, month.month)
    return weeks[0][0], weeks[-1][-1]


def month_after(month: date, step: int) -> date:
    """Return the first day of the month `step` months away."""
    number = month.year * 12 + month.month - 1 + step
    return date(number // 12, number % 12 + 1, 1)


def _in_scope(user: User, organisation_id: int, scope: FeedScope) -> QuerySet[Measure]:
    measures = Measure.objects.filter(
        organisation_id=organisation_id,
        is_heading=False,
        section__roadmap__cycle__in=Cycle.objects.open(),
    ).exclude(status="cancelled")
    if scope == FeedScope.MINE:
        return measures.answered_by(user, organisation_id)
    return measures


def _measures(
    user: User, organisation_id: int, scope: FeedScope, first: date, last: date
) -> list[Entry]:
    today = timezone.localdate()
    measures = _in_scope(user, organisation_id, scope).filter(
        due_on__range=(first, last)
    )
    return [
        Entry(
            f"measure-{measure.pk}",
            measure.due_on,
            measure.title,
            link("programmes:measure_detail", pk=measure.pk),
            "overdue" if measure.is_overdue_on(today) else measure.status,
        )
        for measure in measures
        if measure.due_on is not None
    ]


def _items(
    user: User, organisation_id: int, scope: FeedScope, first: date, last: date
) -> list[Entry]:
    measures = _in_scope(user, organisation_id, scope)
    items = MeasureItem.objects.filter(
        measure__in=measures, due_on__range=(first, last)
    )
    return [
        Entry(
            f"item-{item.pk}",
            item.due_on,
            item.text,
            link("programmes:measure_detail", pk=item.measure_id),
            "done" if item.done_on else "planned",
        )
        for item in items
        if item.due_on is not None
    ]


def _meetings(user: User, scope: FeedScope, first: date, last: date) -> list[Entry]:
    meetings = Meeting.objects.visible_to(user).exclude(status=MeetingStatus.CANCELLED)
    if scope == FeedScope.MINE:
        own = Person.objects.in_care_of(user)
        meetings = meetings.filter(pair__mentor_card__person__in=own) | meetings.filter(
            pair__members__mentee_card__person__in=own, pair__members__is_current=True
        )
    # A day wider on both sides: the hour decides the day in the organisation's zone.
    near = (first - timedelta(days=1), last + timedelta(days=2))
    found = meetings.filter(planned_at__date__range=near) | meetings.filter(
        held_on__range=(first, last)
    )
    found = (
        found.distinct()
        .select_related("pair__mentor_card__person")
        .prefetch_related("pair__members__mentee_card__person")
    )
    entries = [_meeting(meeting) for meeting in found]
    return [entry for entry in entries if first <= entry.on <= last]


def _meeting(meeting: Meeting) -> Entry:
    is_held = meeting.status == MeetingStatus.HELD and meeting.held_on is not None
    at = None if is_held or meeting.planned_at is None else meeting.planned_at
    day = meeting.held_on if at is None else timezone.localdate(at)
    if day is None:
        raise ValueError(f"the meeting {meeting.pk} has no day")
    return Entry(
        f"meeting-{meeting.pk}",
        day,
        f"Встреча пары: {meeting.get_kind_display().lower()}",
        link("programmes:meeting_detail", pk=meeting.pk),
        "done" if is_held else "planned",
        at=at,
        minutes=meeting.minutes,
        place=meeting.place,
        people=_names(meeting.pair),
    )


def _names(pair: Pair) -> str:
    mentees = [member.mentee_card.person for member in pair.members.all()]
    names = (listed_name(person) for person in [pair.mentor_card.person, *mentees])
    return " — ".join(names)

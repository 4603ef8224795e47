"""What the roadmaps of many organisations have to say this morning (R-322, R-374, R-386)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from common.russian.plural import counted
from documents.enums import DocumentStatus
from monitoring.milestones import Milestone, deadline_words
from monitoring.queries.reminders.items import (
    ESCALATED,
    MEASURES,
    WAITING,
    Item,
    Morning,
)
from monitoring.reference import LONGEST_OVERDUE_DAYS
from programmes.deadlines import Deadline, DeadlineKind, spans
from programmes.enums import MeasureStatus
from programmes.models import Measure, MeasureItem, Responsible
from programmes.queries.answering import answering
from registry.enums import CycleStatus

PERIODIC = (DeadlineKind.RECURRING, DeadlineKind.MONTH_LIST)
WAITING_FOR_ORDER = (DeadlineKind.RELATIVE_TO_ORDER, DeadlineKind.COMPOUND)
CLOSED = Q(section__roadmap__cycle__status=CycleStatus.CLOSED)

Row = tuple[int, int, str, date]
"""A measure's key, organisation, title and the day it speaks of."""


def measure_items(morning: Morning) -> Iterator[Item]:
    """Yield what is due, overdue, long overdue, or waits for the curator."""
    due: list[Row] = list(due_measures(morning))
    periods = list(_periods(morning, {row[0] for row in due}))
    sub_items = list(due_sub_items(morning))
    answerers = answering(
        {row[0] for row in (*due, *periods)} | {row[4] for row in sub_items},
        morning.today,
    )
    named = _named([row[0] for row in due if _escalates(morning, row)])
    for row in due:
        yield from _of_measure(morning, row, answerers[row[0]], named)
    for row in periods:
        yield from _of_period(morning, row, answerers[row[0]])
    for pk, organisation, text, day, measure, own in sub_items:
        people = {own} if own else answerers[measure]
        yield from _of_sub_item(morning, (pk, organisation, text, day), measure, people)
    yield from _waiting_for_curator(morning)


def open_measures(morning: Morning) -> QuerySet[Measure]:
    """Return what is still to be done in the organisations' open cycles."""
    return (
        Measure.objects.open()
        .filter(~CLOSED, organisation__in=morning.organisations)
        .order_by()
    )


def due_measures(morning: Morning) -> QuerySet[Measure, Any]:
    """Return the measures whose day has a milestone this morning, each as a `Row`."""
    return (
        open_measures(morning)
        .filter(due_on__in=_speaking_days(morning))
        .order_by("due_on", "pk")
        .values_list("pk", "organisation_id", "title", "due_on")
    )


def due_sub_items(morning: Morning) -> QuerySet[MeasureItem, Any]:
    """Return the items with a day of their own that has a milestone this morning.

    Each is (key, organisation, text, day, measure, the account of its responsible).
    """
    return (
        MeasureItem.objects.filter(
            ~Q(measure__section__roadmap__cycle__status=CycleStatus.CLOSED),
            organisation__in=morning.organisations,
            done_on=None,
            due_on__in=_speaking_days(morning),
            measure__status__in=[
                MeasureStatus.PLANNED,
                MeasureStatus.IN_PROGRESS,
                MeasureStatus.POSTPONED,
            ],
        )
        .order_by("due_on", "pk")
        .values_list(
            "pk",
            "organisation_id",
            "text",
            "due_on",
            "measure_id",
            "responsible__user_id",
        )
    )


def _speaking_days(morning: Morning) -> set[date]:
    since, today = morning.earliest, morning.today
    tracks = {
        track
        for pk in morning.organisations
        for track in (morning.measure_track(pk), morning.escalation(pk))
    }
    return {
        day
        for track in tracks
        for day in track.days_that_speak(since, today, LONGEST_OVERDUE_DAYS)
    }


def _is_escalated(morning: Morning, row: Row) -> bool:
    _, organisation, _, due_on = row
    after = morning.rules[organisation].escalate_after_days
    return (morning.today - due_on).days >= after


def _escalates(morning: Morning, row: Row) -> bool:
    _, organisation, _, due_on = row
    track = morning.escalation(organisation)
    return track.spoken(due_on, morning.earliest, morning.today) is not None


def _of_measure(
    morning: Morning, row: Row, answerers: Collection[int], named: dict[int, str]
) -> Iterator[Item]:
    """To who answers for it and the curator; once long overdue, to the deputy as well."""
    pk, organisation, title, due_on = row
    words = deadline_words(due_on, morning.today)
    key = f"measure:{pk}:{due_on}"
    curators = morning.curators(organisation)
    told = (
        answerers
        if _is_escalated(morning, row)
        else dict.fromkeys([*answerers, *curators])
    )
    milestone = morning.measure_track(organisation).spoken(
        due_on, morning.earliest, morning.today
    )
    if milestone is not None:
        yield from morning.to(
            told,
            organisation,
            milestone,
            key=key,
            section=MEASURES,
            text=f"{title} ({words})",
            name="programmes:measure_detail",
            pk=pk,
        )
    milestone = morning.escalation(organisation).spoken(
        due_on, morning.earliest, morning.today
    )
    if milestone is not None:
        who = f"; отвечает: {named[pk]}" if named.get(pk) else ""
        yield from morning.to(
            (*curators, *morning.deputies(organisation)),
            organisation,
            milestone,
            key=f"{key}:escalated",
            section=ESCALATED,
            text=f"{title} ({words}{who})",
            name="programmes:measure_detail",
            pk=pk,
        )


def _named(measures: Collection[int]) -> dict[int, str]:
    """Return who answers for the measures, in words: as named, else as printed."""
    found: dict[int, list[str]] = {}
    rows = Responsible.objects.filter(measure__in=measures)
    for row in rows.select_related("person", "team"):
        found.setdefault(row.measure_id, []).append(str(row))
    return {pk: ", ".join(names) for pk, names in found.items()}


def _of_period(
    morning: Morning, row: Row, answerers: Collection[int]
) -> Iterator[Item]:
    """A recurring measure falls due in each of its periods; the last is its own day."""
    pk, organisation, title, ends_on = row
    milestone = morning.measure_track(organisation).spoken(
        ends_on, morning.earliest, morning.today
    )
    if milestone is None or milestone.code.startswith("late"):
        return
    yield from morning.to(
        [*answerers, *morning.curators(organisation)],
        organisation,
        milestone,
        key=f"measure:{pk}:{ends_on}",
        section=MEASURES,
        text=f"{title} (очередной {deadline_words(ends_on, morning.today)})",
        name="programmes:measure_detail",
        pk=pk,
    )


def _periods(morning: Morning, told: Collection[int]) -> Iterator[Row]:
    """Yield recurring measures with the end of the period that speaks this morning."""
    rules = morning.rules.values()
    ahead = max(max(each.measure_days, default=0) for each in rules)
    last = morning.today + timedelta(days=ahead)
    rows = (
        open_measures(morning)
        .filter(due_on__gte=morning.earliest, deadline__kind__in=list(PERIODIC))
        .values_list(
            "pk",
            "organisation_id",
            "title",
            "due_on",
            KeyTextTransform("kind", "deadline"),
            KeyTextTransform("every", "deadline"),
            KeyTextTransform("months", "deadline"),
            "section__roadmap__cycle__starts_on",
            "section__roadmap__cycle__ends_on",
        )
    )
    for pk, organisation, title, due_on, *reading in rows:
        for day in _period_ends(*reading):
            if morning.earliest <= day <= last and day != due_on:
                yield pk, organisation, title, day


@lru_cache(maxsize=4096)
def _period_ends(
    kind: str, every: str | None, months: str | None, starts_on: date, ends_on: date
) -> tuple[date, ...]:
    """Return the last days of the periods; none of a deadline that cannot be read."""
    content: dict[str, object] = {"kind": kind}
    if every:
        content["every"] = every
    if months:
        content["months"] = json.loads(months)
    try:
        deadline = Deadline.from_json(content)
    except ValueError:
        return ()
    return tuple(
        span.last_on
        for span in spans(deadline, cycle_start=starts_on, cycle_end=ends_on)
    )


def _of_sub_item(
    morning: Morning, row: Row, measure: int, people: Collection[int]
) -> Iterator[Item]:
    pk, organisation, text, due_on = row
    milestone = morning.measure_track(organisation).spoken(
        due_on, morning.earliest, morning.today
    )
    if milestone is None:
        return
    yield from morning.to(
        people or morning.curators(organisation),
        organisation,
        milestone,
        key=f"measure_item:{pk}:{due_on}",
        section=MEASURES,
        text=f"{text} ({deadline_words(due_on, morning.today)})",
        name="programmes:measure_detail",
        pk=measure,
    )


def _waiting_for_curator(morning: Morning) -> Iterator[Item]:
    """Once a week: what is reported done, and terms that wait for the order (R-378)."""
    if morning.week_begins is None or not (
        morning.earliest <= morning.week_begins <= morning.today
    ):
        return
    week = Milestone(f"week-{morning.week_begins}", morning.week_begins)
    for organisation, count in unconfirmed(morning):
        words = counted(count, "мероприятие", "мероприятия", "мероприятий")
        yield from morning.to(
            morning.curators(organisation),
            organisation,
            week,
            key="confirmation",
            section=WAITING,
            text=f"Отмечены выполненными и ждут вашего подтверждения: {words}",
            name="programmes:roadmap",
        )
    for organisation, cycle, count in waiting_for_order(morning):
        words = counted(count, "мероприятия", "мероприятий", "мероприятий")
        yield from morning.to(
            morning.curators(organisation),
            organisation,
            week,
            key=f"order:{cycle}",
            section=WAITING,
            text=f"Нет приказа о внедрении: без него не начались сроки {words}",
            name="programmes:cycle_introduce",
            pk=cycle,
        )


def unconfirmed(morning: Morning) -> list[tuple[int, int]]:
    """Count, by organisation, what a responsible reported done and nobody confirmed."""
    return list(
        Measure.objects.reported()
        .filter(~CLOSED, organisation__in=morning.organisations)
        .order_by()
        .values_list("organisation_id")
        .annotate(Count("pk"))
    )


def waiting_for_order(morning: Morning) -> list[tuple[int, int, int]]:
    """Count, by organisation and cycle, the measures without a day for want of the order."""
    unsigned = Q(section__roadmap__cycle__introduction_order=None) | ~Q(
        section__roadmap__cycle__introduction_order__status=DocumentStatus.SIGNED
    )
    return list(
        open_measures(morning)
        .filter(unsigned, due_on=None, deadline__kind__in=list(WAITING_FOR_ORDER))
        .values_list("organisation_id", "section__roadmap__cycle_id")
        .annotate(Count("pk"))
    )

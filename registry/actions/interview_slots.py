"""Times kept free for interviews: a row of them for a day, one taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.enums import InterviewStatus
from registry.models import Cycle, Interview, InterviewSlot
from registry.permissions.selection import may_drop_slot, may_keep_slots
from registry.queries.interviews import TAKEN, moment_told

MOST = 40
LONGEST = timedelta(minutes=240)


@dataclass(frozen=True, slots=True)
class SlotRow:
    """Slots of `minutes` with a `pause` between them, as many as fit before `until`."""

    since: datetime
    until: datetime
    minutes: int
    pause: int = 0
    place: str = ""

    def starts(self) -> list[datetime]:
        """Return when each slot begins."""
        length = timedelta(minutes=self.minutes)
        step = length + timedelta(minutes=self.pause)
        found: list[datetime] = []
        moment = self.since
        while moment + length <= self.until and len(found) <= MOST:
            found.append(moment)
            moment += step
        return found


@transaction.atomic
def keep_slots(
    *, cycle: Cycle, interviewer: User, row: SlotRow, by: User
) -> list[InterviewSlot]:
    """Keep a row of times free, all or none; none overlaps another of the interviewer."""
    interviewer = User.objects.select_for_update(of=("self",)).get(pk=interviewer.pk)
    may_keep_slots(by, cycle, interviewer).require()
    starts = row.starts()
    _check_row(row, starts)
    _refuse_overlap(interviewer, row, starts)
    slots = [
        InterviewSlot(
            organisation_id=cycle.organisation_id,
            cycle=cycle,
            starts_at=moment,
            minutes=row.minutes,
            place=row.place,
            interviewer=interviewer,
        )
        for moment in starts
    ]
    made = InterviewSlot.objects.bulk_create(slots)
    audit.record(
        by=by,
        what="slots.kept",
        on=cycle,
        ids=[slot.pk for slot in made],
        after={"count": len(made), "since": str(starts[0])},
    )
    return made


@transaction.atomic
def drop_slot(*, slot: InterviewSlot, by: User) -> None:
    """Take a free time back; one with a candidate stands until that is called off."""
    found = (
        InterviewSlot.objects.select_for_update(of=("self",)).filter(pk=slot.pk).first()
    )
    if found is None:
        raise Refused("Этого времени уже нет в расписании.")
    may_drop_slot(by, found).require()
    talks = Interview.objects.filter(slot=found)
    if talks.exclude(status=InterviewStatus.CANCELLED).exists():
        raise Refused("На это время назначено собеседование: сначала отмените его.")
    talks.update(slot=None)
    audit.record(
        by=by,
        what="slot.dropped",
        on=found,
        before={"starts_at": str(found.starts_at)},
    )
    found.delete()


def _check_row(row: SlotRow, starts: list[datetime]) -> None:
    if not starts:
        raise Refused(
            "Между началом и концом не помещается ни одно собеседование. Исправьте время"
            " или длительность."
        )
    if len(starts) > MOST:
        raise Refused(f"За раз можно назначить не больше {MOST} окон.")
    if row.since <= timezone.now():
        raise Refused("Это время уже прошло. Выберите другой день или час.")


def _refuse_overlap(interviewer: User, row: SlotRow, starts: list[datetime]) -> None:
    length = timedelta(minutes=row.minutes)
    near = InterviewSlot.objects.filter(
        interviewer=interviewer,
        starts_at__gt=row.since - LONGEST,
        starts_at__lt=row.until,
    )
    for kept in near:
        ends = kept.starts_at + timedelta(minutes=kept.minutes)
        for moment in starts:
            if moment < ends and kept.starts_at < moment + length:
                raise Refused(
                    f"На {moment_told(kept.starts_at)} у собеседующего уже есть окно."
                    " Выберите другое время."
                )


def take_slot(slot: InterviewSlot) -> InterviewSlot:
    """Lock a time for a candidate; the first of two who want it has it."""
    found = (
        InterviewSlot.objects.select_for_update(of=("self",)).filter(pk=slot.pk).first()
    )
    if found is None:
        raise Refused("Этого времени уже нет в расписании: выберите другое.")
    if Interview.objects.filter(slot=found, status__in=TAKEN).exists():
        raise Refused("Это время уже занято: выберите другое.")
    if found.starts_at <= timezone.now():
        raise Refused("Это время уже прошло: выберите другое.")
    return found

"""On which days a deadline calls for a reminder. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from common.russian.dates import is_working_day, short_date
from common.russian.plural import counted

DAY = timedelta(days=1)
LATE = "late-0"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on which something is to be said of a deadline; `code` tells them apart."""

    code: str
    day: date

    @property
    def is_pressing(self) -> bool:
        """The last day, or the first day too late: said on a day off as well."""
        return self.code in {"0", LATE}


@dataclass(frozen=True, slots=True)
class Track:
    """How a kind of deadline speaks: so many days ahead, then every so many days after.

    `late_after` is how many days too late it is first told as overdue; None: never.
    """

    ahead: tuple[int, ...] = ()
    late_after: int | None = 1
    every: int = 7

    def spoken(self, due_on: date, since: date, today: date) -> Milestone | None:
        """Return the latest milestone of the days from `since` to today, if any."""
        late = self._latest_late(due_on, today)
        found = [
            Milestone(f"{days}", due_on - timedelta(days=days))
            for days in self.ahead
            if since <= due_on - timedelta(days=days) <= today
        ]
        if late is not None and late.day >= since:
            found.append(late)
        return max(found, key=lambda milestone: milestone.day, default=None)

    def _latest_late(self, due_on: date, today: date) -> Milestone | None:
        if self.late_after is None:
            return None
        days = (today - due_on).days - self.late_after
        if days < 0:
            return None
        days -= days % self.every
        return Milestone(
            f"late-{days}", due_on + timedelta(days=self.late_after + days)
        )

    def days_that_speak(
        self, since: date, today: date, longest_overdue: int
    ) -> Iterator[date]:
        """Yield every deadline that has a milestone from `since` to today."""
        day = since
        while day <= today:
            yield from (day + timedelta(days=days) for days in self.ahead)
            if self.late_after is not None:
                for days in range(self.late_after, longest_overdue, self.every):
                    yield day - timedelta(days=days)
            day += DAY


def repeated(
    first_on: date, *, every: int, until: date, code: str = "since"
) -> Iterator[Milestone]:
    """Yield the first day and every so many days after it, up to `until`."""
    day = first_on
    while day <= until:
        yield Milestone(f"{code}-{(day - first_on).days}", day)
        day += timedelta(days=every)


def fallen(
    milestones: Iterable[Milestone], since: date, today: date
) -> Milestone | None:
    """Return the latest milestone of the days from `since` to today, if any."""
    due = [milestone for milestone in milestones if since <= milestone.day <= today]
    return max(due, key=lambda milestone: milestone.day, default=None)


def yearly_or_monthly(
    days: Sequence[str], first_on: date, last_on: date
) -> Iterator[date]:
    """Yield the days «10-01» (every year) and «25» (every month) of a stretch of days.

    A month without such a day has it on its last day.
    """
    day = first_on
    while day <= last_on:
        is_last_of_month = (day + DAY).month != day.month
        if any(_falls_on(text, day, is_last_of_month) for text in days):
            yield day
        day += DAY


def _falls_on(text: str, day: date, is_last_of_month: bool) -> bool:  # noqa: FBT001 -- one of the day's own facts
    month, _, number = text.rpartition("-")
    if month and int(month) != day.month:
        return False
    return int(number) == day.day or (is_last_of_month and int(number) > day.day)


def working_day_before(
    day: date, corrections: Mapping[date, bool] | None = None
) -> date:
    """Return the last working day before the day; `corrections` as `is_working_day`."""
    day -= DAY
    while not is_working_day(day, corrections):
        day -= DAY
    return day


def first_working_day_of_week(
    today: date, corrections: Mapping[date, bool] | None = None
) -> date | None:
    """Return the first working day of the week the day is in; None in a week of rest."""
    monday = today - timedelta(days=today.weekday())
    week = (monday + timedelta(days=days) for days in range(7))
    return next((day for day in week if is_working_day(day, corrections)), None)


@lru_cache(maxsize=4096)
def deadline_words(due_on: date, today: date) -> str:
    """Say how the deadline stands today, whenever its reminder was due."""
    left = (due_on - today).days
    if left < 0:
        return f"просрочено на {counted(-left, 'день', 'дня', 'дней')}"
    if left == 0:
        return f"срок — {short_date(due_on)}, сегодня последний день"
    return f"срок — {short_date(due_on)}, {_remaining(left)}"


def _remaining(days: int) -> str:
    verb = "остался" if days % 10 == 1 and days % 100 != 11 else "осталось"
    return f"{verb} {counted(days, 'день', 'дня', 'дней')}"

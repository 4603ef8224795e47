"""What one line of a digest is, and the morning it is written on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property

from accounts.enums import Role
from accounts.models import Membership, Organisation
from common.links import link
from common.russian.dates import is_working_day
from monitoring.milestones import (
    DAY,
    Milestone,
    Track,
    first_working_day_of_week,
    working_day_before,
)
from monitoring.models import MorningRound, ReminderRules
from notifications.models import LetterSettings
from registry.queries.day_corrections import day_corrections

SIGNATURES = "Документы на подпись"
ESCALATED = "Давно просрочено"
MEASURES = "Дорожная карта"
PLANS = "План пары"
FEEDBACK = "Отзывы о встречах"
CONSENTS = "Согласия"
WAITING = "Ждёт вас"
DUTIES = "По календарю"
SECTIONS = (
    *(SIGNATURES, ESCALATED, MEASURES, PLANS, FEEDBACK),
    *(CONSENTS, WAITING, DUTIES),
)

LONGEST_SILENCE = timedelta(days=14)
"""After a longer outage only what fell in these days is told."""

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be told to one account; `key` names deadline and milestone.

    `day` is when it was to be told; `is_pressing` is told on a day off too.
    """

    organisation: int
    recipient: int
    key: str
    section: str
    text: str
    path: str
    day: date
    is_pressing: bool = False


@dataclass(frozen=True)
class Morning:
    """Organisations that share a day, with what decides whom to tell what.

    `since` is the first day whose milestones are still to be told, of each organisation;
    `weekly` are the accounts that get one digest a week, as (organisation, account).
    """

    today: date
    organisations: Mapping[int, Organisation]
    rules: Mapping[int, ReminderRules]
    since: Mapping[int, date]
    staff: Mapping[tuple[int, str], tuple[int, ...]]
    weekly: frozenset[tuple[int, int]]
    is_working: bool
    week_begins: date | None
    _tracks: dict[tuple[object, ...], Track] = field(default_factory=dict)

    @property
    def is_first_of_week(self) -> bool:
        return self.today == self.week_begins

    @cached_property
    def earliest(self) -> date:
        """The first day anything of this morning may have been due to be told."""
        earliest = min(self.since.values(), default=self.today)
        if self.weekly and self.is_first_of_week:
            return min(earliest, self.today - A_WEEK)
        return earliest

    def since_for(self, organisation: int, recipient: int) -> date:
        """Return the first day whose milestones the account has not been told yet."""
        since = self.since[organisation]
        if (organisation, recipient) in self.weekly:
            return min(since, self.today - A_WEEK)
        return since

    def curators(self, organisation: int) -> tuple[int, ...]:
        return self.staff.get((organisation, Role.CURATOR), ())

    def deputies(self, organisation: int) -> tuple[int, ...]:
        return self.staff.get((organisation, Role.DEPUTY_DIRECTOR), ())

    def measure_track(self, organisation: int) -> Track:
        """How a measure speaks to who answers for it."""
        rules = self.rules[organisation]
        return self._track(tuple(rules.measure_days), 1, rules.overdue_every_days)

    def escalation(self, organisation: int) -> Track:
        """How a measure long overdue speaks to the curator and the deputy director."""
        rules = self.rules[organisation]
        return self._track((), rules.escalate_after_days, rules.overdue_every_days)

    def plan_row_track(self, organisation: int) -> Track:
        """How a row of a pair's plan speaks."""
        rules = self.rules[organisation]
        return self._track(tuple(rules.plan_row_days), 1, rules.overdue_every_days)

    def _track(self, ahead: tuple[int, ...], late_after: int, every: int) -> Track:
        key = (ahead, late_after, every)
        if key not in self._tracks:
            self._tracks[key] = Track(ahead, late_after, every)
        return self._tracks[key]

    def to(  # noqa: PLR0913 -- an item has this many sides
        self,
        recipients: Iterable[int],
        organisation: int,
        milestone: Milestone,
        *,
        key: str,
        section: str,
        text: str,
        name: str,
        pk: int | None = None,
    ) -> Iterator[Item]:
        """Yield the same item to each account once; `name` and `pk` are its page."""
        path = self.path(organisation, name, pk)
        for recipient in dict.fromkeys(recipients):
            yield Item(
                organisation,
                recipient,
                f"{key}:{milestone.code}",
                section,
                text,
                path,
                milestone.day,
                milestone.is_pressing,
            )

    def path(self, organisation: int, name: str, pk: int | None = None) -> str:
        """Return the address of a page in the organisation's cabinet."""
        slug = self.organisations[organisation].slug
        pattern = _pattern(name, pk is not None)
        return pattern.replace(_SLUG, slug, 1).replace(_KEY, str(pk), 1)


_SLUG, _KEY = "slug-of-the-organisation", "987654321987"


@cache
def _pattern(name: str, has_key: bool) -> str:  # noqa: FBT001 -- of the name itself
    """Reverse a name once: thousands of items differ in slug and key alone."""
    if has_key:
        return link(name, organisation=_SLUG, pk=int(_KEY))
    return link(name, organisation=_SLUG)


def morning_of(
    organisations: Iterable[Organisation],
    today: date,
    rounds: Mapping[int, MorningRound] | None = None,
) -> Morning:
    """Gather rules, staff and rhythm of organisations that share a day; five queries."""
    here = {organisation.pk: organisation for organisation in organisations}
    kept = rounds if rounds is not None else _rounds(here)
    moved = day_corrections()
    return Morning(
        today=today,
        organisations=here,
        rules=rules_of(here),
        since={pk: _since(kept.get(pk), today, moved) for pk in here},
        staff=_staff(here, today),
        weekly=frozenset(
            LetterSettings.objects.filter(
                organisation__in=here, digest="weekly"
            ).values_list("organisation_id", "user_id")
        ),
        is_working=is_working_day(today, moved),
        week_begins=first_working_day_of_week(today, moved),
    )


def rules_of(organisations: Collection[int]) -> dict[int, ReminderRules]:
    """Return each organisation's rules: its own, else those of `reference`."""
    own = {
        rules.organisation_id: rules
        for rules in ReminderRules.objects.filter(organisation__in=organisations)
    }
    usual = ReminderRules()
    return {pk: own.get(pk, usual) for pk in organisations}


def _rounds(organisations: Collection[int]) -> dict[int, MorningRound]:
    rows = MorningRound.objects.filter(organisation__in=organisations)
    return {row.organisation_id: row for row in rows}


def _since(last: MorningRound | None, today: date, moved: Mapping[date, bool]) -> date:
    """Return the day after the last working day that was told of.

    Days off tell only what presses, so their milestones wait for the next working day.
    Who was never reminded is told of what fell since the last working day.
    """
    if last is None or last.day is None:
        return working_day_before(today, moved)
    told = last.day
    if not is_working_day(told, moved):
        told = working_day_before(told, moved)
    return max(told + DAY, today - LONGEST_SILENCE)


def _staff(
    organisations: Collection[int], today: date
) -> dict[tuple[int, str], tuple[int, ...]]:
    found: dict[tuple[int, str], tuple[int, ...]] = {}
    rows = (
        Membership.objects.current(today)
        .filter(
            organisation__in=organisations,
            role__in=[Role.CURATOR, Role.DEPUTY_DIRECTOR],
        )
        .order_by("user_id")
        .values_list("organisation_id", "role", "user_id")
    )
    for organisation, role, user in rows:
        found[organisation, role] = (*found.get((organisation, role), ()), user)
    return found

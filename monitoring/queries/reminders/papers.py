"""What lies before the director, what consents are missing, what the calendar asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from accounts.enums import Role
from accounts.models import Delegation, Membership
from common.russian.plural import counted
from documents.models import Document
from documents.numbering import local_day
from monitoring.milestones import (
    Milestone,
    Track,
    deadline_words,
    fallen,
    repeated,
    yearly_or_monthly,
)
from monitoring.models import ReminderRules
from monitoring.queries.reminders.items import (
    CONSENTS,
    DUTIES,
    SIGNATURES,
    Item,
    Morning,
)
from monitoring.reference import SIGNATURE_AFTER_DAYS
from registry.enums import CycleStatus
from registry.models import Cycle, Person
from registry.queries.consents import people_without_consent
from registry.queries.levels import stale_counts

RANKS = {CycleStatus.RUNNING: 0, CycleStatus.CLOSING: 1, CycleStatus.PREPARATION: 2}

Duty = tuple[str, str, date, Milestone]


def signature_items(morning: Morning) -> Iterator[Item]:
    """Yield papers that have lain before the director too long (R-378)."""
    waiting = list(
        Document.objects.filter(organisation__in=morning.organisations)
        .awaiting_signature()
        .queued()
    )
    signers = _signers({document.organisation_id for document in waiting}, morning)
    for document in waiting:
        organisation = document.organisation_id
        since = _lies_since(document, morning)
        if since is None:
            continue
        first = since + timedelta(days=SIGNATURE_AFTER_DAYS + 1)
        milestone = fallen(
            repeated(first, every=SIGNATURE_AFTER_DAYS, until=morning.today),
            morning.earliest,
            morning.today,
        )
        if milestone is None:
            continue
        days = counted((morning.today - since).days, "день", "дня", "дней")
        yield from morning.to(
            signers.get(organisation, ()),
            organisation,
            milestone,
            key=f"signature:{document.pk}:{since}",
            section=SIGNATURES,
            text=f"{document.title} (ждёт подписи {days})",
            name="documents:document_sign",
            pk=document.pk,
        )


def _lies_since(document: Document, morning: Morning) -> date | None:
    submitted_at = getattr(document, "submitted_at", None)
    if submitted_at is None:
        return None
    organisation = morning.organisations[document.organisation_id]
    return local_day(submitted_at, organisation.time_zone)


def _signers(organisations: set[int], morning: Morning) -> dict[int, list[int]]:
    """Return who may sign where: directors and who acts for them."""
    found: dict[int, list[int]] = {}
    directors = Membership.objects.current(morning.today).filter(
        organisation__in=organisations, role=Role.DIRECTOR
    )
    acting = Delegation.objects.current(morning.today).filter(
        organisation__in=organisations
    )
    for rows in (directors, acting):
        for organisation, user in rows.order_by("user_id").values_list(
            "organisation_id", "user_id"
        ):
            found.setdefault(organisation, []).append(user)
    return found


def consent_items(morning: Morning) -> Iterator[Item]:
    """Tell the curator once a week how many may not take part for want of a consent."""
    begins = morning.week_begins
    if begins is None or not morning.earliest <= begins <= morning.today:
        return
    year, week, _ = morning.today.isocalendar()
    cycles = current_cycles(morning)
    people = people_in(cycles.values())
    without = people_without_consent(list(people.values()), morning.today)
    counts: dict[int, int] = {}
    for person in without:
        counts[person.organisation_id] = counts.get(person.organisation_id, 0) + 1
    for organisation, count in counts.items():
        words = counted(count, "участник", "участника", "участников")
        yield from morning.to(
            morning.curators(organisation),
            organisation,
            Milestone(f"{year}-{week}", begins),
            key=f"consents:{cycles[organisation].pk}",
            section=CONSENTS,
            text=f"Без действующего согласия: {words}",
            name="registry:consent_list",
        )


def stale_items(morning: Morning) -> Iterator[Item]:
    """Tell the curator once a week whose cards nobody has confirmed for a year (R-267)."""
    begins = morning.week_begins
    if begins is None or not morning.earliest <= begins <= morning.today:
        return
    year, week, _ = morning.today.isocalendar()
    cycles = current_cycles(morning)
    counts = stale_counts(cycles.values(), morning.today)
    for organisation, cycle in cycles.items():
        for base, count in zip(STALE, counts.get(cycle.pk, ()), strict=False):
            if not count:
                continue
            for item in morning.to(
                morning.curators(organisation),
                organisation,
                Milestone(f"{year}-{week}", begins),
                key=f"stale:{base.code}:{cycle.pk}",
                section=DUTIES,
                text=f"Больше года не обновляли: {counted(count, *base.words)}",
                name=base.page,
            ):
                yield replace(item, path=f"{item.path}?level=stale")


@dataclass(frozen=True, slots=True)
class _Base:
    code: str
    page: str
    words: tuple[str, str, str]


STALE = (
    _Base(
        "mentors",
        "registry:mentor_list",
        ("карточка наставника", "карточки наставников", "карточек наставников"),
    ),
    _Base(
        "mentees",
        "registry:mentee_list",
        ("карточка наставляемого", "карточки наставляемых", "карточек наставляемых"),
    ),
)


def current_cycles(morning: Morning) -> dict[int, Cycle]:
    """Return each organisation's running cycle, else its newest open one; one query."""
    found: dict[int, Cycle] = {}
    cycles = Cycle.objects.open().filter(organisation__in=morning.organisations)
    for cycle in sorted(
        cycles, key=lambda cycle: (RANKS.get(CycleStatus(cycle.status), 3), -cycle.pk)
    ):
        found.setdefault(cycle.organisation_id, cycle)
    return found


def people_in(cycles: Iterable[Cycle]) -> dict[int, Person]:
    """Return everybody with a card in the cycles, once, by key.

    Of each only what the rule of consents asks: a morning reads some hundred thousand.
    """
    keys = [cycle.pk for cycle in cycles]
    people = Person.objects.only(
        "organisation_id", "birth_on", "birth_year", "group_id"
    ).order_by()
    mentors = people.filter(mentorcards__cycle__in=keys)
    mentees = people.filter(menteecards__cycle__in=keys)
    return {person.pk: person for person in (*mentors, *mentees)}


def duty_items(morning: Morning) -> Iterator[Item]:
    """Yield what falls due by the calendar though no plan prints it (R-253, R-381)."""
    spoken: dict[int, list[Duty]] = {}
    for rules in morning.rules.values():
        if id(rules) not in spoken:
            spoken[id(rules)] = list(_duties(rules, morning))
    if not any(spoken.values()):
        return
    cycles = current_cycles(morning)
    for organisation, rules in morning.rules.items():
        if organisation not in cycles:
            continue
        for code, title, day, milestone in spoken[id(rules)]:
            yield from morning.to(
                morning.curators(organisation),
                organisation,
                milestone,
                key=f"duty:{code}:{day}",
                section=DUTIES,
                text=f"{title} ({deadline_words(day, morning.today)})",
                name="programmes:roadmap",
            )


def _duties(rules: ReminderRules, morning: Morning) -> Iterator[Duty]:
    """Yield the rules' own duties with the milestone that fell: there is no "too late"."""
    track = Track(tuple(rules.measure_days), late_after=None)
    last = morning.today + timedelta(days=max(track.ahead, default=0))
    for duty in rules.duties:
        if not duty["is_active"]:
            continue
        for day in yearly_or_monthly(duty["days"], morning.earliest, last):
            milestone = track.spoken(day, morning.earliest, morning.today)
            if milestone is not None:
                yield duty["code"], duty["title"], day, milestone

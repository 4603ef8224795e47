"""What is to be called to whose mind today (R-374…R-376)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.queries import holders
from common.links import link
from common.russian.dates import short_date
from common.russian.plural import counted
from documents.models import Document
from documents.numbering import local_day
from documents.queries import signers, signing_queue
from monitoring.milestones import (
    deadline_words,
    fallen,
    milestones_of,
    repeated,
)
from monitoring.models import Reminder
from monitoring.reference import (
    CATCH_UP_DAYS,
    FEEDBACK_AFTER_DAYS,
    FEEDBACK_UNTIL_DAYS,
    MEASURE_MILESTONES,
    OVERDUE_EVERY_DAYS,
    PLAN_ROW_MILESTONES,
    SIGNATURE_AFTER_DAYS,
)
from programmes.models import Measure
from programmes.queries.meetings import answers_expected, meetings_without_feedback
from programmes.queries.people import speakers_of
from programmes.queries.programmes import (
    people_of,
    rows_due,
    rows_overdue,
)
from registry.models import Cycle, Person
from registry.queries.consents import people_without_consent
from registry.queries.cycles import current_cycle

MEASURES = "Дорожная карта"
PLANS = "План пары"
FEEDBACK = "Отзывы о встречах"
SIGNATURES = "Документы на подпись"
CONSENTS = "Согласия"
SECTIONS = (SIGNATURES, MEASURES, PLANS, FEEDBACK, CONSENTS)

# Nothing older than this is looked at for what was told already.
REMEMBERED_DAYS = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be told to one person; `key` names deadline and milestone."""

    recipient: User
    key: str
    section: str
    text: str
    path: str


def items_of(organisation: Organisation, today: date) -> list[Item]:
    """Return everything due on the day or left over from the day before."""
    curators = list(holders(organisation.pk, [Role.CURATOR]))
    return [
        *_measures(organisation, curators, today),
        *_plan_rows(organisation, today),
        *_feedback(organisation, today),
        *_signatures(organisation, today),
        *_consents(organisation, curators, today),
    ]


def untold(
    items: Iterable[Item], organisation: Organisation, today: date
) -> list[Item]:
    """Leave out what was told already, and people who have had today's digest."""
    told: set[tuple[int, str]] = set()
    served: set[int] = set()
    for reminder in Reminder.objects.filter(
        organisation=organisation, day__gte=today - timedelta(days=REMEMBERED_DAYS)
    ):
        told.update((reminder.recipient_id, key) for key in reminder.keys)
        if reminder.day == today:
            served.add(reminder.recipient_id)
    return [
        item
        for item in items
        if item.recipient.pk not in served and (item.recipient.pk, item.key) not in told
    ]


def _measures(
    organisation: Organisation, curators: list[User], today: date
) -> Iterator[Item]:
    measures = (
        Measure.objects.open()
        .filter(
            section__roadmap__cycle__in=Cycle.objects.open(),
            due_on__lte=today + timedelta(days=max(MEASURE_MILESTONES)),
        )
        .prefetch_related("responsibles__person__user")
    )
    for measure in measures:
        if measure.due_on is None:
            continue
        code = _milestone(measure.due_on, MEASURE_MILESTONES, today)
        if code is None:
            continue
        responsible = [
            each.person.user for each in measure.responsibles.all() if each.person
        ]
        yield from _to(
            [*responsible, *curators],
            f"measure:{measure.pk}:{measure.due_on}:{code}",
            MEASURES,
            f"{measure.title} ({deadline_words(measure.due_on, today)})",
            _path("programmes:measure_detail", organisation, pk=measure.pk),
        )


def _plan_rows(organisation: Organisation, today: date) -> Iterator[Item]:
    ahead = rows_due(today, today + timedelta(days=max(PLAN_ROW_MILESTONES)))
    for row in (*ahead, *rows_overdue(today)):
        code = _milestone(row.due_on, PLAN_ROW_MILESTONES, today)
        if code is None:
            continue
        pair = row.programme.pair
        yield from _to(
            _speakers((party.person for party in people_of(pair)), today),
            f"plan_row:{row.pk}:{row.due_on}:{code}",
            PLANS,
            f"{row.title} ({deadline_words(row.due_on, today)})",
            _path("programmes:programme_detail", organisation, pk=row.programme_id),
        )


def _feedback(organisation: Organisation, today: date) -> Iterator[Item]:
    meetings = meetings_without_feedback().filter(
        held_on__gte=today - timedelta(days=FEEDBACK_UNTIL_DAYS)
    )
    for meeting in meetings:
        if meeting.held_on is None:
            continue
        first = meeting.held_on + timedelta(days=FEEDBACK_AFTER_DAYS)
        milestone = fallen(
            repeated(first, every=OVERDUE_EVERY_DAYS, until=today),
            today,
            catch_up_days=CATCH_UP_DAYS,
        )
        if milestone is None:
            continue
        yield from _to(
            _speakers(answers_expected(meeting), today),
            f"feedback:{meeting.pk}:{milestone.code}",
            FEEDBACK,
            f"Встреча {short_date(meeting.held_on)} ждёт вашего отзыва",
            _path("programmes:feedback_give", organisation, pk=meeting.pk),
        )


def _speakers(people: Iterable[Person], today: date) -> list[User]:
    """Return the accounts that answer for the people: their own or representatives'."""
    return [user for person in people for user in speakers_of(person, today)]


def _signatures(organisation: Organisation, today: date) -> Iterator[Item]:
    directors: list[User] | None = None
    for document in signing_queue(organisation):
        since = _lies_since(document, organisation)
        if since is None:
            continue
        first = since + timedelta(days=SIGNATURE_AFTER_DAYS + 1)
        milestone = fallen(
            repeated(first, every=SIGNATURE_AFTER_DAYS, until=today),
            today,
            catch_up_days=CATCH_UP_DAYS,
        )
        if milestone is None:
            continue
        directors = signers(organisation) if directors is None else directors
        days = counted((today - since).days, "день", "дня", "дней")
        yield from _to(
            directors,
            f"signature:{document.pk}:{since}:{milestone.code}",
            SIGNATURES,
            f"{document.title} (ждёт подписи {days})",
            _path("documents:document_sign", organisation, pk=document.pk),
        )


def _lies_since(document: Document, organisation: Organisation) -> date | None:
    submitted_at = getattr(document, "submitted_at", None)
    if submitted_at is None:
        return None
    return local_day(submitted_at, organisation.time_zone)


def _consents(
    organisation: Organisation, curators: list[User], today: date
) -> Iterator[Item]:
    cycle = current_cycle(organisation)
    if cycle is None or not curators:
        return
    count = len(people_without_consent(people_in(cycle), today))
    if not count:
        return
    year, week, _ = today.isocalendar()
    yield from _to(
        curators,
        f"consents:{cycle.pk}:{year}-{week}",
        CONSENTS,
        f"Без действующего согласия: {counted(count, 'участник', 'участника', 'участников')}",
        _path("registry:consent_list", organisation),
    )


def people_in(cycle: Cycle) -> list[Person]:
    """Return everybody with a card in the cycle, once."""
    mentors = cycle.mentorcards.values("person_id")
    mentees = cycle.menteecards.values("person_id")
    return list(
        Person.objects.filter(pk__in=mentors) | Person.objects.filter(pk__in=mentees)
    )


def _milestone(due_on: date, ahead: tuple[int, ...], today: date) -> str | None:
    milestone = fallen(
        milestones_of(due_on, ahead, overdue_every=OVERDUE_EVERY_DAYS, until=today),
        today,
        catch_up_days=CATCH_UP_DAYS,
    )
    return milestone.code if milestone is not None else None


def _to(
    people: Iterable[User | None], key: str, section: str, text: str, path: str
) -> Iterator[Item]:
    named = {user.pk: user for user in people if user is not None and user.is_active}
    for user in named.values():
        yield Item(user, key, section, text, path)


def _path(name: str, organisation: Organisation, **kwargs: object) -> str:
    return link(name, organisation=organisation.slug, **kwargs)

"""Whom a curator's letter by hand would reach, with which text, and whom not and why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from common.links import absolute, link
from common.russian.dates import short_date
from monitoring.enums import NudgeKind
from monitoring.letters import AnswerNudge, ConsentNudge, MeasureNudge
from monitoring.milestones import deadline_words
from monitoring.queries.reminders.items import rules_of
from notifications.actions import Event
from notifications.enums import Channel
from notifications.letters import Letter
from notifications.models import LetterSettings, Notification
from notifications.queries import settings_of
from programmes.enums import AcceptanceAnswer, PairStatus
from programmes.models import Acceptance, Measure
from programmes.queries.answering import answering
from programmes.queries.people import speakers_of_all
from registry.models import Cycle, Person
from registry.models.consent import needs_representative
from registry.queries.consents import (
    awaiting_cosigner,
    guardians_of_all,
    people_without_consent,
)
from registry.queries.cycles import current_cycle

MEASURES_AHEAD = timedelta(days=7)
NO_ROLE = "Роли здесь больше нет. Пригласите заново или назначьте другого."

LETTERS: dict[NudgeKind, tuple[type[Letter], str]] = {
    NudgeKind.CONSENTS: (
        ConsentNudge,
        (
            "Без согласия участвовать в программе наставничества нельзя. Пожалуйста,"
            " прочитайте и подпишите:"
        ),
    ),
    NudgeKind.ANSWERS: (
        AnswerNudge,
        (
            "Вам предложили наставническую пару и ждут вашего ответа. Участие"
            " добровольное, можно и отказаться:"
        ),
    ),
    NudgeKind.MEASURES: (
        MeasureNudge,
        "Вы отвечаете за мероприятия дорожной карты, срок которых подходит или прошёл:",
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits; of whom it waits, `user` is None when he has no account."""

    user: User | None
    name: str
    text: str
    path: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets the letter: by which channels, and the text to the last word."""

    user: User
    channels: tuple[Channel, ...]
    text: str
    event: Event

    @property
    def way(self) -> str:
        """«На портале и на почту a@b.ru»."""
        if Channel.EMAIL in self.channels:
            return f"На портале и на почту {self.user.email}"
        return "Только на портале"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who gets nothing, and what to do about it."""

    name: str
    reason: str


@dataclass(frozen=True)
class NudgePreview:
    """A letter by hand as it would be sent now."""

    kind: NudgeKind
    subject: str
    addressees: Sequence[Addressee] = ()
    left_out: Sequence[LeftOut] = field(default=())

    @property
    def seal(self) -> str:
        """What was looked at: sending compares it with what there is by then."""
        texts = "\n".join(
            f"{one.user.pk}:{one.way}:{one.text}" for one in self.addressees
        )
        return hashlib.sha256(texts.encode()).hexdigest()[:32]


def preview(
    kind: NudgeKind, organisation: Organisation, *, by: User, words: str = ""
) -> NudgePreview:
    """Return the letters as they would leave, in a number of queries that does not grow.

    Who sends them gets none.
    """
    today = timezone.localdate()
    letter, opening = LETTERS[kind]
    cycle = current_cycle(organisation)
    lines = list(_LINES[kind](cycle, today)) if cycle is not None else []
    people = {line.user for line in lines if line.user is not None}
    rested = _nudged_lately(letter, people, organisation)
    members = _members(people, organisation, today)
    settings = settings_of([organisation], people)
    found: list[Addressee] = []
    left_out = [LeftOut(line.name, line.refusal) for line in lines if line.refusal]
    for user, own in _by_user(lines):
        if user == by:
            left_out.append(LeftOut(str(user), "Это вы: себе портал не пишет."))
            continue
        if user.pk not in members:
            left_out.append(LeftOut(str(user), NO_ROLE))
            continue
        if user.pk in rested:
            left_out.append(LeftOut(str(user), rested[user.pk]))
            continue
        event = Event(
            letter=letter,
            organisation=organisation,
            key=f"nudge:{kind}:{today}",
            path=own[0].path if len(own) == 1 else link("dashboard"),
            context={
                "opening": opening,
                "words": words,
                "lines": [
                    {"text": line.text, "url": absolute(line.path)} for line in own
                ],
            },
        )
        found.append(_addressed(event, user, settings.get((organisation.pk, user.pk))))
    return NudgePreview(kind, letter.subject, found, left_out)


def _addressed(event: Event, user: User, settings: LetterSettings | None) -> Addressee:
    written = list(event.written_to(user, settings))
    channels = tuple(Channel(one.channel) for one in written)
    return Addressee(user, channels, written[-1].text, event)


def _by_user(lines: Iterable[Line]) -> Iterator[tuple[User, list[Line]]]:
    found: dict[User, list[Line]] = {}
    for line in lines:
        if line.user is not None:
            found.setdefault(line.user, []).append(line)
    yield from sorted(found.items(), key=lambda each: str(each[0]))


def _members(
    people: Iterable[User], organisation: Organisation, today: date
) -> set[int]:
    """Return who holds a role here today: others are not written to (invariant 8)."""
    current = Membership.objects.current(today).filter(
        organisation=organisation, user__in=people
    )
    return set(current.values_list("user_id", flat=True))


def _nudged_lately(
    letter: type[Letter], people: Iterable[User], organisation: Organisation
) -> dict[int, str]:
    """Return, by account, why somebody is let alone: he was reminded a few days ago."""
    every = timedelta(
        days=rules_of([organisation.pk])[organisation.pk].nudge_every_days
    )
    today = timezone.localdate()
    last = (
        Notification.objects.filter(
            letter=letter.code, recipient__in=people, channel=Channel.INBOX
        )
        .order_by()
        .values_list("recipient")
        .annotate(at=Max("created_at"))
    )
    days = {user: timezone.localdate(at) for user, at in last}
    return {
        user: f"Напоминали {short_date(day)}. Снова можно с {short_date(day + every)}."
        for user, day in days.items()
        if day + every > today
    }


def _consents(cycle: Cycle, today: date) -> Iterator[Line]:
    """Yield missing consents of those who take part, by who is to sign."""
    cards = (cycle.mentorcards.values("person"), cycle.menteecards.values("person"))
    people = Person.objects.filter(pk__in=cards[0]) | Person.objects.filter(
        pk__in=cards[1]
    )
    without = people_without_consent(list(people.select_related("user")), today)
    guardians = guardians_of_all([person.pk for person in without], today)
    to_cosign = awaiting_cosigner(without)
    for person in without:
        path = link("registry:my_consents")
        text = f"согласие на участие: {person.full_name}"
        if not needs_representative(person, today) or person.pk in to_cosign:
            yield _asked(person.user, person.full_name, text, path)
            continue
        if not guardians[person.pk]:
            yield Line(
                None,
                person.full_name,
                text,
                path,
                "Не указан представитель. Добавьте его в карточке.",
            )
        for guardianship in guardians[person.pk]:
            guardian = guardianship.guardian
            name = f"{guardian.full_name} (за: {person.full_name})"
            yield _asked(guardian.user, name, text, path)


def _answers(cycle: Cycle, today: date) -> Iterator[Line]:
    """Yield the answers about proposed pairs that nobody has given yet."""
    waiting = list(
        Acceptance.objects.filter(
            pair__cycle=cycle,
            pair__status=PairStatus.PROPOSED,
            answer=AcceptanceAnswer.WAITING,
        ).select_related("person__user")
    )
    speakers = speakers_of_all([row.person for row in waiting], today)
    for row in waiting:
        path = link("programmes:pair_answer", pk=row.pk)
        text = f"ответ о паре: {row.person.full_name}"
        for user in speakers[row.person_id]:
            yield _asked(user, str(user), text, path)
        if not speakers[row.person_id]:
            yield _asked(None, row.person.full_name, text, path)


def _measures(cycle: Cycle, today: date) -> Iterator[Line]:
    """Yield measures due within a week or overdue, by who answers for them."""
    measures = list(
        Measure.objects.open()
        .filter(section__roadmap__cycle=cycle, due_on__lte=today + MEASURES_AHEAD)
        .order_by("due_on", "pk")
        .values_list("pk", "title", "due_on")
    )
    answerers = answering([pk for pk, _, _ in measures], today)
    users = User.objects.in_bulk({pk for keys in answerers.values() for pk in keys})
    for pk, title, due_on in measures:
        if due_on is None:
            continue
        path = link("programmes:measure_detail", pk=pk)
        text = f"{title} ({deadline_words(due_on, today)})"
        for user in sorted(answerers[pk]):
            yield Line(users[user], str(users[user]), text, path)
        if not answerers[pk]:
            yield Line(
                None,
                title,
                text,
                path,
                "Никто не отвечает. Назначьте ответственного с кабинетом на портале.",
            )


def _asked(user: User | None, name: str, text: str, path: str) -> Line:
    if user is not None and user.is_active:
        return Line(user, name, text, path)
    return Line(
        None, name, text, path, "Нет кабинета. Пригласите или дайте бланк на бумаге."
    )


_LINES: dict[NudgeKind, Callable[[Cycle, date], Iterator[Line]]] = {
    NudgeKind.CONSENTS: _consents,
    NudgeKind.ANSWERS: _answers,
    NudgeKind.MEASURES: _measures,
}

"""Pairs as their pages show them: the list, one pair, answers awaited, one's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import AuditEvent, User
from common.russian.names import normalise
from common.tables import Cell
from programmes.enums import AcceptanceAnswer, PairStatus
from programmes.models import Acceptance, Pair, PairMember, Proposal
from programmes.models.pair import WORKING
from programmes.queries.people import speaker_of
from registry.models import Cycle, Diagnostic, MentorCard, Person
from registry.queries.support import released_diagnostics

ORDERS = {
    "mentor": ("mentor_card__person__last_name", "mentor_card__person__first_name"),
    "form": ("form__title", "mentor_card__person__last_name"),
    "status": ("status", "mentor_card__person__last_name"),
    "start": ("starts_on",),
    "end": ("ends_on",),
}
HEADINGS = (
    "Наставник",
    "Наставляемые",
    "Форма",
    "Состояние",
    "Начало",
    "Окончание",
    "Приказ",
    "Почему эта пара",
)


@dataclass(frozen=True, slots=True)
class ChosenPairs:
    """What the list is narrowed by; an empty value narrows nothing."""

    words: str = ""
    status: str = ""
    form: str = ""
    mentor: str = ""


def pair_list(user: User, cycle: Cycle | None, chosen: ChosenPairs) -> QuerySet[Pair]:
    """Return the pairs of the cycle the user may see, with what their list shows."""
    pairs = Pair.objects.visible_to(user).filter(cycle=cycle).for_list()
    for word in normalise(chosen.words).split():
        member = PairMember.objects.filter(
            pair=OuterRef("pk"), mentee_card__person__search__contains=word
        )
        pairs = pairs.filter(
            Q(mentor_card__person__search__contains=word) | Exists(member)
        )
    if chosen.status:
        pairs = pairs.filter(status=chosen.status)
    if chosen.form.isdigit():
        pairs = pairs.filter(form_id=int(chosen.form))
    if chosen.mentor.isdigit():
        pairs = pairs.filter(mentor_card_id=int(chosen.mentor))
    return pairs


def mentors_with_pairs(user: User, cycle: Cycle | None) -> list[MentorCard]:
    """Return the mentors of the cycle's pairs, for the filter."""
    pairs = Pair.objects.visible_to(user).filter(cycle=cycle)
    return list(
        MentorCard.objects.filter(pk__in=pairs.order_by().values("mentor_card"))
        .select_related("person")
        .order_by("person__last_name", "person__first_name", "pk")
    )


def table_rows(pairs: QuerySet[Pair]) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of the table that leaves the portal, as HEADINGS say."""
    for pair in pairs:
        yield (
            pair.mentor_card.person.full_name,
            "; ".join(m.mentee_card.person.full_name for m in pair.members.all()),
            pair.form.title,
            pair.get_status_display(),
            pair.starts_on,
            pair.ends_on,
            order_number(pair),
            pair.reason,
        )


def order_number(pair: Pair) -> str:
    """«№ 42-ОД от 15.09.2026», empty before the signature."""
    order = pair.order
    if order is None or not order.number or order.signed_on is None:
        return ""
    return f"№ {order.number} от {order.signed_on:%d.%m.%Y}"


@dataclass(frozen=True, slots=True)
class PairPage:
    """One pair with its people, its reasons, its answers and its history."""

    pair: Pair
    people: list[Person]
    parts: list[dict[str, object]]
    acceptances: list[Acceptance]
    awaited: list[Acceptance]
    history: list[tuple[AuditEvent, str]]
    released: list[tuple[Person, list[Diagnostic]]]

    @property
    def order(self) -> str:
        return order_number(self.pair)


HISTORY_WORDS = {f"pair.{status.value}": status.label for status in PairStatus}


def pair_page(pair: Pair, user: User, day: date, *, is_staff: bool) -> PairPage:
    """Return what the page of a pair shows; the history is the staff's."""
    acceptances = list(pair.acceptances.select_related("person", "attachment"))
    for row in acceptances:
        row.pair = pair
    return PairPage(
        pair=pair,
        people=[member.mentee_card.person for member in pair.members.all()],
        parts=_parts(pair.proposal) if is_staff else [],
        acceptances=acceptances,
        awaited=[
            row
            for row in acceptances
            if row.answer != AcceptanceAnswer.DECLINED
            and speaker_of(user, row.person, day)
        ],
        history=_history(pair) if is_staff else [],
        released=_released_to_mentor(pair, user, day),
    )


def _released_to_mentor(
    pair: Pair, user: User, day: date
) -> list[tuple[Person, list[Diagnostic]]]:
    """Return what the psychologist lets the mentor of a working pair read (R-388)."""
    if pair.mentor_card.person.user_id != user.pk or pair.status not in WORKING:
        return []
    cards = [member.mentee_card for member in pair.members.all() if member.is_current]
    told = ((card.person, released_diagnostics(card, day)) for card in cards)
    return [(person, rows) for person, rows in told if rows]


def _parts(proposal: Proposal | None) -> list[dict[str, object]]:
    return list(proposal.parts) if proposal else []


def _history(pair: Pair) -> list[tuple[AuditEvent, str]]:
    events = AuditEvent.objects.filter(
        object_kind="programmes.pair", object_id=pair.pk
    ).select_related("by", "detail")
    return [
        (event, HISTORY_WORDS.get(event.what, event.what))
        for event in events.order_by("-pk")
    ]


def awaited_answers(cycle: Cycle | None) -> list[Acceptance]:
    """Return the answers still awaited in the cycle, pair by pair."""
    return list(
        Acceptance.objects.filter(
            pair__cycle=cycle,
            pair__status=PairStatus.PROPOSED,
            answer=AcceptanceAnswer.WAITING,
        )
        .select_related("person__group", "pair__mentor_card__person", "pair__form")
        .prefetch_related("pair__members__mentee_card__person__group")
        .order_by("pair__mentor_card__person__last_name", "pair_id", "side", "pk")
    )


def acceptances_seen_by(user: User) -> QuerySet[Acceptance]:
    """Return the answers of the pairs the user sees."""
    return Acceptance.objects.filter(
        pair__in=Pair.objects.visible_to(user)
    ).select_related(
        "person__user",
        "pair__organisation",
        "pair__form",
        "pair__mentor_card__person__group",
    )


def own_awaited_answers(user: User, day: date) -> list[Acceptance]:
    """Return the questions this user has to answer, for himself or a child: his tasks."""
    rows = acceptances_seen_by(user).filter(
        person__in=Person.objects.in_care_of(user),
        answer=AcceptanceAnswer.WAITING,
        pair__status=PairStatus.PROPOSED,
    )
    return [row for row in rows if speaker_of(user, row.person, day)]

"""Difficulties of a mentee and his strong sides: found, worked on, removed (R-151)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.enums import DIFFICULTY_TRANSITIONS, DifficultyState
from registry.models import Difficulty, MenteeCard, Request
from registry.permissions.cards import may_change_card
from registry.queries.consents import local_day


@dataclass(frozen=True, slots=True)
class Side:
    """What is written of a difficulty or a strong side.

    `removed_on` is the day it was overcome; without one, today.
    """

    text: str
    found_on: date
    is_strength: bool = False
    request: Request | None = None
    state: DifficultyState = DifficultyState.FOUND
    removed_on: date | None = None


@transaction.atomic
def add_difficulty(*, card: MenteeCard, side: Side, by: User) -> Difficulty:
    """Write a difficulty or a strong side down."""
    card = MenteeCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    may_change_card(by, card).require()
    side = _settled(card, side)
    row = Difficulty.objects.create(
        organisation_id=card.organisation_id, card=card, **_fields(side)
    )
    _note(row, "difficulty.added", by)
    return row


@transaction.atomic
def change_difficulty(*, row: Difficulty, side: Side, by: User) -> Difficulty:
    """Put it right, or say how far the work on it has come."""
    row = Difficulty.objects.select_for_update(of=("self",)).get(pk=row.pk)
    may_change_card(by, row.card).require()
    side = _settled(row.card, side)
    if side.state != row.state:
        DIFFICULTY_TRANSITIONS.check(row.state, side.state)
    fields = _fields(side)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=list(fields))
    _note(row, "difficulty.changed", by)
    return row


def _settled(card: MenteeCard, side: Side) -> Side:
    """Check the days and the request; a strong side is only ever found."""
    today = local_day(card.organisation)
    if side.request is not None and side.request.card_id != card.pk:
        raise Refused("Этот запрос не этого наставляемого.")
    if side.found_on > today:
        raise Refused("День, когда это выявлено, ещё не наступил.")
    if side.is_strength:
        return replace(side, state=DifficultyState.FOUND, removed_on=None)
    if side.state != DifficultyState.REMOVED:
        return replace(side, removed_on=None)
    removed_on = side.removed_on or today
    if not side.found_on <= removed_on <= today:
        raise Refused(
            "День, когда трудность устранена, — не раньше дня, когда её выявили, и не"
            " позже сегодняшнего."
        )
    return replace(side, removed_on=removed_on)


def _fields(side: Side) -> dict[str, object]:
    return {**asdict(replace(side, request=None)), "request": side.request}


def _note(row: Difficulty, what: str, by: User) -> None:
    after = {"difficulty": row.pk, "state": row.state}
    audit.record(by=by, what=what, on=row.card, after=after)

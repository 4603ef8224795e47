"""What mentees ask for: written down, put right, refined, closed (R-039, R-146)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.russian.names import normalise
from registry.actions.competences import recognise
from registry.enums import Channel, RequestKind
from registry.models import Competence, MenteeCard, Request
from registry.permissions.cards import may_change_card


def ask(
    *,
    card: MenteeCard,
    text: str,
    kind: str = RequestKind.PRELIMINARY,
    channel: str = "",
    is_urgent: bool = False,
) -> Request:
    """Add a request as part of another act; the topics are recognised."""
    request = Request.objects.create(
        organisation_id=card.organisation_id,
        card=card,
        text=text,
        kind=kind,
        channel=channel,
        is_urgent=is_urgent,
        asked_on=timezone.localdate(),
    )
    request.competences.set(recognise(organisation=card.organisation, text=text))
    return request


@transaction.atomic
def add_request(
    *,
    card: MenteeCard,
    text: str,
    by: User | None,
    kind: str = RequestKind.PRELIMINARY,
    channel: str = "",
    is_urgent: bool = False,
) -> Request:
    """Add a need in the mentee's own words; the topics are recognised (R-146)."""
    card = MenteeCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    if by is not None:
        may_change_card(by, card).require()
    request = ask(card=card, text=text, kind=kind, channel=channel, is_urgent=is_urgent)
    audit.record(by=by, what="request.added", on=card, after={"request": request.pk})
    return request


@transaction.atomic
def learn_requests(
    *, card: MenteeCard, texts: Sequence[str], by: User
) -> list[Request]:
    """Add the needs a questionnaire told and the card does not know yet (R-146)."""
    card = MenteeCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    known = {normalise(asked.text) for asked in card.requests.all()}
    new = [text for text in texts if normalise(text) not in known]
    made = [ask(card=card, text=text, channel=Channel.QUESTIONNAIRE) for text in new]
    for request in made:
        _note(request, "request.added", by)
    return made


@transaction.atomic
def change_request(  # noqa: PLR0913 -- a request has this many sides
    *,
    request: Request,
    text: str,
    competences: Sequence[Competence],
    by: User,
    kind: str | None = None,
    channel: str | None = None,
    is_urgent: bool | None = None,
) -> Request:
    """Put the words, the topics or the particulars of a need right; None changes nothing."""
    request = _locked(request)
    may_change_card(by, request.card).require()
    request.text = text
    told = {"kind": kind, "channel": channel, "is_urgent": is_urgent}
    given = {name: value for name, value in told.items() if value is not None}
    for name, value in given.items():
        setattr(request, name, value)
    request.save(update_fields=["text", *given])
    request.competences.set(competences)
    _note(request, "request.changed", by)
    return request


@transaction.atomic
def close_request(*, request: Request, by: User) -> Request:
    """Say that the need is no more: it is kept, and no mentor is sought by it."""
    request = _locked(request)
    may_change_card(by, request.card).require()
    if request.closed_on is not None:
        raise Refused("Этот запрос уже закрыт. Обновите страницу.")
    request.closed_on = timezone.localdate()
    request.save(update_fields=["closed_on"])
    _note(request, "request.closed", by)
    return request


@transaction.atomic
def reopen_request(*, request: Request, by: User) -> Request:
    """Take a closed need up again."""
    request = _locked(request)
    may_change_card(by, request.card).require()
    if request.closed_on is None:
        raise Refused("Этот запрос и так открыт. Обновите страницу.")
    request.closed_on = None
    request.save(update_fields=["closed_on"])
    _note(request, "request.reopened", by)
    return request


def _locked(request: Request) -> Request:
    return Request.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _note(request: Request, what: str, by: User) -> None:
    audit.record(by=by, what=what, on=request.card, after={"request": request.pk})

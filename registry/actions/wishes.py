"""A mentee's application in the cabinet, and what third parties tell (R-319, R-150)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.links import link
from notifications.actions import notify
from registry.actions.candidacies import give_consent, lock_person, told_reason
from registry.actions.cards import follow_mentee
from registry.actions.competences import recognise
from registry.actions.consents.rows import curators, hold
from registry.enums import CardSource, Channel, MenteeStatus
from registry.letters import CardSubmitted, MentorAskedFor
from registry.models import Cycle, MenteeCard, Person, Request, ThirdPartyWord
from registry.permissions.candidacies import (
    may_apply_for,
    may_change_wish,
    may_join_cycle,
    may_tell_word,
    may_withdraw_wish,
)
from registry.permissions.card_guards import mentee_guard
from registry.permissions.cards import may_change_card
from registry.queries.candidacies import wish_of
from registry.queries.consents import current_guardianships, local_day
from registry.queries.cycles import current_cycle
from registry.queries.people import usual_audience
from registry.queries.words import channel_of


@transaction.atomic
def save_wish(*, person: Person, text: str, by: User) -> MenteeCard:
    """Keep the application as far as it is written; a third party's draft goes on."""
    person = lock_person(person)
    may_apply_for(by, person).require()
    channel = Channel.SELF if person.user_id == by.pk else Channel.PARENT
    card = wish_of(person)
    if card is None:
        card = _drafted(person, by, CardSource.CABINET, channel)
    else:
        card = MenteeCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
        may_change_wish(by, card).require()
    _word(card, text, channel)
    return card


@transaction.atomic
def submit_wish(
    *, person: Person, text: str, by: User, is_agreed: bool = False
) -> MenteeCard:
    """Send the application; without a consent that stands it waits for one (R-319)."""
    hold(people=[person])
    card = save_wish(person=person, text=text, by=by)
    verdict = mentee_guard(card, MenteeStatus.SUBMITTED)
    if not verdict:
        raise Refused(verdict.refusal)
    card = follow_mentee(card=card, to=MenteeStatus.SUBMITTED, by=by)
    if give_consent(card.person, by, is_agreed=is_agreed):
        card = follow_mentee(
            card=card,
            to=MenteeStatus.CONSENT_WAIT,
            by=None,
            remark="Нет действующего согласия",
        )
    notify(
        letter=CardSubmitted,
        to=curators(card.organisation).exclude(pk=by.pk),
        organisation=card.organisation,
        key=f"mentee.submitted:{card.pk}:{card.changed_at:%Y%m%d%H%M%S}",
        path=link(
            "registry:mentee_detail", organisation=card.organisation.slug, pk=card.pk
        ),
        context={"base": "наставляемые"},
    )
    return card


@transaction.atomic
def withdraw_wish(*, card: MenteeCard, remark: str, by: User) -> MenteeCard:
    """Take the application back, or say no to what a third party asked; with the reason."""
    card = MenteeCard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    may_withdraw_wish(by, card).require()
    return follow_mentee(
        card=card, to=MenteeStatus.WITHDRAWN, by=by, remark=told_reason(remark)
    )


@transaction.atomic
def tell_word(*, person: Person, request: str, text: str, by: User) -> ThirdPartyWord:
    """Ask for a mentor for somebody one knows, or add to what is known (R-094, R-150).

    Without a card in the cycle a draft is made, which the person or the representative
    confirms; with one the words stand beside it for the curator.
    """
    person = lock_person(person)
    may_tell_word(by, person).require()
    channel = channel_of(by, person)
    assert channel is not None  # noqa: S101 -- the verdict says so
    card = wish_of(person)
    is_new = card is None
    if card is None:
        card = _drafted(person, by, CardSource.THIRD_PARTY, channel)
        _word(card, request, channel)
    told = " ".join(part for part in (request, text) if part) if not is_new else text
    word = _keep_word(
        card,
        source=Person.objects.filter(user=by).first(),
        name=by.name,
        capacity=channel.label,
        text=told or request,
        told_on=local_day(person.organisation),
        by=by,
    )
    if is_new:
        _ask_to_confirm(card)
    return word


@transaction.atomic
def record_word(
    *,
    card: MenteeCard,
    source_name: str,
    capacity: str,
    text: str,
    told_on: date,
    by: User,
) -> ThirdPartyWord:
    """Write down what somebody told the curator aloud or on paper."""
    may_change_card(by, card).require()
    return _keep_word(
        card,
        source=None,
        name=source_name,
        capacity=capacity,
        text=text,
        told_on=told_on,
        by=by,
    )


def _drafted(
    person: Person, by: User, source: CardSource, channel: Channel
) -> MenteeCard:
    cycle: Cycle | None = current_cycle(person.organisation)
    may_join_cycle(cycle).require()
    assert cycle is not None  # noqa: S101 -- the verdict says so
    card = MenteeCard.objects.create(
        organisation_id=person.organisation_id,
        cycle=cycle,
        person=person,
        source=source,
        channel=channel,
        status=MenteeStatus.DRAFT,
        audience=usual_audience(person),
        group=person.group,
        asked_by=None
        if source == CardSource.CABINET
        else Person.objects.filter(user=by).first(),
    )
    audit.record(by=by, what="mentee.drafted", on=card, after={"status": card.status})
    return card


def _word(card: MenteeCard, text: str, channel: Channel) -> None:
    """Let the draft's one request say this; an empty text says nothing."""
    if not text:
        return
    asked = card.requests.order_by("pk").first()
    if asked is None:
        asked = Request(
            organisation_id=card.organisation_id,
            card=card,
            channel=channel,
            asked_on=local_day(card.organisation),
        )
    asked.text = text
    asked.save()
    asked.competences.set(recognise(organisation=card.organisation, text=text))


def _keep_word(  # noqa: PLR0913 -- a word has these sides
    card: MenteeCard,
    *,
    source: Person | None,
    name: str,
    capacity: str,
    text: str,
    told_on: date,
    by: User,
) -> ThirdPartyWord:
    word = ThirdPartyWord.objects.create(
        organisation_id=card.organisation_id,
        card=card,
        source=source,
        source_name=name,
        capacity=capacity,
        text=text,
        told_on=told_on,
        entered_by=by,
    )
    audit.record(by=by, what="mentee.told", on=card, after={"word": word.pk})
    return word


def _ask_to_confirm(card: MenteeCard) -> None:
    """Tell the mentee and who represents him: the word is theirs."""
    person = card.person
    wards = current_guardianships(local_day(card.organisation)).filter(child=person)
    accounts = [person.user, *(link_.guardian.user for link_ in wards)]
    notify(
        letter=MentorAskedFor,
        to=[user for user in accounts if user is not None],
        organisation=card.organisation,
        key=f"mentee.asked_for:{card.pk}",
        path=link(
            "registry:my_wish", organisation=card.organisation.slug, pk=person.pk
        ),
        context={"card": card},
    )

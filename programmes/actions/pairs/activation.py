"""The order is signed: its pairs work from its date."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from common.errors import Refused
from common.links import link
from documents.models import Document
from notifications.actions import notify
from programmes.actions.pairs.steps import (
    lock_people,
    move,
    refuse_unless_clear,
)
from programmes.actions.programmes import open_for
from programmes.enums import PairStatus
from programmes.letters.pairs import PairActivated
from programmes.models import Pair, PairMember
from programmes.models.pair import WORKING
from programmes.permissions.pairs import (
    may_decide_order,
)
from programmes.queries.order_pairs import (
    obstacles_of,
    pairs_of,
    people_of,
)
from programmes.queries.people import participants
from registry.actions.cards import (
    change_mentee,
    change_mentor,
    follow_mentee,
    follow_mentor,
    record_counterparts,
)
from registry.enums import MenteeStatus, MentorStatus
from registry.models import Consent, MenteeCard, MentorCard
from registry.queries.consents import local_day

# The road of a mentor to his first pair: those taken straight into the year's base are
# declared ready by the order itself, the selected ones registered.
ROAD: dict[str, tuple[MentorStatus, ...]] = {
    MentorStatus.YEAR_BASE: (MentorStatus.READY, MentorStatus.IN_PAIR),
    MentorStatus.SELECTED: (MentorStatus.REGISTERED, MentorStatus.IN_PAIR),
    MentorStatus.REGISTERED: (MentorStatus.IN_PAIR,),
    MentorStatus.READY: (MentorStatus.IN_PAIR,),
    MentorStatus.IN_PAIR: (),
}


@transaction.atomic
def activate(*, document: Document, by: User) -> list[Pair]:
    """The order is signed: its pairs work from its date (R-257).

    Everything is checked again under locks on the mentors' cards, in the order of their
    keys: no mentor ever has more mentees than places, however many orders are signed at
    once (28, 30).
    """
    may_decide_order(by, document).require()
    lock_people(document)
    pairs = pairs_of(document)
    _lock_consents(pairs)
    if any(pair.status != PairStatus.SUBMITTED for pair in pairs):
        raise Refused("Пары изменились: верните приказ куратору с замечанием.")
    refuse_unless_clear(
        obstacles_of(pairs, local_day(document.organisation), at_signing=True)
    )
    for pair in pairs:
        move(pair, PairStatus.ACTIVE, by)
        _set_to_work(pair, document, by)
        open_for(pair=pair, by=by)
    _tell_sides(pairs, document)
    return pairs


def _lock_consents(pairs: Sequence[Pair]) -> None:
    """Whoever withdraws now either comes before the check or after the signing (20)."""
    people = [person.pk for person in people_of(pairs)]
    rows = Consent.objects.select_for_update(of=("self",)).filter(person_id__in=people)
    list(rows.order_by("pk").values_list("pk"))


def _set_to_work(pair: Pair, document: Document, by: User) -> None:
    mentees = [member.mentee_card for member in pair.members.all()]
    _set_mentor_to_work(pair.mentor_card, document, by)
    for card in mentees:
        follow_mentee(card=card, to=MenteeStatus.PAIRED, by=by)
        _joined(card, document)
        record_counterparts(
            card=card,
            names=pair.mentor_card.person.full_name,
            workplace=pair.mentor_card.person.workplace,
            by=by,
        )


def _set_mentor_to_work(card: MentorCard, document: Document, by: User) -> None:
    card = MentorCard.objects.select_related("person").get(pk=card.pk)
    for status in ROAD[card.status]:
        follow_mentor(card=card, to=status, by=by)
    _joined(card, document)
    people = [
        member.mentee_card.person
        for member in PairMember.objects.filter(
            pair__mentor_card=card, pair__status__in=WORKING, is_current=True
        ).select_related("mentee_card__person")
    ]
    record_counterparts(
        card=card,
        names=", ".join(person.full_name for person in people),
        workplace=", ".join(dict.fromkeys(filter(None, (p.workplace for p in people)))),
        by=by,
    )


def _joined(card: MentorCard | MenteeCard, document: Document) -> None:
    """The order's date is the day the person joined, unless the card knows better."""
    if card.joined_on is not None:
        return
    values = {"joined_on": document.signed_on}
    if isinstance(card, MentorCard):
        change_mentor(card=card, values=values, by=None)
    else:
        change_mentee(card=card, values=values, by=None)


def _tell_sides(pairs: Sequence[Pair], document: Document) -> None:
    organisation = document.organisation
    for pair in pairs:
        notify(
            letter=PairActivated,
            to=participants(pair, local_day(document.organisation)),
            organisation=organisation,
            key=f"pair_activated:{pair.pk}",
            path=link(
                "programmes:pair_detail", organisation=organisation.slug, pk=pair.pk
            ),
            context={"order": document},
        )

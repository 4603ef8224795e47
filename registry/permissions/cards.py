"""May this person see and change the cards of mentors and mentees?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import Verdict, all_of, no
from registry.enums import (
    MENTEE_TRANSITIONS,
    MENTOR_TRANSITIONS,
    MenteeStatus,
    MentorStatus,
)
from registry.models import Cycle, MenteeCard, MentorCard
from registry.permissions.cycles import is_open
from registry.queries.consents import local_day, people_without_consent

WHO = "куратор или заместитель директора"


def may_view_cards(user: User, organisation: Organisation) -> Verdict:
    """The bases are open to the staff of the programme; others see their own card."""
    return may(
        user,
        Permission.CARD_VIEW,
        organisation.pk,
        "куратор, заместитель директора или директор",
    )


def may_take_card(user: User, cycle: Cycle) -> Verdict:
    """A card is opened in a cycle that goes on."""
    return all_of(
        may(user, Permission.CARD_CHANGE, cycle.organisation_id, WHO), is_open(cycle)
    )


def may_change_card(user: User, card: MentorCard | MenteeCard) -> Verdict:
    """A card of a closed cycle is history."""
    return may_take_card(user, card.cycle)


# Other states follow from something else: an order, a pair, a programme.
MENTOR_BY_HAND = (
    MentorStatus.POTENTIAL,
    MentorStatus.YEAR_BASE,
    MentorStatus.INTERVIEW,
    MentorStatus.SELECTED,
    MentorStatus.READY,
    MentorStatus.REJECTED,
    MentorStatus.WITHDRAWN,
)
MENTEE_BY_HAND = (
    MenteeStatus.IN_BASE,
    MenteeStatus.ANALYSED,
    MenteeStatus.MATCHING,
    MenteeStatus.STALE,
    MenteeStatus.REJECTED,
    MenteeStatus.WITHDRAWN,
)


def mentor_steps(card: MentorCard) -> list[MentorStatus]:
    """Return the states a mentor may be moved to by hand now."""
    if card.status == MentorStatus.IN_PAIR:
        return []
    return [to for to in MENTOR_BY_HAND if MENTOR_TRANSITIONS.allows(card.status, to)]


def mentee_steps(card: MenteeCard) -> list[MenteeStatus]:
    """Return the states a mentee may be moved to by hand now."""
    if card.status in {MenteeStatus.PAIRED, MenteeStatus.IN_PROGRAMME}:
        return []
    return [to for to in MENTEE_BY_HAND if MENTEE_TRANSITIONS.allows(card.status, to)]


def may_move_mentor(user: User, card: MentorCard, to: MentorStatus) -> Verdict:
    """By hand a mentor goes only where no order or pair must lead."""
    if to not in mentor_steps(card):
        return no("Это состояние появится само: после приказа, пары или согласия.")
    return may_change_card(user, card)


def may_move_mentee(user: User, card: MenteeCard, to: MenteeStatus) -> Verdict:
    """Into the base only with the consent that stands today (R-264, R-319)."""
    if to not in mentee_steps(card):
        return no("Это состояние появится само: после приказа, пары или согласия.")
    today = local_day(card.organisation)
    needs = to not in {
        MenteeStatus.REJECTED,
        MenteeStatus.WITHDRAWN,
        MenteeStatus.STALE,
    }
    if needs and people_without_consent([card.person], today):
        return no("Сначала нужно согласие на обработку персональных данных.")
    return may_change_card(user, card)

"""May this person see and change the cards of mentors and mentees?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.enums import (
    MENTEE_TRANSITIONS,
    MENTOR_TRANSITIONS,
    MenteeStatus,
    MentorStatus,
)
from registry.models import Cycle, MenteeCard, MentorCard
from registry.permissions.card_guards import (
    MENTEE_REASONED,
    MENTOR_REASONED,
    mentee_guard,
    mentor_guard,
)
from registry.permissions.cycles import is_open

M = MentorStatus
WHO = "куратор или заместитель директора"


def may_view_cards(user: User, organisation: Organisation) -> Verdict:
    """The bases are open to the staff of the programme; others see their own card."""
    return may(
        user,
        Permission.CARD_VIEW,
        organisation.pk,
        "куратор, заместитель директора или директор",
    )


def may_list_mentors(user: User, organisation: Organisation) -> Verdict:
    """The list of mentors is the staff's, the psychologist's, a form's curator's."""
    seen = user.has(Permission.MENTOR_VIEW, organisation.pk)
    return YES if seen else may_list_mentees(user, organisation)


def may_list_mentees(user: User, organisation: Organisation) -> Verdict:
    """The curator of a form finds its cards alone in the list (A.13)."""
    if user.has(Permission.FORM_CURATE, organisation.pk):
        return YES
    return may_view_cards(user, organisation)


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
    MenteeStatus.UNMATCHED,
    MenteeStatus.STALE,
    MenteeStatus.REJECTED,
    MenteeStatus.WITHDRAWN,
)


HELD = frozenset({MenteeStatus.PAIRED, MenteeStatus.IN_PROGRAMME})
FOLLOWS = "Это состояние появится само: после приказа, пары или согласия."


def mentor_steps(card: MentorCard) -> list[MentorStatus]:
    """Return the states a mentor may be moved to by hand now."""
    return [
        to
        for to in MENTOR_BY_HAND
        if not _follows(card, to) and MENTOR_TRANSITIONS.allows(card.status, to)
    ]


def _follows(card: MentorCard, to: MentorStatus) -> bool:
    """Whether only something else leads there: an order, its annulment, a pair's end."""
    leaves_register = card.status == M.REGISTERED and to == M.SELECTED
    return to not in MENTOR_BY_HAND or card.status == M.IN_PAIR or leaves_register


def mentee_steps(card: MenteeCard) -> list[MenteeStatus]:
    """Return the states a mentee may be moved to by hand now."""
    if card.status in HELD:
        return []
    return [to for to in MENTEE_BY_HAND if MENTEE_TRANSITIONS.allows(card.status, to)]


def may_move_mentor(user: User, card: MentorCard, to: MentorStatus) -> Verdict:
    """By hand a mentor goes only where no order or pair must lead, and ready for it."""
    if _follows(card, to):
        return no(FOLLOWS)
    may_change = may_change_card(user, card)
    if not may_change or not MENTOR_TRANSITIONS.allows(card.status, to):
        # Where the road does not lead, the transition itself says so.
        return may_change
    return mentor_guard(card, to)


def may_move_mentee(user: User, card: MenteeCard, to: MenteeStatus) -> Verdict:
    """So does a mentee: into the base only with the consent that stands today."""
    if to not in MENTEE_BY_HAND or card.status in HELD:
        return no(FOLLOWS)
    may_change = may_change_card(user, card)
    if not may_change or not MENTEE_TRANSITIONS.allows(card.status, to):
        return may_change
    return mentee_guard(card, to)


def must_say_why(
    card: MentorCard | MenteeCard, to: MentorStatus | MenteeStatus
) -> Verdict:
    """Refusals and ends carry their reason; readiness its training where it is asked."""
    if to in MENTOR_REASONED or to in MENTEE_REASONED:
        return no("Напишите причину: она останется в истории карточки.")
    if to == MentorStatus.READY and card.cycle.training_precedes_pairing:
        return no(
            "В этом цикле наставники сначала проходят обучение: напишите в пояснении,"
            " где и когда его прошёл этот наставник."
        )
    return YES

"""May this person see and change the cards of mentors and mentees?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import Verdict, all_of
from registry.models import Cycle, MenteeCard, MentorCard
from registry.permissions.cycles import is_open

WHO = "куратор или завуч"


def may_view_cards(user: User, organisation: Organisation) -> Verdict:
    """The bases are open to the staff of the programme; others see their own card."""
    return may(
        user, Permission.CARD_VIEW, organisation.pk, "куратор, завуч или директор"
    )


def may_take_card(user: User, cycle: Cycle) -> Verdict:
    """A card is opened in a cycle that goes on."""
    return all_of(
        may(user, Permission.CARD_CHANGE, cycle.organisation_id, WHO), is_open(cycle)
    )


def may_change_card(user: User, card: MentorCard | MenteeCard) -> Verdict:
    """A card of a closed cycle is history."""
    return may_take_card(user, card.cycle)


def may_change_competences(user: User, organisation: Organisation) -> Verdict:
    """The vocabulary is kept by those who keep the bases."""
    return may(user, Permission.CARD_CHANGE, organisation.pk, WHO)

"""May this person say that a card is true?"""

from __future__ import annotations

from accounts.models import User
from accounts.roles import Permission
from common.verdict import Verdict, all_of, no
from registry.enums import MenteeStatus, MentorStatus
from registry.models import MenteeCard, MentorCard
from registry.permissions.candidacies import may_apply_for
from registry.permissions.cards import may_change_card
from registry.permissions.cycles import is_open

ENDED = frozenset(
    {
        *(MentorStatus.DRAFT, MentorStatus.REJECTED, MentorStatus.WITHDRAWN),
        *(MentorStatus.RESIGNED, MenteeStatus.COMPLETED, MenteeStatus.MENTOR_CANDIDATE),
    }
)


def may_refresh_card(user: User, card: MentorCard | MenteeCard) -> Verdict:
    """The person, who represents a minor, and who keeps the bases (R-267)."""
    if card.status in ENDED:
        return no("Подтверждать нечего: заявка не отправлена или закрыта.")
    if user.has(Permission.CARD_CHANGE, card.organisation_id):
        return may_change_card(user, card)
    return all_of(may_apply_for(user, card.person), is_open(card.cycle))

"""May this person say what unknown words mean?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import Verdict
from registry.permissions.people import WHO


def may_name_topics(user: User, organisation: Organisation) -> Verdict:
    """The vocabulary is kept by who keeps the cards."""
    return may(user, Permission.CARD_CHANGE, organisation.pk, WHO)

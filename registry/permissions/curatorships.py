"""May this person entrust the forms of a cycle, and to whom?"""

from __future__ import annotations

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, no
from registry.models import Cycle
from registry.permissions.cards import WHO


def may_entrust_forms(user: User, cycle: Cycle) -> Verdict:
    """Who keeps the base says who else sees a part of it, in a closed cycle too."""
    return may(user, Permission.CARD_CHANGE, cycle.organisation_id, WHO)


def may_be_entrusted(curator: User, cycle: Cycle) -> Verdict:
    """Only to a curator of role models."""
    if Role.ROLE_MODEL_CURATOR in curator.roles_in(cycle.organisation_id):
        return YES
    return no(f"{curator.name}: роли куратора ролевой модели нет.")

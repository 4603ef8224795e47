"""May this person have a calendar by link?"""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import Verdict
from programmes.enums import FeedScope
from programmes.permissions.roadmap import may_see_roadmap


def may_open_feed(user: User, organisation_id: int, scope: FeedScope) -> Verdict:
    """Everybody has the days of his own; the whole organisation's are for its staff."""
    if scope == FeedScope.ORGANISATION:
        return may(user, Permission.CYCLE_VIEW, organisation_id, "сотрудник")
    return may_see_roadmap(user, organisation_id)

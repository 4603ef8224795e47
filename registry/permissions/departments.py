"""May this person open the own department, the mentors of the own partner?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import Verdict


def may_view_department(user: User, organisation: Organisation) -> Verdict:
    """A head sees the people of the departments he heads (R-100)."""
    return may(user, Permission.DEPARTMENT_VIEW, organisation.pk, "заведующий отделом")


def may_view_partner(user: User, organisation: Organisation) -> Verdict:
    """A partner's representative sees the mentors who came from it."""
    return may(user, Permission.PARTNER_VIEW, organisation.pk, "представитель партнёра")

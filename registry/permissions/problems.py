"""May this person keep the list of problems?"""

from __future__ import annotations

from accounts.models import User
from common.verdict import Verdict
from registry.models import Cycle, Problem
from registry.permissions.cards import may_take_card


def may_name_problem(user: User, cycle: Cycle) -> Verdict:
    """Who keeps the bases of a cycle keeps its list of problems."""
    return may_take_card(user, cycle)


def may_change_problem(user: User, problem: Problem) -> Verdict:
    """The list of a closed cycle is history."""
    return may_name_problem(user, problem.cycle)

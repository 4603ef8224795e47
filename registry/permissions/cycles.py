"""May this person open, change and introduce a cycle?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.enums import CycleStatus
from registry.models import Cycle


def may_open_cycle(user: User, organisation: Organisation) -> Verdict:
    """The curator, his deputy director and the director open a cycle."""
    return may(
        user,
        Permission.CYCLE_OPEN,
        organisation.pk,
        "куратор, заместитель директора или директор",
    )


def may_view_cycle(user: User, organisation: Organisation) -> Verdict:
    """The staff who work by the roadmap see the cycle."""
    return may(
        user,
        Permission.CYCLE_VIEW,
        organisation.pk,
        "сотрудник, занятый наставничеством",
    )


def may_change_cycle(user: User, cycle: Cycle) -> Verdict:
    """A closed cycle is history and stays as it is."""
    return all_of(may_open_cycle(user, cycle.organisation), is_open(cycle))


def may_introduce_cycle(user: User, cycle: Cycle) -> Verdict:
    """One order introduces the cycle (R-255); a draft of it may still be replaced."""
    if cycle.is_introduced:
        return no("Приказ о внедрении уже подписан.")
    return may_change_cycle(user, cycle)


def is_open(cycle: Cycle) -> Verdict:
    """Whether anything may still be added to the cycle."""
    if cycle.status == CycleStatus.CLOSED:
        return no(
            f"Цикл «{cycle.title}» завершён: откройте новый, чтобы добавлять людей."
        )
    return YES

"""May this person decide on an application, invite somebody, look after himself?"""

from __future__ import annotations

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.permissions import may, may_invite_member
from accounts.roles import Permission
from common.verdict import YES, Verdict, no
from registry.enums import APPLICATION_TRANSITIONS, ApplicationStatus, CycleStatus
from registry.models import Application, Cycle, Person

TAKING = frozenset({CycleStatus.PREPARATION, CycleStatus.RUNNING})


def may_apply(cycle: Cycle | None) -> Verdict:
    """Anybody applies while a cycle is being gathered or runs."""
    if cycle is None or cycle.status not in TAKING:
        return no("Сейчас набор закрыт.")
    return YES


def may_view_applications(user: User, organisation: Organisation) -> Verdict:
    """Applications are read by those who decide on them."""
    return may(
        user,
        Permission.APPLICATION_DECIDE,
        organisation.pk,
        "куратор или заместитель директора",
    )


def may_decide_application(user: User, application: Application) -> Verdict:
    """An application is decided once."""
    allowed = may_view_applications(user, application.organisation)
    if not allowed:
        return allowed
    if not APPLICATION_TRANSITIONS.allows(
        application.status, ApplicationStatus.ACCEPTED
    ):
        return no("По этой заявке решение уже принято.")
    return YES


def may_invite_person(user: User, person: Person, role: Role) -> Verdict:
    """People are invited into the cabinet by who may make members."""
    return may_invite_member(user, person.organisation, role)


def may_change_own_contacts(user: User, person: Person) -> Verdict:
    """One's own telephone and address are one's own matter, a small child's the parent's."""
    if person.user_id == user.pk:
        return YES
    return no("Контакты меняет сам человек или куратор.")

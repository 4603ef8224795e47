"""May this person do that to who is who?"""

from __future__ import annotations

from accounts.enums import Role, SetupStep
from accounts.models import Membership, Organisation, User
from accounts.roles import PARTICIPANT_ROLES, Permission
from common.verdict import YES, Verdict, no


def may(user: User, permission: Permission, organisation_id: int, who: str) -> Verdict:
    """Say whether a role of the user grants the permission; `who` names who may."""
    if user.has(permission, organisation_id):
        return YES
    return no(f"Это делает {who}.")


def may_invite_member(user: User, organisation: Organisation, role: Role) -> Verdict:
    """Participants are invited by the curator too, staff by the director (T12)."""
    if role in PARTICIPANT_ROLES:
        return may(
            user, Permission.MEMBER_INVITE, organisation.pk, "куратор или директор"
        )
    return may(user, Permission.MEMBER_APPOINT, organisation.pk, "директор")


def may_end_membership(user: User, membership: Membership) -> Verdict:
    """The director ends roles; nobody ends his own (invariant 10)."""
    if membership.user_id == user.pk:
        return no("Свою роль снять нельзя: попросите директора или его заместителя.")
    if membership.role in PARTICIPANT_ROLES:
        return may(
            user,
            Permission.MEMBER_INVITE,
            membership.organisation_id,
            "куратор или директор",
        )
    return may(user, Permission.MEMBER_APPOINT, membership.organisation_id, "директор")


def may_change_organisation(user: User, organisation: Organisation) -> Verdict:
    """Requisites and names are the director's and the administrator's."""
    return may(
        user,
        Permission.ORGANISATION_CHANGE,
        organisation.pk,
        "директор или системный администратор",
    )


def may_delegate(user: User, organisation: Organisation) -> Verdict:
    """Only the director himself hands his right to sign over, and only for a term."""
    has_right = user.has(Permission.DELEGATION_CHANGE, organisation.pk)
    if has_right and _is_director(user, organisation):
        return YES
    return no("Исполняющего обязанности назначает сам директор.")


def _is_director(user: User, organisation: Organisation) -> bool:
    return Membership.objects.filter(
        user=user, organisation=organisation, role=Role.DIRECTOR, to_on=None
    ).exists()


def may_set_up(user: User, organisation: Organisation) -> Verdict:
    """Who used the set-up link sets its institution up, until that is done."""
    if organisation.setup_step == SetupStep.DONE:
        return no("Организация уже настроена: меняйте сведения на её странице.")
    if Role.SYSTEM_ADMINISTRATOR not in user.roles_in(organisation.pk):
        return no("Настраивает тот, кто открыл ссылку настройки.")
    return YES

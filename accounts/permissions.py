"""May this person do that to who is who?"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from accounts.enums import Role, SetupStep
from accounts.models import Delegation, Invitation, Membership, Organisation, User
from accounts.queries import holds_staff_role
from accounts.roles import PARTICIPANT_ROLES, Permission
from common.verdict import YES, Verdict, no


def may(user: User, permission: Permission, organisation_id: int, who: str) -> Verdict:
    """Say whether a role of the user grants the permission; `who` names who may."""
    if user.has(permission, organisation_id):
        return YES
    return no(f"Это делает {who}.")


def may_invite(user: User, organisation: Organisation) -> Verdict:
    """Say whether there is anybody the user may invite."""
    return may(user, Permission.MEMBER_INVITE, organisation.pk, "куратор или директор")


def may_invite_member(user: User, organisation: Organisation, role: Role) -> Verdict:
    """Participants are invited by the curator too, staff by the director (T12)."""
    if role in PARTICIPANT_ROLES:
        return may_invite(user, organisation)
    if role == Role.DIRECTOR:
        return _may_name_director(user, organisation)
    return may(user, Permission.MEMBER_APPOINT, organisation.pk, "директор")


def _may_name_director(user: User, organisation: Organisation) -> Verdict:
    """A director names a director, not who acts for him; the first is named at set-up."""
    if _is_director(user, organisation):
        return YES
    is_administrator = Role.SYSTEM_ADMINISTRATOR in user.roles_in(organisation.pk)
    if is_administrator and not _directors(organisation).exists():
        return YES
    return no(
        "Директора приглашает сам директор, а пока его нет — системный администратор."
    )


def may_withdraw_invitation(user: User, invitation: Invitation) -> Verdict:
    """Whoever may invite in a role may take such an invitation back."""
    if invitation.organisation is None:
        return no("Ссылку настройки заменяет новый запуск портала.")
    if invitation.accepted_at is not None:
        return no("По этой ссылке уже вошли: снимите роль.")
    return may_invite_member(user, invitation.organisation, Role(invitation.role))


def may_end_membership(user: User, membership: Membership) -> Verdict:
    """The director ends roles; nobody ends his own (invariant 10)."""
    if membership.user_id == user.pk:
        return no("Свою роль снять нельзя: об этом просят директора.")
    if membership.role in PARTICIPANT_ROLES:
        return may(
            user,
            Permission.MEMBER_INVITE,
            membership.organisation_id,
            "куратор или директор",
        )
    if membership.role == Role.DIRECTOR and not _is_director(
        user, membership.organisation
    ):
        return no("Роль директора снимает только директор.")
    return may(user, Permission.MEMBER_APPOINT, membership.organisation_id, "директор")


def may_be_given_code(user: User) -> Verdict:
    """A one-time code opens no account of staff, in whichever organisation (57)."""
    if user.is_staff or user.is_superuser or holds_staff_role(user):
        return no(
            "Это учётная запись сотрудника: одноразовый код для неё не выдаётся. Пароль"
            " восстанавливают по электронной почте."
        )
    return YES


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


def may_end_delegation(user: User, delegation: Delegation) -> Verdict:
    """The director takes his right back when he is at work again."""
    if delegation.is_over:
        return no("Этот срок уже закончился.")
    return may_delegate(user, delegation.organisation)


def _is_director(user: User, organisation: Organisation) -> bool:
    return _directors(organisation).filter(user=user).exists()


def _directors(organisation: Organisation) -> QuerySet[Membership]:
    return Membership.objects.current(timezone.localdate()).filter(
        organisation=organisation, role=Role.DIRECTOR
    )


def may_set_up(user: User, organisation: Organisation) -> Verdict:
    """Who used the set-up link sets its institution up, until that is done."""
    if organisation.setup_step == SetupStep.DONE:
        return no("Организация уже настроена: меняйте сведения на её странице.")
    if Role.SYSTEM_ADMINISTRATOR not in user.roles_in(organisation.pk):
        return no("Настраивает тот, кто открыл ссылку настройки.")
    return YES

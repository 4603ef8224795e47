from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.actions import invitations
from accounts.enums import Role
from accounts.models import AuditEvent, Invitation, Membership, User
from accounts.permissions import may_withdraw_invitation
from accounts.tests.factories import make_member
from common.errors import Refused


def invite(school, by, role=Role.MENTOR):
    return invitations.invite(
        organisation=school, role=role, name="Морозов Максим", email="", by=by
    )


def test_a_curator_invites_a_mentor(school, kira):
    issued = invite(school, kira)

    assert issued.invitation.is_open
    assert issued.token not in issued.invitation.token_hash
    assert AuditEvent.objects.get().what == "invitation.issued"


def test_a_curator_may_not_invite_a_director(school, kira):
    with pytest.raises(PermissionDenied, match="директор"):
        invite(school, kira, Role.DIRECTOR)


def test_a_director_invites_staff(school, dina):
    assert invite(school, dina, Role.CURATOR).invitation.role == Role.CURATOR


def test_a_new_account_gets_the_role(school, kira):
    issued = invite(school, kira)

    user = invitations.accept_as_new(
        invitation=invitations.find(issued.token),
        username="max",
        password="correct horse battery",
        name="Морозов Максим Ильич",
    )

    assert user.roles_in(school.pk) == {Role.MENTOR}
    assert user.check_password("correct horse battery")


def test_a_link_works_once(school, kira, max_):
    issued = invite(school, kira)
    invitations.accept_as(invitation=issued.invitation, by=max_)

    with pytest.raises(Refused, match="уже не действует"):
        invitations.find(issued.token)
    with pytest.raises(Refused, match="уже воспользовались"):
        invitations.accept_as(invitation=issued.invitation, by=max_)


def test_an_old_link_is_refused(school, kira):
    issued = invite(school, kira)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(Refused, match="уже не действует"):
        invitations.find(issued.token)


def test_a_withdrawn_link_opens_nothing(school, kira):
    issued = invite(school, kira)

    invitations.withdraw(invitation=issued.invitation, by=kira)
    invitations.withdraw(invitation=issued.invitation, by=kira)

    with pytest.raises(Refused, match="уже не действует"):
        invitations.find(issued.token)
    assert AuditEvent.objects.filter(what="invitation.withdrawn").count() == 1


def test_a_curator_takes_no_staff_invitation_back(school, kira, dina):
    issued = invite(school, dina, Role.CURATOR)

    with pytest.raises(PermissionDenied, match="директор"):
        invitations.withdraw(invitation=issued.invitation, by=kira)
    assert not may_withdraw_invitation(kira, issued.invitation)


def test_a_used_invitation_is_not_taken_back(school, kira, max_):
    issued = invite(school, kira)
    invitations.accept_as(invitation=issued.invitation, by=max_)

    with pytest.raises(PermissionDenied, match="уже вошли"):
        invitations.withdraw(invitation=issued.invitation, by=kira)


def test_the_setup_link_is_nobodys_to_withdraw(db, kira):
    issued = invitations.issue_setup_link()

    with pytest.raises(PermissionDenied, match="запуск"):
        invitations.withdraw(invitation=issued.invitation, by=kira)


def test_an_unknown_link_is_refused(db):
    with pytest.raises(Refused, match="уже не действует"):
        invitations.find("nonsense")


def test_a_taken_login_is_refused_whatever_its_case(school, kira):
    User.objects.create(username="Max")
    issued = invite(school, kira)

    with pytest.raises(Refused, match="занят"):
        invitations.accept_as_new(
            invitation=issued.invitation,
            username="max",
            password="correct horse battery",
            name="",
        )
    assert Invitation.objects.get().is_open


def test_a_weak_password_is_refused(school, kira):
    issued = invite(school, kira)

    with pytest.raises(ValidationError):
        invitations.accept_as_new(
            invitation=issued.invitation, username="max", password="1", name=""
        )


def test_nobody_uses_the_link_he_gave_himself(school, kira):
    issued = invite(school, kira)

    with pytest.raises(Refused, match="вы сами"):
        invitations.accept_as(invitation=issued.invitation, by=kira)

    assert kira.roles_in(school.pk) == {Role.CURATOR}


def test_accepting_a_role_already_held_changes_nothing(school, kira):
    mentor = make_member(school, Role.MENTOR)
    issued = invite(school, kira)

    invitations.accept_as(invitation=issued.invitation, by=mentor)

    assert Membership.objects.filter(user=mentor).count() == 1


def test_a_new_setup_link_kills_the_one_before(db):
    first = invitations.issue_setup_link()
    second = invitations.issue_setup_link()

    with pytest.raises(Refused):
        invitations.find(first.token)
    assert invitations.find(second.token).organisation is None


def test_accepting_a_setup_link_gives_no_role_yet(db):
    issued = invitations.issue_setup_link()

    user = invitations.accept_as_new(
        invitation=issued.invitation,
        username="admin",
        password="correct horse battery",
        name="Админ",
    )

    assert not user.memberships.exists()

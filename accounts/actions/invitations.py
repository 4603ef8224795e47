"""Invitations: a one-time link makes its bearer a member."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.enums import Role
from accounts.models import Invitation, Membership, Organisation, User
from accounts.permissions import may_invite_member, may_withdraw_invitation
from common.errors import Refused

TERM = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh invitation with its token, shown once and never stored."""

    invitation: Invitation
    token: str


def hash_of(token: str) -> str:
    """Return what is stored of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, organisation: Organisation, role: Role, name: str, email: str, by: User
) -> Issued:
    """Issue a link for a person in a role."""
    may_invite_member(by, organisation, role).require()
    return issue(organisation=organisation, role=role, name=name, email=email, by=by)


@transaction.atomic
def issue_setup_link() -> Issued:
    """Issue the link that sets a real institution up; earlier unused ones die."""
    Invitation.objects.filter(organisation=None, accepted_at=None).update(
        withdrawn_at=timezone.now()
    )
    return issue(
        organisation=None,
        role=Role.SYSTEM_ADMINISTRATOR,
        name="",
        email="",
        by=None,
    )


def issue(
    *,
    organisation: Organisation | None,
    role: Role,
    name: str,
    email: str,
    by: User | None,
) -> Issued:
    """Make the link itself; who may was asked by the caller."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        role=role,
        name=name,
        email=email,
        token_hash=hash_of(token),
        created_by=by,
        expires_at=timezone.now() + TERM,
    )
    audit.record(by=by, what="invitation.issued", on=invitation, after={"role": role})
    return Issued(invitation, token)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> Invitation:
    """Make an unused link open nothing from now on; a second click changes nothing."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=invitation.pk)
    )
    may_withdraw_invitation(by, invitation).require()
    if invitation.withdrawn_at is not None:
        return invitation
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record(by=by, what="invitation.withdrawn", on=invitation)
    return invitation


def find(token: str) -> Invitation:
    """Return the open invitation of the token; refuse a used, old or foreign one."""
    invitation = Invitation.objects.filter(token_hash=hash_of(token)).first()
    if invitation is None or not invitation.is_open:
        raise Refused(
            "Эта ссылка уже не действует: ею воспользовались или вышел срок."
            " Попросите у куратора новую."
        )
    return invitation


@transaction.atomic
def accept_as_new(
    *, invitation: Invitation, username: str, password: str, name: str
) -> User:
    """Make an account and use the invitation up, once even for two parallel clicks."""
    invitation = _locked(invitation)
    validate_password(password)
    if User.objects.filter(username__iexact=username).exists():
        raise Refused("Такой логин уже занят. Придумайте другой.")
    user = User(username=username, name=name, email=invitation.email)
    user.set_password(password)
    user.save()
    return _accept(invitation, user)


@transaction.atomic
def accept_as(*, invitation: Invitation, by: User) -> User:
    """Use the invitation up for an account that exists: one more role for it.

    Nobody gives himself a role, nor becomes the person he invites (invariant 10).
    """
    invitation = _locked(invitation)
    if invitation.created_by_id == by.pk:
        raise Refused(
            "Это приглашение выдали вы сами. Передайте ссылку тому, кого приглашаете."
        )
    return _accept(invitation, by)


def _locked(invitation: Invitation) -> Invitation:
    fresh = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if not fresh.is_open:
        raise Refused("Этой ссылкой уже воспользовались. Войдите или попросите новую.")
    return fresh


def _accept(invitation: Invitation, user: User) -> User:
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    if invitation.organisation is not None:
        grant(
            user=user,
            organisation=invitation.organisation,
            role=Role(invitation.role),
            by=invitation.created_by,
        )
    audit.record(by=user, what="invitation.accepted", on=invitation)
    return user


def grant(
    *, user: User, organisation: Organisation, role: Role, by: User | None
) -> Membership:
    """Give a role from today on; a role already held stays as it is."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user, organisation=organisation, role=role, granted_by=by
            )
    except IntegrityError:
        return Membership.objects.get(
            user=user, organisation=organisation, role=role, to_on=None
        )
    user.forget_roles()
    audit.record(
        by=by, what="membership.granted", on=membership, after={"role": str(role)}
    )
    return membership

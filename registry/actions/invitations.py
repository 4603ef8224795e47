"""Invitations of people of the registry into their cabinets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.actions import invitations
from accounts.enums import Role
from accounts.models import Invitation, User
from common.errors import Refused
from common.tenancy import within
from registry.models import Person
from registry.permissions.applications import may_invite_person


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A fresh link for a person; its token is shown once."""

    person: Person
    token: str
    invitation: Invitation


@transaction.atomic
def invite_person(*, person: Person, role: Role, by: User) -> PersonalLink | None:
    """Issue a link to somebody's own cabinet; the one given before dies.

    Who already has an account gets the role at once, and no link: None.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    may_invite_person(by, person, role).require()
    if person.user is not None:
        invitations.grant(
            user=person.user, organisation=person.organisation, role=role, by=by
        )
        return None
    if person.invitation is not None and person.invitation.is_open:
        person.invitation.withdrawn_at = timezone.now()
        person.invitation.save(update_fields=["withdrawn_at"])
    issued = invitations.invite(
        organisation=person.organisation,
        role=role,
        name=person.full_name,
        email=person.email,
        by=by,
    )
    person.invitation = issued.invitation
    person.save(update_fields=["invitation"])
    return PersonalLink(person, issued.token, issued.invitation)


@transaction.atomic
def invite_people(
    *, people: Collection[tuple[Person, Role]], by: User
) -> list[PersonalLink]:
    """Issue links to many at once, for one printed page; those with accounts need none."""
    if not people:
        raise Refused("Выберите хотя бы одного человека.")
    links = [
        invite_person(person=person, role=role, by=by)
        for person, role in sorted(people, key=lambda pair: pair[0].pk)
    ]
    return [issued for issued in links if issued is not None]


@transaction.atomic
def accept_as_new(*, token: str, username: str, password: str, name: str) -> User:
    """Make an account by the link and connect it with its person; once."""
    invitation = invitations.find(token)
    user = invitations.accept_as_new(
        invitation=invitation, username=username, password=password, name=name
    )
    _connect(invitation, user)
    return user


@transaction.atomic
def accept_as(*, token: str, by: User) -> User:
    """Use the link for an account that exists: one more cabinet for it; once."""
    invitation = invitations.find(token)
    user = invitations.accept_as(invitation=invitation, by=by)
    _connect(invitation, user)
    return user


def _connect(invitation: Invitation, user: User) -> None:
    """Let the person of the invitation and the account be one (design 3)."""
    if invitation.organisation_id is None:
        return
    with within(invitation.organisation_id):
        people = Person.objects.select_for_update(of=("self",))
        person = people.filter(invitation=invitation).first()
        if person is None or person.user_id == user.pk:
            return
        other = Person.objects.filter(user=user).first()
        if person.user_id is not None or other is not None:
            raise Refused(
                "Эта учётная запись уже связана с другим человеком организации."
                " Выйдите и создайте новую или попросите куратора исправить карточку."
            )
        person.user = user
        person.save(update_fields=["user"])
        audit.record(
            by=user, what="person.connected", on=person, after={"user": user.pk}
        )

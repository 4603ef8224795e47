"""Questions about who is who."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Delegation, Invitation, Membership, Organisation, User
from accounts.roles import STAFF_ROLES


def current_members(organisation: Organisation) -> QuerySet[Membership]:
    """Return today's memberships with their users, by role and name."""
    return (
        Membership.objects.current(timezone.localdate())
        .filter(organisation=organisation)
        .select_related("user")
        .order_by("role", "user__name", "user__username")
    )


def unanswered_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Return the links nobody has used nor taken back, expired ones included."""
    unanswered = Invitation.objects.filter(
        organisation=organisation, accepted_at=None, withdrawn_at=None
    )
    return unanswered.select_related("organisation").order_by("-created_at", "-pk")


def latest_delegations(organisation: Organisation) -> QuerySet[Delegation]:
    """Return the last ten terms in which somebody acts for the director."""
    terms = Delegation.objects.filter(organisation=organisation)
    return terms.select_related("user", "organisation").order_by("-from_on", "-pk")[:10]


def holders(organisation_id: int, roles: Iterable[Role]) -> QuerySet[User]:
    """Return the users who hold any of the roles in the organisation today."""
    current = Membership.objects.current(timezone.localdate()).filter(
        organisation_id=organisation_id, role__in=list(roles)
    )
    return User.objects.filter(pk__in=current.values("user_id"))


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Return the organisations where the user holds a role today."""
    current = Membership.objects.current(timezone.localdate()).filter(user=user)
    return Organisation.objects.filter(pk__in=current.values("organisation_id"))


def pending_setup(user: User) -> Invitation | None:
    """Return the set-up link the user has used but not yet made an organisation of."""
    return Invitation.objects.filter(accepted_by=user, organisation=None).first()


def holds_staff_role(user: User) -> bool:
    """Tell whether the user is staff anywhere, today or from a day to come."""
    return (
        Membership.objects.filter(user=user, role__in=STAFF_ROLES)
        .exclude(to_on__lt=timezone.localdate())
        .exists()
    )


def is_member_elsewhere(user: User, organisation_id: int) -> bool:
    """Tell whether another organisation, too, has let the user in."""
    others = Membership.objects.filter(user=user).exclude(
        organisation_id=organisation_id
    )
    return others.exclude(to_on__lt=timezone.localdate()).exists()

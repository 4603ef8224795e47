"""Memberships, delegations and the organisation's own particulars."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.enums import Role
from accounts.models import Delegation, Membership, Organisation, User
from accounts.permissions import (
    may_change_organisation,
    may_delegate,
    may_end_delegation,
    may_end_membership,
)
from common.errors import Refused


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> Membership:
    """Take a role away from tomorrow's point of view: yesterday was its last day."""
    membership = Membership.objects.select_for_update(of=("self",)).get(
        pk=membership.pk
    )
    may_end_membership(by, membership).require()
    today = timezone.localdate()
    if membership.to_on is not None and membership.to_on < today:
        raise Refused("Эта роль уже снята.")
    membership.to_on = max(membership.from_on, today - timedelta(days=1))
    if membership.from_on >= today:
        audit.record(by=by, what="membership.ended", on=membership)
        membership.delete()
        return membership
    membership.save(update_fields=["to_on"])
    audit.record(by=by, what="membership.ended", on=membership)
    return membership


@transaction.atomic
def delegate(  # noqa: PLR0913 -- a delegation has this many particulars
    *,
    organisation: Organisation,
    to: User,
    post: str,
    ground: str,
    from_on: date,
    to_on: date,
    by: User,
) -> Delegation:
    """Let somebody of the staff act for the director between two days."""
    may_delegate(by, organisation).require()
    if to.pk == by.pk:
        raise Refused("Назначьте другого сотрудника: вы и так подписываете сами.")
    if not to.roles_in(organisation.pk) - {Role.MENTEE, Role.PARENT}:
        raise Refused("Исполнять обязанности может только сотрудник организации.")
    delegation = Delegation.objects.create(
        organisation=organisation,
        user=to,
        post=post,
        ground=ground,
        from_on=from_on,
        to_on=to_on,
        granted_by=by,
    )
    to.forget_roles()
    audit.record(by=by, what="delegation.granted", on=delegation)
    return delegation


@transaction.atomic
def end_delegation(*, delegation: Delegation, by: User) -> Delegation:
    """End the right to act for the director at once; its row stays for the record."""
    delegation = (
        Delegation.objects.select_for_update(of=("self",))
        .select_related("organisation", "user")
        .get(pk=delegation.pk)
    )
    may_end_delegation(by, delegation).require()
    delegation.ended_at = timezone.now()
    delegation.save(update_fields=["ended_at"])
    delegation.user.forget_roles()
    audit.record(
        by=by,
        what="delegation.ended",
        on=delegation,
        before={"to_on": delegation.to_on},
        after={"ended_at": delegation.ended_at},
    )
    return delegation


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, values: Mapping[str, object], by: User
) -> Organisation:
    """Change names, requisites and settings; only the fields that differ are written."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(
        pk=organisation.pk
    )
    may_change_organisation(by, organisation).require()
    before = {
        name: getattr(organisation, name)
        for name, value in values.items()
        if getattr(organisation, name) != value
    }
    for name in before:
        setattr(organisation, name, values[name])
    organisation.full_clean(validate_unique=False)
    organisation.save(update_fields=list(before))
    audit.record(
        by=by,
        what="organisation.changed",
        on=organisation,
        before=before,
        after={name: values[name] for name in before},
    )
    return organisation

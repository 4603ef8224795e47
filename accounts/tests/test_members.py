from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import members
from accounts.enums import Role
from accounts.models import AuditEvent, Membership
from accounts.permissions import may_end_membership, may_invite_member
from accounts.queries import holders, organisations_of
from accounts.roles import Permission
from accounts.tests.factories import make_member, make_user
from common.errors import Refused

TODAY = timezone.localdate
WEEK = timedelta(days=7)


def membership_of(user):
    return Membership.objects.get(user=user)


def delegate(school, to, by, **values):
    return members.delegate(
        **{
            "organisation": school,
            "to": to,
            "post": "И. о. директора",
            "ground": "приказ № 5-к",
            "from_on": TODAY(),
            "to_on": TODAY() + WEEK,
            "by": by,
            **values,
        }
    )


def test_a_role_given_today_and_ended_today_leaves_no_day(school, dina, kira):
    members.end_membership(membership=membership_of(kira), by=dina)

    assert not Membership.objects.filter(user=kira).exists()
    assert AuditEvent.objects.get().what == "membership.ended"


def test_an_older_role_ended_today_was_last_held_yesterday(school, dina, kira):
    Membership.objects.filter(user=kira).update(from_on=TODAY() - WEEK)

    ended = members.end_membership(membership=membership_of(kira), by=dina)

    assert ended.to_on == TODAY() - timedelta(days=1)
    kira.forget_roles()
    assert not kira.roles_in(school.pk)


def test_nobody_ends_his_own_role(school, dina):
    with pytest.raises(PermissionDenied, match="Свою роль"):
        members.end_membership(membership=membership_of(dina), by=dina)


def test_a_curator_ends_participants_but_not_staff(school, kira, max_, dina):
    members.end_membership(membership=membership_of(max_), by=kira)

    with pytest.raises(PermissionDenied, match="директор"):
        members.end_membership(membership=membership_of(dina), by=kira)


def test_a_role_is_taken_away_once(school, dina, kira):
    Membership.objects.filter(user=kira).update(
        from_on=TODAY() - 2 * WEEK, to_on=TODAY() - WEEK
    )

    with pytest.raises(Refused, match="уже снята"):
        members.end_membership(membership=membership_of(kira), by=dina)

    assert membership_of(kira).to_on == TODAY() - WEEK


def test_an_acting_director_neither_names_nor_removes_a_director(school, dina, kira):
    delegate(school, kira, dina)

    assert not may_invite_member(kira, school, Role.DIRECTOR)
    assert not may_end_membership(kira, membership_of(dina))
    assert may_invite_member(kira, school, Role.PSYCHOLOGIST)
    assert may_invite_member(dina, school, Role.DIRECTOR)


def test_the_administrator_invites_the_director_until_there_is_one(school):
    administrator = make_member(school, Role.SYSTEM_ADMINISTRATOR)
    assert may_invite_member(administrator, school, Role.DIRECTOR)

    make_member(school, Role.DIRECTOR)

    assert not may_invite_member(administrator, school, Role.DIRECTOR)


def test_who_left_the_organisation_acts_for_nobody(school, dina, kira):
    delegate(school, kira, dina)
    Membership.objects.filter(user=kira).update(
        from_on=TODAY() - WEEK, to_on=TODAY() - timedelta(days=1)
    )
    kira.forget_roles()

    assert kira.roles_in(school.pk) == frozenset()
    assert list(organisations_of(kira)) == []


def test_an_acting_director_signs_within_the_term_alone(school, dina, kira):
    delegate(school, kira, dina)
    assert kira.has(Permission.DOCUMENT_SIGN, school.pk)

    kira.delegations.update(from_on=TODAY() - WEEK, to_on=TODAY() - timedelta(days=1))
    kira.forget_roles()
    assert not kira.has(Permission.DOCUMENT_SIGN, school.pk)


def test_a_delegation_ended_early_gives_no_right_at_once(school, dina, kira):
    delegation = delegate(school, kira, dina)
    assert kira.has(Permission.DOCUMENT_SIGN, school.pk)

    ended = members.end_delegation(delegation=delegation, by=dina)

    kira.forget_roles()
    assert not kira.has(Permission.DOCUMENT_SIGN, school.pk)
    assert ended.is_over
    assert AuditEvent.objects.filter(what="delegation.ended").count() == 1


def test_a_delegation_is_ended_once(school, dina, kira):
    delegation = delegate(school, kira, dina)
    members.end_delegation(delegation=delegation, by=dina)

    with pytest.raises(PermissionDenied, match="уже закончился"):
        members.end_delegation(delegation=delegation, by=dina)


def test_who_acts_for_the_director_does_not_end_it(school, dina, kira):
    delegation = delegate(school, kira, dina)

    with pytest.raises(PermissionDenied, match="сам директор"):
        members.end_delegation(delegation=delegation, by=kira)


def test_only_the_director_delegates(school, dina, kira):
    with pytest.raises(PermissionDenied, match="сам директор"):
        delegate(school, dina, kira)


def test_an_acting_director_does_not_delegate_further(school, dina, kira):
    delegate(school, kira, dina)

    with pytest.raises(PermissionDenied):
        delegate(school, make_member(school, Role.PSYCHOLOGIST), kira)


def test_the_director_does_not_stand_in_for_himself(school, dina):
    with pytest.raises(Refused, match="другого"):
        delegate(school, dina, dina)


def test_only_staff_may_act_for_the_director(school, dina, mia):
    with pytest.raises(Refused, match="сотрудник"):
        delegate(school, mia, dina)
    with pytest.raises(Refused, match="сотрудник"):
        delegate(school, make_user(), dina)


def test_only_changed_fields_of_the_organisation_are_recorded(school, dina):
    members.change_organisation(
        organisation=school,
        values={"short_name": "Школа на горе", "phone": school.phone},
        by=dina,
    )

    event = AuditEvent.objects.get()
    assert event.field_names == ["short_name"]
    assert event.detail.after == {"short_name": "Школа на горе"}


def test_a_curator_may_not_change_the_organisation(school, kira):
    with pytest.raises(PermissionDenied, match="директор"):
        members.change_organisation(organisation=school, values={}, by=kira)


def test_a_bad_value_of_the_organisation_is_refused(school, dina):
    with pytest.raises(ValidationError):
        members.change_organisation(organisation=school, values={"inn": "7"}, by=dina)


def test_two_open_memberships_of_one_role_are_impossible(school, kira):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=kira, organisation=school, role=Role.CURATOR)


def test_holders_are_todays(school, dina, kira):
    Membership.objects.filter(user=kira).update(
        from_on=TODAY() - WEEK, to_on=TODAY() - timedelta(days=1)
    )

    assert set(holders(school.pk, [Role.DIRECTOR, Role.CURATOR])) == {dina}


def test_one_sees_the_cabinets_where_one_acts(school, dina, other_school, sam):
    delegate(school, make_member(school, Role.CURATOR), dina)

    assert list(organisations_of(dina)) == [school]
    assert list(organisations_of(sam)) == [other_school]

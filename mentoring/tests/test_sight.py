from __future__ import annotations

import pytest

from accounts.enums import Role
from accounts.models import Membership
from accounts.roles import Permission
from accounts.tests.factories import make_member
from common.errors import OutsideScope
from common.tenancy import within
from documents.models import Attachment


def test_a_query_outside_a_scope_raises(db):
    with pytest.raises(OutsideScope):
        Attachment.objects.count()


def test_a_scope_shows_its_own_rows_alone(school, dina, other_school, sam):
    Attachment.objects.create(organisation=school, name="a", size=1, uploaded_by=dina)
    with within(other_school.pk):
        assert Attachment.objects.count() == 0
        Attachment.objects.create(
            organisation=other_school, name="b", size=1, uploaded_by=sam
        )
    assert [a.name for a in Attachment.objects.all()] == ["a"]


def test_rights_are_the_union_of_roles(school):
    both = make_member(school, Role.MENTOR, Role.CURATOR)
    assert both.has(Permission.PAIR_SUBMIT, school.pk)
    assert not both.has(Permission.DOCUMENT_SIGN, school.pk)


def test_a_role_taken_away_acts_at_the_next_request(school, kira):
    assert kira.has(Permission.PAIR_SUBMIT, school.pk)
    Membership.objects.filter(user=kira).delete()
    kira.forget_roles()
    assert not kira.has(Permission.PAIR_SUBMIT, school.pk)

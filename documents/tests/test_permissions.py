from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions.members import delegate
from accounts.enums import Role
from accounts.tests.factories import make_member
from common.verdict import no
from documents import permissions
from documents.kinds import Paper
from documents.tests.factories import make_kind, make_submitted

pytestmark = pytest.mark.both

OF_THE_DIRECTOR = "Это делает директор или исполняющий его обязанности."
OF_THE_CURATOR = "Это делает куратор или заместитель директора."


class OwnMatter(Paper):
    """An order about somebody who signs."""

    code = "own_matter"

    @classmethod
    def may_be_decided_by(cls, user, document):
        return no("Приказ касается вас: его подписывает исполняющий обязанности.")


def act_for(dina, kira, school):
    today = timezone.localdate()
    delegate(
        organisation=school,
        to=kira,
        post="И. о. директора",
        ground="приказ № 5-к",
        from_on=today,
        to_on=today + timedelta(days=3),
        by=dina,
    )
    kira.forget_roles()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DIRECTOR}))
def test_nobody_but_the_director_signs_returns_or_annuls(school, kira, role):
    document = make_submitted(kira, school)
    somebody = make_member(school, role)

    assert permissions.may_sign(somebody, document).refusal == OF_THE_DIRECTOR
    assert permissions.may_return(somebody, document).refusal == OF_THE_DIRECTOR
    assert permissions.may_annul(somebody, document).refusal == OF_THE_DIRECTOR
    assert permissions.may_view_desk(somebody, school.pk).refusal == OF_THE_DIRECTOR


def test_the_director_signs_returns_and_annuls(school, kira, dina):
    document = make_submitted(kira, school)

    assert permissions.may_sign(dina, document)
    assert permissions.may_return(dina, document)
    assert permissions.may_annul(dina, document)
    assert permissions.may_view_desk(dina, school.pk)


def test_the_director_of_another_school_signs_nothing_here(school, kira, sam):
    document = make_submitted(kira, school)

    assert not permissions.may_sign(sam, document)


def test_the_director_does_not_decide_his_own_matter(school, kira, dina):
    make_kind("own_matter")
    document = make_submitted(kira, school, kind="own_matter")

    assert permissions.may_sign(dina, document).refusal.startswith("Приказ касается")
    assert permissions.may_return(dina, document)


def test_who_acts_for_the_director_signs_within_the_term(school, kira, dina):
    document = make_submitted(kira, school)

    assert not permissions.may_sign(kira, document)
    act_for(dina, kira, school)
    assert permissions.may_sign(kira, document)


def test_papers_are_prepared_by_the_curator_alone(school, kira, dina, max_):
    assert permissions.may_prepare(kira, school.pk)
    assert permissions.may_prepare(dina, school.pk).refusal == OF_THE_CURATOR
    assert permissions.may_prepare(max_, school.pk).refusal == OF_THE_CURATOR


def test_ink_is_noted_by_curator_and_director(school, kira, dina, max_):
    document = make_submitted(kira, school)

    assert permissions.may_confirm(kira, document)
    assert permissions.may_confirm(dina, document)
    assert permissions.may_confirm(max_, document).refusal == OF_THE_CURATOR


def test_registers_are_the_directors(school, kira, dina):
    assert permissions.may_change_register(dina, school.pk)
    assert not permissions.may_change_register(kira, school.pk)

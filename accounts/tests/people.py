"""The same people everywhere: a school, its director and curator, a stranger."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common.links import current_slug
from common.tenancy import within


@pytest.fixture
def school(db):
    """Dina's school. The test runs in its scope, as its pages do."""
    organisation = make_organisation()
    token = current_slug.set(organisation.slug)
    with within(organisation.pk):
        yield organisation
    current_slug.reset(token)


@pytest.fixture
def dina(school):
    """Dina the director."""
    return make_member(school, Role.DIRECTOR, name="Орлова Дина Павловна")


@pytest.fixture
def kira(school):
    """Kira the curator."""
    return make_member(school, Role.CURATOR, name="Крылова Кира Андреевна")


@pytest.fixture
def max_(school):
    """Max the mentor's account."""
    return make_member(school, Role.MENTOR, name="Морозов Максим Ильич")


@pytest.fixture
def mia(school):
    """Mia the mentee's account."""
    return make_member(school, Role.MENTEE, name="Мирная Мия Олеговна")


@pytest.fixture
def pavel(school):
    """Pavel the parent's account."""
    return make_member(school, Role.PARENT, name="Мирный Павел Сергеевич")


@pytest.fixture
def other_school(db):
    """Sam's school."""
    return make_organisation()


@pytest.fixture
def sam(other_school):
    """Sam the stranger: the curator and director of another organisation."""
    return make_member(
        other_school, Role.DIRECTOR, Role.CURATOR, name="Савин Семён Ильич"
    )

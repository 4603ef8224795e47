"""The cast is called once a module and left as it was after every request."""

from __future__ import annotations

import pytest
from django.db import transaction

from common.links import current_slug, link
from common.tenancy import within
from mentoring.tests.matrix.cast import gather, play


@pytest.fixture(scope="module")
def called_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        school = gather()
        token = current_slug.set(school.slug)
        with within(school.pk):
            cast = play(school)
        current_slug.reset(token)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def cast(called_once, db):
    token = current_slug.set(called_once.school.slug)
    with within(called_once.school.pk):
        yield called_once
    current_slug.reset(token)


@pytest.fixture
def ask(client, cast):
    """Send the viewer's request, and return the answer."""

    def send(viewer, name, row="", method="get", data=None, **words):
        user = cast.users.get(viewer)
        if user is not None:
            user.forget_roles()
            client.force_login(user)
        keys = {"pk": cast.key(row)} if row else {}
        return getattr(client, method)(link(name, **keys, **words), data)

    return send

"""Nobody of another organisation finds anything, on any address with a key."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from accounts.models import User
from accounts.tests.factories import PASSWORD
from mentoring.tests.test_house import routes
from mentoring.tests.world import FIRST_KEY, school_in_full_swing

STAFF = ("director", "curator")


def cabinet_routes():
    for name, route in routes(get_resolver()):
        if "organisation" in route.pattern.converters and getattr(
            route.callback, "login_required", True
        ):
            yield name, route


def keys_of(route):
    return {
        key: FIRST_KEY
        for key, converter in route.pattern.converters.items()
        if type(converter).__name__ == "IntConverter"
    }


def words_of(route):
    return {
        key: "word"
        for key, converter in route.pattern.converters.items()
        if type(converter).__name__ not in {"IntConverter"} and key != "organisation"
    }


def address(name, route, slug):
    return reverse(
        name, kwargs={"organisation": slug, **keys_of(route), **words_of(route)}
    )


def answers(client, url):
    """The statuses of GET and POST; a method the page does not know says nothing."""
    statuses = {client.get(url).status_code, client.post(url).status_code}
    return statuses - {405}


@pytest.fixture(scope="module")
def told_once(django_db_setup, django_db_blocker):
    """The story takes seconds: it is told once and undone after the last walk."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield school_in_full_swing()
        transaction.set_rollback(True)


@pytest.fixture
def school_of_the_demo(told_once, db):
    return told_once


@pytest.fixture
def stranger(client, sam):
    """Sam, who proved to be himself a moment ago: even signing is open to him."""
    client.force_login(sam)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_a_cabinet_does_not_exist_for_a_stranger(stranger, school_of_the_demo):

    found = {
        name: answers(stranger, address(name, route, school_of_the_demo.slug))
        for name, route in cabinet_routes()
    }

    assert {name: codes for name, codes in found.items() if codes != {404}} == {}


def test_a_foreign_row_does_not_exist_in_ones_own_cabinet(
    stranger, school_of_the_demo, other_school
):
    found = {
        name: answers(stranger, address(name, route, other_school.slug))
        for name, route in cabinet_routes()
        if keys_of(route)
    }

    assert len(found) > 40
    assert {name: codes for name, codes in found.items() if codes != {404}} == {}


def test_the_same_rows_are_there_for_their_own_people(client, school_of_the_demo):
    """The twin that proves the walk: the keys used above do lead to rows."""
    unfound = {name for name, route in cabinet_routes() if keys_of(route)}
    for username in STAFF:
        client.force_login(User.objects.get(username=username))
        for name, route in cabinet_routes():
            if name not in unfound:
                continue
            url = address(name, route, school_of_the_demo.slug)
            if client.get(url).status_code not in {404, 405}:
                unfound.discard(name)

    assert len(unfound) < len(list(cabinet_routes())) / 3, sorted(unfound)


def test_nobody_signed_in_is_sent_to_the_door(client, school_of_the_demo):
    for name, route in cabinet_routes():
        response = client.get(address(name, route, school_of_the_demo.slug))

        assert response.status_code == 302, name
        assert response.url.startswith("/accounts/login/"), name

"""One form acts once, whoever clicks how often and from how old a page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.actions import form_keys
from accounts.models import Delegation, FormKey, Invitation
from common.form_keys import FIELD, digest_of, new_key
from common.links import link
from conftest import lacking

MAX = {"role": "mentor", "name": "Морозов Максим", FIELD: "a-page"}


def invite(client, **changed):
    return client.post(link("accounts:member_invite"), {**MAX, **changed})


@pytest.fixture
def as_kira(client, school, kira):
    client.force_login(kira)
    return client


pytestmark = pytest.mark.both


def test_the_same_form_leads_to_what_it_did_before(as_kira):
    first, again = invite(as_kira), invite(as_kira)

    assert first.url == again.url
    assert Invitation.objects.count() == 1


def test_what_was_changed_after_going_back_is_another_act(as_kira):
    invite(as_kira)
    invite(as_kira, name="Снегирёва Нина")

    assert Invitation.objects.count() == 2


def test_a_new_page_may_say_the_same_again(as_kira):
    invite(as_kira)
    invite(as_kira, **{FIELD: new_key()})

    assert Invitation.objects.count() == 2


def test_a_form_with_mistakes_is_sent_again_from_the_same_page(as_kira):
    wrong = invite(as_kira, name="")

    assert wrong.status_code == 200
    assert not FormKey.objects.exists()
    invite(as_kira)
    assert Invitation.objects.count() == 1


def test_a_refused_act_gives_its_key_back(client, school, dina):
    client.force_login(dina)
    asked = {
        "to": dina.pk,
        "post": "И. о.",
        "ground": "приказ",
        "from_on": "2026-09-01",
        "to_on": "2026-09-02",
        FIELD: "a-page",
    }

    client.post(link("accounts:delegation_add"), asked)

    assert not Delegation.objects.exists()
    assert not FormKey.objects.exists()


def test_a_form_without_a_key_acts_as_it_is_told(as_kira):
    for _ in range(2):
        invite(as_kira, **{FIELD: ""})

    assert Invitation.objects.count() == 2


def test_a_key_of_one_user_says_nothing_to_another(client, school, kira, dina):
    for user in (kira, dina):
        client.force_login(user)
        invite(client)

    assert Invitation.objects.count() == 2


def test_old_keys_are_forgotten(school, kira):
    old = form_keys.claim(digest="a", by=kira)
    FormKey.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - form_keys.KEPT - timedelta(hours=1)
    )
    fresh = form_keys.claim(digest="b", by=kira)

    assert form_keys.forget_old() == 1
    assert FormKey.objects.get() == fresh


def sent(url="/add/", content=b"one", **fields):
    upload = SimpleUploadedFile("scan.pdf", content)
    return RequestFactory().post(url, {FIELD: "k", "scan": upload, **fields})


def test_a_digest_is_of_the_address_the_fields_and_the_files():
    same = digest_of(sent(name="Макс"))

    assert digest_of(sent(name="Макс", csrfmiddlewaretoken="x")) == same
    others = [
        sent(name="Мия"),
        sent("/b/", name="Макс"),
        sent(content=b"2", name="Макс"),
    ]
    assert same not in {digest_of(request) for request in others}
    assert len({digest_of(request) for request in others}) == 3


def test_a_file_can_still_be_read_after_its_digest():
    request = sent()
    digest_of(request)

    assert request.FILES["scan"].read() == b"one"


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_act_once(transactional_db, school, kira, race_rounds):
    if connection.vendor != "postgresql":
        lacking("PostgreSQL")
    url = link("accounts:member_invite")
    clients = [Client(), Client()]
    clients[0].force_login(kira)
    clients[1].cookies = clients[0].cookies

    for number in range(race_rounds):
        barrier = Barrier(2)

        def click(client, asked=MAX | {FIELD: f"page-{number}"}, barrier=barrier):
            barrier.wait()
            try:
                return client.post(url, asked).url
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            places = set(pool.map(click, clients))

        assert places == {link("accounts:invitation_links")}
        assert Invitation.objects.count() == number + 1
        links = clients[0].get(link("accounts:invitation_links"))
        assert len(links.context["slips"]) == number + 1

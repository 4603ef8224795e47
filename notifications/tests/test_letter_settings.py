"""What a person wants by e-mail, and the link that stops a kind of letters."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, User
from common.links import link
from notifications import unsubscribing
from notifications.actions import Event, notify, notify_each
from notifications.letters import Letter
from notifications.models import LetterSettings, Notification
from notifications.tests.factories import SampleLetter as Greeting


class Summons(Letter):
    """A letter for the tests that nobody may refuse."""

    code = "test_summons"
    subject = "Подпишите"
    template_name = Greeting.template_name
    is_obligatory = True


class Daily(Letter):
    """A digest for the tests."""

    code = "test_daily"
    subject = "Сегодня"
    template_name = Greeting.template_name
    is_digest = True


@pytest.fixture
def max_by_mail(max_):
    """Max has an address."""
    User.objects.filter(pk=max_.pk).update(email="max@example.org")
    max_.refresh_from_db()
    return max_


def channels(user, letter):
    rows = Notification.objects.filter(recipient=user, letter=letter.code)
    return set(rows.values_list("channel", flat=True))


def send(letter, user, school):
    notify(letter=letter, to=[user], organisation=school, key=letter.code)
    return channels(user, letter)


def refuse(user, school, **values):
    LetterSettings.objects.create(organisation=school, user=user, **values)


def test_everything_comes_by_mail_until_somebody_says_otherwise(max_by_mail, school):
    assert send(Greeting, max_by_mail, school) == {"inbox", "email"}


def test_what_is_refused_stays_in_the_inbox(max_by_mail, school):
    refuse(max_by_mail, school, not_by_email=[Greeting.code])

    assert send(Greeting, max_by_mail, school) == {"inbox"}


def test_what_asks_for_a_signature_comes_all_the_same(max_by_mail, school):
    refuse(max_by_mail, school, not_by_email=[Summons.code], digest="never")

    assert send(Summons, max_by_mail, school) == {"inbox", "email"}


def test_the_digest_has_a_rhythm_of_its_own(max_by_mail, school):
    refuse(max_by_mail, school, not_by_email=[Daily.code], digest="weekly")

    assert send(Daily, max_by_mail, school) == {"inbox", "email"}


def test_settings_of_one_organisation_say_nothing_of_another(
    max_by_mail, school, other_school
):
    refuse(max_by_mail, school, not_by_email=[Greeting.code])
    event = Event(Greeting, other_school, "there", "", {})

    notify_each([(event, max_by_mail)])

    assert channels(max_by_mail, Greeting) == set()  # seen from this school
    rows = Notification._base_manager.filter(organisation=other_school)
    assert {row.channel for row in rows} == {"inbox", "email"}


def test_telling_many_costs_as_many_queries_as_telling_one(
    max_by_mail, kira, dina, mia, school, django_assert_num_queries
):
    event = Event(Greeting, school, "many", "", {})

    with django_assert_num_queries(4):  # settings, letters, and a savepoint around
        notify_each([(event, user) for user in (max_by_mail, kira, dina, mia)])

    assert Notification.objects.count() == 5


def test_the_link_stands_under_the_mail_alone(max_by_mail, school):
    send(Greeting, max_by_mail, school)

    mail = Notification.objects.get(channel="email")
    assert "letters/unsubscribe/" in mail.text
    assert "unsubscribe" not in Notification.objects.get(channel="inbox").text


def test_no_link_stands_under_what_must_be_sent(max_by_mail, school):
    send(Summons, max_by_mail, school)

    assert "unsubscribe" not in Notification.objects.get(channel="email").text


def test_the_link_asks_once_and_needs_no_signing_in(client, max_by_mail, school):
    send(Greeting, max_by_mail, school)
    text = Notification.objects.get(channel="email").text
    path = re.search(r"/letters/unsubscribe/[^/]+/", text)[0]

    assert "Не присылать на почту" in client.get(path).content.decode()
    assert not LetterSettings.objects.exists()

    assert "больше не придут" in client.post(path).content.decode()
    assert LetterSettings.objects.get().not_by_email == [Greeting.code]
    assert AuditEvent.objects.get().what == "letter_settings.unsubscribed"


def test_the_link_under_the_digest_stops_the_digest(client, max_by_mail, school):
    token = unsubscribing.token(school.pk, max_by_mail.pk, Daily)

    client.post(reverse("notifications:unsubscribe", kwargs={"token": token}))

    assert LetterSettings.objects.get().digest == "never"


@pytest.mark.parametrize("spoilt", ["x", "1.1.sample_letter", "1.1.sample_letter:abc"])
def test_a_spoilt_link_leads_nowhere(client, db, spoilt):
    path = reverse("notifications:unsubscribe", kwargs={"token": spoilt})

    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_a_link_cannot_be_turned_on_somebody_else(client, max_by_mail, kira, school):
    token = unsubscribing.token(school.pk, max_by_mail.pk, Greeting)
    forged = token.replace(f".{max_by_mail.pk}.", f".{kira.pk}.", 1)

    assert unsubscribing.read(forged) is None


def test_one_chooses_what_comes_by_mail(client, max_by_mail, school):
    client.force_login(max_by_mail)
    page = link("notifications:letter_settings")
    content = client.get(page).content.decode()
    assert "Подпишите" in content
    assert f'value="{Greeting.code}"' in content
    assert f'value="{Summons.code}"' not in content

    response = client.post(page, {"digest": "weekly", "by_email": []})

    assert response.status_code == 302
    kept = LetterSettings.objects.get()
    assert kept.digest == "weekly"
    assert Greeting.code in kept.not_by_email
    assert send(Greeting, max_by_mail, school) == {"inbox"}


def test_what_another_role_refused_stays_refused(client, max_by_mail, school):
    refuse(max_by_mail, school, not_by_email=["import_finished", Greeting.code])
    client.force_login(max_by_mail)

    client.post(
        link("notifications:letter_settings"),
        {"digest": "daily", "by_email": [Greeting.code]},
    )

    assert "import_finished" in LetterSettings.objects.get().not_by_email
    assert Greeting.code not in LetterSettings.objects.get().not_by_email


def test_a_rhythm_nobody_knows_is_refused(client, max_by_mail, school):
    client.force_login(max_by_mail)

    response = client.post(
        link("notifications:letter_settings"), {"digest": "hourly", "by_email": []}
    )

    assert response.status_code == 200
    assert not LetterSettings.objects.exists()

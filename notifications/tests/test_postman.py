"""The errand of a letter: what the post office may answer."""

from __future__ import annotations

from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from typing import ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import Organisation
from common.errands import ErrandState
from common.links import link
from notifications import tasks
from notifications.models import LETTER_PAUSES
from notifications.tests.factories import make_letters
from notifications.tests.test_actions import by_mail

pytestmark = pytest.mark.both


class RefusingPost(BaseEmailBackend):
    """Knows no such address."""

    def send_messages(self, email_messages):
        raise SMTPRecipientsRefused({"nobody@example.ru": (550, b"unknown")})


class BusyPost(BaseEmailBackend):
    """Asks to come again later, as a grey list does."""

    def send_messages(self, email_messages):
        raise SMTPRecipientsRefused({"nobody@example.ru": (451, b"greylisted")})


class LockedPost(BaseEmailBackend):
    """Does not know the portal."""

    def send_messages(self, email_messages):
        raise SMTPAuthenticationError(535, b"bad password")


class BrokenPost(BaseEmailBackend):
    """Hangs up."""

    def send_messages(self, email_messages):
        raise SMTPServerDisconnected("gone")


@pytest.fixture
def letter(school, kira, settings):
    settings.EMAIL_URL = "smtp://mail.example.ru"
    kira.email = "nobody@example.ru"
    kira.save(update_fields=["email"])
    return by_mail(make_letters(kira, school))


def test_the_errand_twice_sends_one_letter(letter):
    tasks.deliver(letter.pk)
    tasks.deliver(letter.pk)

    assert len(mail.outbox) == 1


class ClockReadingPost(BaseEmailBackend):
    """Notes by whose clock it works."""

    zones: ClassVar[list[str]] = []

    def send_messages(self, email_messages):
        self.zones.append(timezone.get_current_timezone_name())


def test_an_errand_goes_by_the_organisations_clock(letter, school, settings):
    settings.EMAIL_BACKEND = f"{__name__}.ClockReadingPost"
    Organisation.objects.filter(pk=school.pk).update(time_zone="Asia/Kamchatka")

    tasks.deliver(letter.pk)

    assert ClockReadingPost.zones == ["Asia/Kamchatka"]


def test_an_unknown_address_is_given_up_with_its_reason(letter, settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusingPost"

    tasks.deliver(letter.pk)

    letter.refresh_from_db()
    assert letter.errand_state == ErrandState.FAILED
    assert "не принял адрес" in letter.errand_failure
    assert letter.sent_at is None


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        ("BusyPost", "пока не принимает"),
        ("LockedPost", "логин и пароль портала"),
        ("BrokenPost", "не ответил"),
    ],
)
def test_what_may_pass_is_tried_again_with_its_reason(letter, settings, post, reason):
    settings.EMAIL_BACKEND = f"{__name__}.{post}"

    tasks.deliver(letter.pk)

    letter.refresh_from_db()
    assert letter.errand_state == ErrandState.WAITING
    assert reason in letter.errand_failure


def test_a_post_office_that_is_away_is_asked_ever_more_seldom(
    letter, settings, time_machine
):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenPost"
    now = timezone.now()
    pauses = []
    while True:
        time_machine.move_to(now, tick=False)
        tasks.deliver(letter.pk)
        letter.refresh_from_db()
        if letter.next_attempt_at is None:
            break
        pauses.append(letter.next_attempt_at - now)
        now = letter.next_attempt_at

    assert pauses == list(LETTER_PAUSES) == sorted(pauses)
    assert letter.errand_state == ErrandState.FAILED
    assert letter.errand_attempts == len(LETTER_PAUSES) + 1
    assert timedelta(hours=12) < sum(pauses, timedelta()) < timedelta(days=1)


def test_a_letter_that_waits_holds_no_other_up(letter, kira, school, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenPost"
    tasks.deliver(letter.pk)
    tasks.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.errand_attempts == 1

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    other = by_mail(make_letters(kira, school, key="another"))
    tasks.deliver(other.pk)

    assert len(mail.outbox) == 1


def test_the_outbox_says_when_the_next_attempt_is(client, letter, kira, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenPost"
    tasks.deliver(letter.pk)
    letter.refresh_from_db()
    client.force_login(kira)
    at = timezone.localtime(letter.next_attempt_at).strftime("%d.%m.%Y, %H:%M")

    for url in (
        link("notifications:outbox"),
        link("notifications:letter_detail", pk=letter.pk),
    ):
        assert at in client.get(url).content.decode()


def test_a_letter_that_waits_is_sent_now_by_hand(client, letter, kira, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenPost"
    tasks.deliver(letter.pk)
    client.force_login(kira)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    page = client.get(link("notifications:letter_detail", pk=letter.pk))
    assert "Отправить сейчас" in page.content.decode()
    client.post(link("notifications:resend", pk=letter.pk))
    tasks.deliver(letter.pk)

    assert len(mail.outbox) == 1

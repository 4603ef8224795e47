"""The errand of a letter: what the post office may answer."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import Organisation
from common.errands import ErrandState
from notifications import tasks
from notifications.tests.factories import make_letters
from notifications.tests.test_actions import by_mail

pytestmark = pytest.mark.both


class RefusingPost(BaseEmailBackend):
    """Knows no such address."""

    def send_messages(self, email_messages):
        raise SMTPRecipientsRefused({"nobody@example.ru": (550, b"unknown")})


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


def test_a_post_office_that_hangs_up_is_tried_three_times(letter, settings):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenPost"

    states = []
    for _ in range(3):
        tasks.deliver(letter.pk)
        letter.refresh_from_db()
        states.append(letter.errand_state)

    assert states == [ErrandState.WAITING, ErrandState.WAITING, ErrandState.FAILED]

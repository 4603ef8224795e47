"""What the sweep hands over, shown on letters: waiting, due, and a dead worker's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from common import errands
from common.errands import ErrandState
from notifications.models import LETTER_PAUSES, Notification
from notifications.tests.factories import make_letters
from notifications.tests.test_actions import by_mail

pytestmark = pytest.mark.both

HOUR = timedelta(hours=1)


@pytest.fixture
def handed_over(monkeypatch):
    sent = []
    monkeypatch.setattr(errands, "send", lambda name, pk: sent.append(pk))
    return sent


@pytest.fixture
def letter(school, kira, settings):
    settings.EMAIL_URL = "smtp://mail.example.ru"
    kira.email = "kira@example.ru"
    kira.save(update_fields=["email"])
    return by_mail(make_letters(kira, school))


def now_is(letter, **values):
    Notification.objects.filter(pk=letter.pk).update(**values)


def test_a_lost_message_is_sent_again(letter, handed_over):
    now_is(letter, errand_seen_at=timezone.now() - HOUR)

    errands.sweep()
    errands.sweep()

    assert handed_over == [letter.pk]


def test_a_fresh_row_is_left_to_its_message(letter, handed_over):
    errands.sweep()

    assert handed_over == []


@pytest.mark.parametrize(("due_in", "count"), [(HOUR, 0), (-HOUR, 1)])
def test_a_pause_is_kept_and_then_over(letter, handed_over, due_in, count):
    now = timezone.now()
    now_is(letter, errand_seen_at=now - 2 * HOUR, errand_due_at=now + due_in)

    errands.sweep()

    assert len(handed_over) == count


def test_the_row_of_a_dead_worker_goes_to_another_at_once(letter, handed_over):
    now_is(
        letter,
        errand_state=ErrandState.RUNNING,
        errand_attempts=3,
        errand_seen_at=timezone.now() - HOUR,
    )

    errands.sweep()

    letter.refresh_from_db()
    assert handed_over == [letter.pk]
    assert letter.errand_state == ErrandState.WAITING
    assert letter.next_attempt_at is None
    claim = errands.take(Notification, letter.pk)
    assert claim is not None
    assert claim.attempt == 4


def test_a_row_that_kills_every_worker_is_given_up(letter, handed_over):
    now_is(
        letter,
        errand_state=ErrandState.RUNNING,
        errand_attempts=len(LETTER_PAUSES) + 1,
        errand_seen_at=timezone.now() - HOUR,
    )

    errands.sweep()

    letter.refresh_from_db()
    assert handed_over == []
    assert letter.errand_state == ErrandState.FAILED
    assert "раз за разом" in letter.errand_failure


def test_a_worker_at_work_is_left_alone(letter, handed_over):
    now_is(letter, errand_state=ErrandState.RUNNING, errand_attempts=1)

    errands.sweep()

    assert handed_over == []

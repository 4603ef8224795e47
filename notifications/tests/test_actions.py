from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from common.errands import ClaimLost, ErrandState, take
from notifications import actions
from notifications.enums import Channel, Delivery
from notifications.letters import Letter, registered
from notifications.models import Notification
from notifications.tests.factories import SampleLetter, make_letters

pytestmark = pytest.mark.both


@pytest.fixture
def kira_with_mail(kira):
    kira.email = "kira@example.ru"
    kira.save(update_fields=["email"])
    return kira


@pytest.fixture
def mail_set_up(settings):
    settings.EMAIL_URL = "smtp://mail.example.ru"


def by_mail(letters):
    return next(letter for letter in letters if letter.channel == Channel.EMAIL)


def test_a_letter_is_in_the_inbox_at_once(school, kira):
    (letter,) = make_letters(kira, school, path="/school/cabinet/desk/")

    assert (letter.channel, letter.recipient) == (Channel.INBOX, kira)
    assert letter.errand_state == ErrandState.NONE
    assert "Документ «А & Б»" in letter.text
    assert "http://127.0.0.1:8000/school/cabinet/desk/" in letter.text
    assert letter.gist == "Документ «А & Б» подготовлен и ждёт вашей подписи."


def test_who_has_an_address_gets_it_by_mail_too(school, kira_with_mail):
    letters = make_letters(kira_with_mail, school)

    assert {letter.channel for letter in letters} == set(Channel)
    assert by_mail(letters).address == "kira@example.ru"


def test_repeating_an_event_writes_nothing_new(school, kira_with_mail, dina):
    first = make_letters(kira_with_mail, school)

    again = make_letters(kira_with_mail, school)

    assert [letter.pk for letter in again] == [letter.pk for letter in first]
    assert Notification.objects.count() == 2
    make_letters(dina, school)
    make_letters(kira_with_mail, school, key="another")
    assert Notification.objects.count() == 5


def test_an_event_of_nobody_writes_nothing(school):
    assert (
        actions.notify(letter=SampleLetter, to=[], organisation=school, key="event")
        == []
    )


def test_somebody_without_an_account_is_written_to(school):
    (letter,) = actions.notify_address(
        letter=SampleLetter,
        address="parent@example.ru",
        organisation=school,
        key="event",
    )

    assert (letter.recipient, letter.address) == (None, "parent@example.ru")
    assert letter.channel == Channel.EMAIL


def test_without_mail_letters_are_held_and_never_swept(school, kira_with_mail):
    letter = by_mail(make_letters(kira_with_mail, school))

    assert letter.delivery == Delivery.HELD
    assert actions.release_held_letters() == 0
    letter.refresh_from_db()
    assert letter.errand_state == ErrandState.NONE


def test_held_letters_leave_once_mail_is_set_up(
    school, kira_with_mail, settings, committed
):
    make_letters(kira_with_mail, school)
    settings.EMAIL_URL = "smtp://mail.example.ru"

    with committed():
        assert actions.release_held_letters() == 1
    with committed():
        assert actions.release_held_letters() == 0

    assert [sent.to for sent in mail.outbox] == [["kira@example.ru"]]


def test_a_letter_leaves_on_commit(school, kira_with_mail, mail_set_up, committed):
    with committed():
        letter = by_mail(make_letters(kira_with_mail, school))
    with committed():
        make_letters(kira_with_mail, school)

    letter.refresh_from_db()
    assert letter.delivery == Delivery.SENT
    assert letter.sent_at is not None
    (sent,) = mail.outbox
    assert sent.subject == "Документ ждёт вашей подписи"
    assert sent.body == letter.text
    assert sent.extra_headers["Message-ID"] == f"<notification-{letter.pk}@127.0.0.1>"


def test_who_lost_the_letter_to_another_worker_notes_nothing(
    school, kira_with_mail, mail_set_up
):
    letter = by_mail(make_letters(kira_with_mail, school))
    late = take(Notification, letter.pk)
    Notification.objects.filter(pk=letter.pk).update(errand_state=ErrandState.WAITING)
    take(Notification, letter.pk)

    with pytest.raises(ClaimLost):
        actions.mark_sent(notification=letter, claim=late)
    letter.refresh_from_db()
    assert letter.sent_at is None


def test_a_letter_that_did_not_leave_is_sent_again(
    school, kira_with_mail, mail_set_up, max_
):
    letter = by_mail(make_letters(kira_with_mail, school))
    with pytest.raises(PermissionDenied, match="только то, что не ушло"):
        actions.resend(notification=letter, by=kira_with_mail)
    Notification.objects.filter(pk=letter.pk).update(errand_state=ErrandState.FAILED)
    with pytest.raises(PermissionDenied, match="куратор"):
        actions.resend(notification=letter, by=max_)

    letter = actions.resend(notification=letter, by=kira_with_mail)

    assert letter.delivery == Delivery.WAITING
    assert AuditEvent.objects.filter(what="notification.resent").count() == 1


def test_a_letter_is_read_once_and_by_its_reader(school, kira, dina):
    (letter,) = make_letters(kira, school)
    with pytest.raises(PermissionDenied, match="другому человеку"):
        actions.mark_read(notification=letter, by=dina)

    first = actions.mark_read(notification=letter, by=kira).read_at
    again = actions.mark_read(notification=letter, by=kira).read_at

    assert first is not None
    assert again == first


def test_everything_is_marked_read_in_one_go(school, kira, dina):
    make_letters(kira, school)
    make_letters(kira, school, key="another")
    make_letters(dina, school)

    assert actions.mark_all_read(organisation=school, by=kira) == 2
    assert actions.mark_all_read(organisation=school, by=kira) == 0
    assert Notification.objects.visible_to(dina).unread().count() == 1


def test_a_letter_without_words_has_no_gist():
    assert Notification(text="Здравствуйте!\n").gist == ""


def test_two_letters_do_not_share_a_code():
    assert registered["sample_letter"] is SampleLetter
    with pytest.raises(ValueError, match="sample_letter"):
        type("Another", (Letter,), {"code": "sample_letter"})

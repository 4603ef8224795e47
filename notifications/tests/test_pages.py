from __future__ import annotations

import pytest

from common.errands import ErrandState
from common.links import link
from notifications.models import Notification
from notifications.tests.factories import make_letters
from notifications.tests.test_actions import by_mail

pytestmark = pytest.mark.both


def page(name: str, **kwargs) -> str:
    return link(f"notifications:{name}", **kwargs)


@pytest.fixture
def dina_with_mail(dina):
    dina.email = "dina@example.ru"
    dina.save(update_fields=["email"])
    return dina


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_shows_ones_own_letters(
    client, school, kira, dina, count, django_assert_num_queries
):
    for number in range(count):
        make_letters(kira, school, key=f"event-{number}")
    make_letters(dina, school)
    client.force_login(kira)

    with django_assert_num_queries(7):
        response = client.get(page("inbox"))
    assert response.context["count"] == count


def test_an_empty_inbox_says_what_comes_here(client, school, max_):
    client.force_login(max_)

    assert "Писем пока нет" in client.get(page("inbox")).content.decode()
    unread = client.get(page("inbox"), {"show": "unread"}).content.decode()
    assert "Новых писем нет" in unread


def test_opening_a_letter_marks_it_read_and_leads_on(client, school, kira):
    (letter,) = make_letters(kira, school, path="/somewhere/")
    client.force_login(kira)

    response = client.get(page("notification_open", pk=letter.pk))

    assert response["Location"] == "/somewhere/"
    assert client.get(page("inbox"), {"show": "unread"}).context["count"] == 0


def test_a_letter_that_leads_nowhere_is_read_on_the_spot(client, school, kira):
    (letter,) = make_letters(kira, school)
    client.force_login(kira)

    response = client.get(page("notification_open", pk=letter.pk))

    assert "А &amp; Б" in response.content.decode()


def test_the_letter_of_another_does_not_exist(client, school, kira, dina, sam):
    (letter,) = make_letters(kira, school)

    for other in (dina, sam):
        client.force_login(other)
        url = page("notification_open", pk=letter.pk)
        assert client.get(url).status_code == 404


def test_all_letters_are_marked_read_from_the_page(client, school, kira):
    make_letters(kira, school)
    client.force_login(kira)

    client.post(page("mark_all_read"))

    assert not Notification.objects.visible_to(kira).unread().exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_outbox_says_that_mail_is_not_set_up(
    client, school, kira, dina_with_mail, count, django_assert_num_queries
):
    for number in range(count):
        make_letters(dina_with_mail, school, key=f"event-{number}")
    client.force_login(kira)

    with django_assert_num_queries(7):
        response = client.get(page("outbox"))
    shown = response.content.decode()
    assert response.context["count"] == count
    assert "Почта на портале не настроена" in shown
    assert "Ждёт: почта не настроена" in shown


def test_the_outbox_is_searched_by_person_and_state(
    client, school, kira, dina_with_mail
):
    make_letters(dina_with_mail, school)
    client.force_login(kira)

    def count(**query):
        return client.get(page("outbox"), query).context["count"]

    assert count(q="орлова") == 1
    assert count(q="никто") == 0
    assert count(state="unsent") == 1
    assert count(state="sent") == 0
    assert (
        "Ничего не нашлось"
        in client.get(page("outbox"), {"q": "никто"}).content.decode()
    )


def test_an_empty_outbox_says_what_comes_here(client, school, kira):
    client.force_login(kira)

    assert "Писем пока нет" in client.get(page("outbox")).content.decode()


def test_a_letter_is_shown_to_be_copied_and_sent_again(
    client, school, kira, dina_with_mail
):
    letter = by_mail(make_letters(dina_with_mail, school))
    Notification.objects.filter(pk=letter.pk).update(
        errand_state=ErrandState.FAILED, errand_failure="Сервер не принял адрес"
    )
    client.force_login(kira)
    shown = client.get(page("letter_detail", pk=letter.pk)).content.decode()
    assert "Сервер не принял адрес" in shown
    assert "А &amp; Б" in shown

    client.post(page("resend", pk=letter.pk))

    letter.refresh_from_db()
    assert letter.errand_state == ErrandState.WAITING


def test_the_outbox_is_the_curators(client, school, dina_with_mail, sam):
    letter = by_mail(make_letters(dina_with_mail, school))
    client.force_login(dina_with_mail)

    assert client.get(page("outbox")).status_code == 403
    assert client.get(page("letter_detail", pk=letter.pk)).status_code == 403
    client.force_login(sam)
    assert client.get(page("letter_detail", pk=letter.pk)).status_code == 404
    assert client.post(page("resend", pk=letter.pk)).status_code == 404

from __future__ import annotations

import pytest
from django.utils import timezone

from common.links import link
from documents import actions as documents
from documents.models import Document, DocumentKind
from programmes.actions import pairs
from programmes.enums import PairStatus
from programmes.models import Pair
from programmes.tests.pair_factories import (
    make_form,
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
)

AGREED = PairStatus.AGREED


@pytest.fixture
def year(school):
    DocumentKind.objects.create(
        code="order_pairs", title="Приказ о закреплении пар", register="orders"
    )
    return make_pair_cycle(school)


@pytest.fixture
def as_kira(client, kira):
    client.force_login(kira)
    return client


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def three(year, kira):
    """Three pairs of different mentors, forms and states."""
    other = make_form("student_pupil", title="студент – ученик")
    return [
        make_pair(kira, year),
        make_pair(
            kira,
            year,
            AGREED,
            mentor=make_mentor(year, "Тихонов Фёдор Кузьмич"),
            mentees=[make_mentee(year, "Белова Ася Петровна")],
        ),
        make_pair(
            kira,
            year,
            AGREED,
            mentor=make_mentor(year, "Зимина Алла Борисовна"),
            mentees=[make_mentee(year, "Ёлкина Рита Ивановна")],
            form=other,
        ),
    ]


def words(*chosen: Pair, **values) -> dict[str, object]:
    return {
        "pairs": [pair.pk for pair in chosen],
        "preamble": "На основании согласий",
        "programmes_due": timezone.localdate().isoformat(),
        "control": "За собой.",
        **values,
    }


def test_the_order_goes_from_the_list_to_the_directors_desk(as_kira, three, dina):
    _, second, third = three
    prepare = link("programmes:order_pairs_prepare")
    assert as_kira.get(prepare).context["form"]["pairs"].value() == [
        str(third.pk),
        str(second.pk),
    ]

    as_kira.post(prepare, words(second, third))
    order = Document.objects.get(kind__code="order_pairs")
    draft = link("programmes:order_pairs_draft", pk=order.pk)
    assert "Отправить директору" in as_kira.get(draft).content.decode()
    as_kira.post(draft, words(second, control="За Крыловой."))
    as_kira.post(link("programmes:order_pairs_submit", pk=order.pk))

    order.refresh_from_db()
    third.refresh_from_db()
    assert order.status == "submitted"
    assert order.payload["control"] == "За Крыловой."
    assert (third.status, third.order) == (AGREED, None)
    as_kira.force_login(dina)
    desk = as_kira.get(link("documents:document_sign", pk=order.pk)).content.decode()
    assert "Всё готово" in desk
    assert "Тихонов Фёдор Кузьмич" in desk


def test_obstacles_stand_on_the_draft_and_stop_the_submission(as_kira, year, kira):
    pair = make_pair(kira, year, AGREED, mentees=[make_mentee(year, has_consent=False)])
    order = pairs.prepare_order(pairs=[pair], by=kira)
    draft = link("programmes:order_pairs_draft", pk=order.pk)

    page = as_kira.get(draft).content.decode()
    answer = as_kira.post(
        link("programmes:order_pairs_submit", pk=order.pk),
        HTTP_REFERER=f"http://testserver{draft}",
        follow=True,
    )

    assert "Сначала исправьте" in page
    assert "нет действующего согласия" in page
    assert messages_of(answer)[0].startswith("Приказу мешает: Морозов М. И.:")
    assert answer.redirect_chain[-1][0].endswith(draft)


def test_an_order_without_pairs_and_with_its_own_ordering_word_is_told_so(
    as_kira, three
):
    page = as_kira.post(
        link("programmes:order_pairs_prepare"), words(preamble="И потому ПРИКАЗЫВАЮ:")
    ).content.decode()

    assert "Отметьте хотя бы одну пару." in page
    assert "портал напечатает сам" in page


def test_without_agreed_pairs_there_is_no_order(as_kira, year):
    page = as_kira.get(link("programmes:order_pairs_prepare"))

    assert "Согласованных пар пока нет" in page.content.decode()


def test_a_submitted_order_is_read_not_changed(as_kira, three, kira):
    order = pairs.submit(pairs=three[1:], by=kira)

    page = as_kira.get(link("programmes:order_pairs_draft", pk=order.pk))

    assert page.url == link("documents:document_detail", pk=order.pk)


def test_a_draft_saved_from_an_old_tab_is_said_to_be_too_late(as_kira, three, kira):
    order = pairs.submit(pairs=three[1:], by=kira)

    page = as_kira.post(
        link("programmes:order_pairs_draft", pk=order.pk), {}, follow=True
    )

    assert "Изменения не сохранены" in page.content.decode()


def test_a_returned_order_shows_the_remark(as_kira, three, kira, dina):
    order = pairs.submit(pairs=three[1:], by=kira)
    documents.return_for_changes(document=order, remark="Проверьте срок", by=dina)

    listed = as_kira.get(link("programmes:pair_list")).content.decode()
    page = as_kira.get(link("programmes:order_pairs_draft", pk=order.pk))

    assert "Возвращён с замечанием" in listed
    assert "Проверьте срок" in page.content.decode()


def test_the_director_strikes_a_pair_out_on_a_page(client, three, kira, dina):
    order = pairs.submit(pairs=three[1:], by=kira)
    url = link("programmes:order_pairs_strike", pk=three[1].pk)
    client.force_login(kira)
    assert client.get(url).status_code == 403
    client.force_login(dina)

    assert "Убрать пару из приказа" in client.get(url).content.decode()
    client.post(url, {"remark": "Не сейчас"})

    three[1].refresh_from_db()
    order.refresh_from_db()
    assert three[1].status == PairStatus.RETURNED
    assert len(order.payload["pairs"]) == 1

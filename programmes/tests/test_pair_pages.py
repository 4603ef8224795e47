from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from common.links import link
from documents.models import Attachment, DocumentKind
from documents.tests.factories import make_upload
from programmes.actions import matching as runs
from programmes.actions import pairs
from programmes.enums import AcceptanceAnswer, PairStatus
from programmes.models import Acceptance, MatchingRun, Pair
from programmes.queries.eligibility import usual_term
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


def run_of(year, kira, committed) -> MatchingRun:
    with committed():
        return runs.request_run(cycle=year, by=kira)


@pytest.mark.parametrize(
    "name",
    ["matching", "pair_paper_answers", "order_pairs_prepare", "pair_propose"],
)
def test_the_curators_pages_are_closed_to_mentors(client, year, max_, name):
    client.force_login(max_)

    assert client.get(link(f"programmes:{name}")).status_code == 403


def test_a_stranger_finds_nothing(client, year, kira, sam, other_school):
    pair = make_pair(kira, year)
    acceptance = pair.acceptances.first()
    client.force_login(sam)
    for name, pk in (
        ("pair_detail", pair.pk),
        ("pair_end", pair.pk),
        ("pair_dissolve", pair.pk),
        ("order_pairs_strike", pair.pk),
        ("pair_answer", acceptance.pk),
    ):
        for slug in (year.organisation.slug, other_school.slug):
            url = link(f"programmes:{name}", pk=pk, organisation=slug)
            assert client.get(url).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_takes_the_same_queries(
    as_kira, year, kira, django_assert_num_queries, size
):
    for number in range(size):
        make_pair(
            kira,
            year,
            mentor=make_mentor(year, f"Морозов Максим {number}"),
            mentees=[make_mentee(year, f"Мирная Мия {number}")],
        )
    as_kira.get(link("programmes:pair_list"))

    with django_assert_num_queries(LIST_QUERIES):
        as_kira.get(link("programmes:pair_list"))


LIST_QUERIES = 21


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


def shown(response) -> list[int]:
    return [pair.pk for pair in response.context["page"]]


def test_the_list_is_searched_sifted_and_sorted(as_kira, three):
    first, second, third = (pair.pk for pair in three)
    for query, found in (
        ("", [third, first, second]),
        ("?q=тихонов", [second]),
        ("?q=елкина рита", [third]),
        ("?q=никого", []),
        ("?status=proposed", [first]),
        (f"?form={three[2].form_id}", [third]),
        (f"?mentor={three[1].mentor_card_id}", [second]),
        ("?form=x&mentor=y", [third, first, second]),
        ("?sort=-mentor", [second, first, third]),
    ):
        page = as_kira.get(f"{link('programmes:pair_list')}{query}")
        assert shown(page) == found, query


def test_the_export_equals_the_list(as_kira, three):
    url = f"{link('programmes:pair_export')}?status=agreed&sort=mentor"

    book = openpyxl.load_workbook(BytesIO(as_kira.get(url).content))
    text = as_kira.get(f"{url}&as=csv").content.decode("utf-8-sig")

    rows = list(book.active.iter_rows(values_only=True))
    assert [row[0] for row in rows] == [
        "Наставник",
        "Зимина Алла Борисовна",
        "Тихонов Фёдор Кузьмич",
    ]
    assert rows[1][1:4] == (
        "Ёлкина Рита Ивановна",
        "студент – ученик",
        "Согласована сторонами",
    )
    assert len(text.strip().splitlines()) == 3


def test_a_mentor_sees_his_own_pairs_and_exports_nothing(client, year, kira, max_):
    own = make_pair(kira, year, mentor=make_mentor(year, user=max_))
    make_pair(
        kira,
        year,
        mentor=make_mentor(year, "Тихонов Фёдор"),
        mentees=[make_mentee(year, "Белова Ася")],
    )
    client.force_login(max_)

    page = client.get(link("programmes:pair_list"))

    assert shown(page) == [own.pk]
    assert "Скачать" not in page.content.decode()
    assert client.get(link("programmes:pair_export")).status_code == 403


def test_the_staff_see_why_and_what_happened_the_sides_do_not(
    client, year, kira, max_, committed
):
    make_mentor(year, user=max_)
    make_mentee(year)
    proposals = run_of(year, kira, committed).proposals.all()
    pair = pairs.adopt(proposals=proposals, by=kira).pairs[0]
    url = link("programmes:pair_detail", pk=pair.pk)
    client.force_login(kira)
    for_staff = client.get(url).content.decode()
    client.force_login(max_)
    for_max = client.get(url).content.decode()

    assert "Почему эта пара" in for_staff
    assert "История" in for_staff
    assert "Почему эта пара" not in for_max
    assert "Нужен ваш ответ" in for_max
    assert "Нужен ваш ответ" not in for_staff


def asked(year, mentor, *mentees, **values) -> dict[str, object]:
    starts_on, ends_on = usual_term(year, timezone.localdate())
    return {
        "mentor_card": mentor.pk,
        "mentee_cards": [card.pk for card in mentees],
        "form": make_form().pk,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        **values,
    }


def test_a_group_is_made_by_hand(as_kira, year):
    mentor = make_mentor(year, capacity=2)
    mentees = [make_mentee(year), make_mentee(year, "Белова Ася")]

    page = as_kira.post(
        link("programmes:pair_propose"), asked(year, mentor, *mentees), follow=True
    )

    assert messages_of(page) == ["Пара предложена сторонам. Теперь нужны их ответы."]
    assert Pair.objects.get().members.count() == 2


def test_a_refusal_stands_on_the_form_and_keeps_what_was_typed(as_kira, year):
    mentor, mentee = make_mentor(year), make_mentee(year, has_consent=False)

    page = as_kira.post(
        link("programmes:pair_propose"), asked(year, mentor, mentee, note="Просят")
    )

    assert "нет согласия наставляемого" in page.content.decode()
    assert "Просят" in page.content.decode()
    assert not Pair.objects.exists()


def test_the_unmatched_is_ticked_when_one_comes_from_the_matching(as_kira, year):
    mentee = make_mentee(year)

    page = as_kira.get(f"{link('programmes:pair_propose')}?mentee={mentee.pk}")

    assert page.context["form"]["mentee_cards"].value() == [str(mentee.pk)]


def test_a_mentor_accepts_on_his_phone(client, year, kira, max_):
    pair = make_pair(kira, year, mentor=make_mentor(year, user=max_))
    word = pair.acceptances.get(side="mentor")
    url = link("programmes:pair_answer", pk=word.pk)
    client.force_login(max_)

    assert "Согласны ли вы на пару?" in client.get(url).content.decode()
    page = client.post(url, {"answer": "accepted"}, follow=True)

    word.refresh_from_db()
    assert word.answer == AcceptanceAnswer.ACCEPTED
    assert messages_of(page) == ["Спасибо, ваш ответ записан."]


def test_who_declined_comes_back_to_the_first_page(client, year, kira, max_):
    pair = make_pair(kira, year, mentor=make_mentor(year, user=max_))
    url = link("programmes:pair_answer", pk=pair.acceptances.get(side="mentor").pk)
    client.force_login(max_)

    page = client.post(url, {"answer": "declined", "note": "Нет времени."}, follow=True)

    assert page.redirect_chain == [(link("dashboard"), 302)]
    assert messages_of(page) == ["Спасибо, ваш ответ записан."]
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("status", PairStatus)
def test_a_pair_is_open_to_its_people_only_while_it_holds(
    year, kira, max_, mia, pavel, status
):
    pair = make_pair(
        kira,
        year,
        status,
        mentor=make_mentor(year, user=max_),
        mentees=[make_mentee(year, user=mia, parent=pavel)],
    )
    is_over = status in {"declined", "dissolved", "completed", "ended_early"}

    for user in (max_, mia, pavel):
        assert Pair.objects.visible_to(user).exists() != is_over
    assert Pair.objects.visible_to(kira).get() == pair


def test_a_mentee_who_left_a_group_sees_it_no_more(year, kira, max_, mia):
    pair = make_pair(
        kira,
        year,
        PairStatus.ACTIVE,
        mentor=make_mentor(year, user=max_),
        mentees=[
            make_mentee(year, user=mia),
            make_mentee(year, "Азова Вера Ильинична"),
        ],
    )
    pair.members.filter(mentee_card__person__user=mia).update(is_current=False)

    assert not Pair.objects.visible_to(mia).exists()
    assert Pair.objects.visible_to(max_).get() == pair


def test_a_refusal_without_a_reason_stays_on_the_form(client, year, kira, max_):
    pair = make_pair(kira, year, mentor=make_mentor(year, user=max_))
    url = link("programmes:pair_answer", pk=pair.acceptances.get(side="mentor").pk)
    client.force_login(max_)

    page = client.post(url, {"answer": "declined"})

    assert "Напишите причину отказа" in page.content.decode()


def test_a_parent_answers_for_a_child_and_a_child_under_14_may_not(
    client, year, kira, mia, pavel
):
    pair = make_pair(
        kira, year, mentees=[make_mentee(year, age=12, user=mia, parent=pavel)]
    )
    url = link("programmes:pair_answer", pk=pair.acceptances.get(side="mentee").pk)

    client.force_login(mia)
    assert "Ответить сейчас нельзя" in client.get(url).content.decode()
    assert client.post(url, {"answer": "accepted"}).status_code == 403
    client.force_login(pavel)
    assert "для ребёнка" in client.get(url).content.decode()
    client.post(url, {"answer": "accepted"})

    assert (
        pair.acceptances.get(side="mentee").given_by == "Мирный Павел Сергеевич (отец)"
    )


def test_paper_answers_are_recorded_from_the_list(as_kira, year, kira):
    pair = make_pair(kira, year)
    url = link("programmes:pair_paper_answers")
    everybody = as_kira.get(f"{url}?all=1").content.decode()

    page = as_kira.post(
        url,
        {
            "acceptances": [row.pk for row in pair.acceptances.all()],
            "answered_on": timezone.localdate().isoformat(),
            "answer": "accepted",
            "upload": make_upload(name="лист согласий.pdf"),
        },
        follow=True,
    )

    pair.refresh_from_db()
    assert everybody.count(" checked") == 3
    assert pair.status == AGREED
    assert messages_of(page) == ["Записано: 2 ответа."]
    assert {row.attachment for row in Acceptance.objects.all()} == {
        Attachment.objects.get()
    }


def test_a_list_with_nobody_ticked_is_told_so(as_kira, year, kira):
    make_pair(kira, year)

    page = as_kira.post(
        link("programmes:pair_paper_answers"),
        {"answered_on": timezone.localdate().isoformat(), "answer": "accepted"},
    )

    assert "Отметьте, чьи ответы записать." in page.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_of_awaited_answers_takes_the_same_queries(
    as_kira, year, kira, django_assert_num_queries, size
):
    for number in range(size):
        make_pair(
            kira,
            year,
            mentor=make_mentor(year, f"Морозов Максим {number}"),
            mentees=[make_mentee(year, f"Мирная Мия {number}")],
        )
    url = link("programmes:pair_paper_answers")
    as_kira.get(url)

    with django_assert_num_queries(PAPER_QUERIES):
        as_kira.get(url)


PAPER_QUERIES = 10


def test_a_pair_is_taken_back_and_ended_on_its_page(as_kira, year, kira):
    proposed = make_pair(kira, year)
    working = make_pair(
        kira,
        year,
        PairStatus.ACTIVE,
        mentor=make_mentor(year, "Тихонов Фёдор", status="in_pair"),
        mentees=[make_mentee(year, "Белова Ася")],
    )
    dissolve = link("programmes:pair_dissolve", pk=proposed.pk)
    end = link("programmes:pair_end", pk=working.pk)

    assert as_kira.get(dissolve).status_code == as_kira.get(end).status_code == 200
    as_kira.post(dissolve, {"remark": "Ошибка"})
    refused = as_kira.post(end, {"reason": "mutual"})
    as_kira.post(end, {"reason": "mutual", "note": "Переезд", "results": "Успели"})

    proposed.refresh_from_db()
    working.refresh_from_db()
    assert "уважительные обстоятельства" in refused.content.decode()
    assert proposed.status == PairStatus.DISSOLVED
    assert working.status == PairStatus.ENDED_EARLY

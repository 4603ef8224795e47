"""Requests as one list, and whom to look for: every count is of the list it opens (R-368)."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.errors import Refused
from common.links import link
from registry.actions import requests
from registry.enums import Channel, MenteeStatus, MentorStatus, RequestKind
from registry.models import Problem, Request
from registry.queries.coverage import coverage_of, mentor_places
from registry.queries.requests import RequestsChosen, mentees_among, requests_found
from registry.tests.consent_factories import (
    make_child,
    make_cycle,
    make_mentee_card,
    make_mentor_card,
    make_person,
    make_topics,
)

TODAY = timezone.localdate()


@pytest.fixture
def cycle(school):
    return make_cycle(school)


@pytest.fixture
def math():
    (topic,) = make_topics("математика")
    return topic


def child(school, cycle, name="Мирная Мия", status=MenteeStatus.IN_BASE):
    return make_mentee_card(make_child(school, name=name), status, cycle=cycle)


def ask(card, text="Запрос", *topics, **values):
    request = Request.objects.create(
        organisation=card.organisation,
        card=card,
        text=text,
        **{"asked_on": TODAY, **values},
    )
    request.competences.set(topics)
    return request


def helper(school, cycle, *topics, capacity=1, **values):
    card = make_mentor_card(
        make_person(school), cycle=cycle, capacity=capacity, **values
    )
    card.competences.set(topics)
    return card


def listed(client, query=""):
    page = client.get(f"{link('registry:request_list')}?{query}")
    return [row.text for row in page.context["page"]]


@pytest.fixture
def kira_in(client, kira):
    client.force_login(kira)
    return client


# --- One request --------------------------------------------------------------------------


def test_a_request_keeps_how_it_came(kira_in, school, cycle):
    card = child(school, cycle)
    sent = {
        "text": "Сдать экзамен",
        "kind": "refined",
        "channel": "psychologist",
        "is_urgent": "on",
    }

    kira_in.post(link("registry:request_add", pk=card.pk), sent)

    request = Request.objects.get()
    assert (request.kind, request.channel) == (
        RequestKind.REFINED,
        Channel.PSYCHOLOGIST,
    )
    assert request.is_urgent
    page = kira_in.get(link("registry:mentee_detail", pk=card.pk)).content.decode()
    assert "Уточнённый запрос" in page
    assert "Срочный" in page


def test_a_request_is_refined_later(kira_in, school, cycle):
    asked = ask(child(school, cycle), is_urgent=True, channel=Channel.PARENT)
    url = link("registry:request_change", pk=asked.pk)

    form = kira_in.get(url).context["form"]
    kira_in.post(url, {"text": "Точнее", "kind": "refined", "channel": "parent"})

    asked.refresh_from_db()
    assert (form["kind"].value(), form["channel"].value()) == ("preliminary", "parent")
    assert (asked.text, asked.kind, asked.is_urgent) == ("Точнее", "refined", False)


def test_particulars_not_told_stay(school, cycle, kira):
    asked = ask(child(school, cycle), is_urgent=True)

    requests.change_request(request=asked, text="Иначе", competences=[], by=kira)

    asked.refresh_from_db()
    assert asked.is_urgent


def test_a_questionnaire_tells_only_what_the_card_does_not_know(school, cycle, kira):
    card = child(school, cycle)
    ask(card, "Подтянуть алгебру")

    made = requests.learn_requests(
        card=card, texts=["подтянуть алгебру", "Найти друзей"], by=kira
    )

    assert [row.text for row in made] == ["Найти друзей"]
    assert made[0].channel == Channel.QUESTIONNAIRE


def test_an_empty_request_is_asked_for_again(kira_in, school, cycle):
    card = child(school, cycle)

    page = kira_in.post(link("registry:request_add", pk=card.pk), {"text": ""})

    assert "Напишите, в чём нужна помощь" in page.content.decode()


def test_a_request_is_closed_and_taken_up_again(kira_in, school, cycle):
    asked = ask(child(school, cycle), "Больше не нужно")

    shut = kira_in.post(link("registry:request_close", pk=asked.pk), follow=True)
    asked.refresh_from_db()
    assert asked.closed_on == TODAY
    assert "Закрыт" in shut.content.decode()
    assert "Открыть снова" in (
        kira_in.get(link("registry:request_change", pk=asked.pk)).content.decode()
    )
    kira_in.post(link("registry:request_reopen", pk=asked.pk))

    asked.refresh_from_db()
    assert asked.closed_on is None


def test_a_request_is_closed_once(school, cycle, kira):
    asked = ask(child(school, cycle))
    requests.close_request(request=asked, by=kira)

    with pytest.raises(Refused, match="уже закрыт"):
        requests.close_request(request=asked, by=kira)
    requests.reopen_request(request=asked, by=kira)
    with pytest.raises(Refused, match="и так открыт"):
        requests.reopen_request(request=asked, by=kira)


def test_requests_of_a_closed_cycle_stand(school, kira):
    asked = ask(child(school, make_cycle(school, status="closed")))

    for act in (requests.close_request, requests.reopen_request):
        with pytest.raises(PermissionDenied):
            act(request=asked, by=kira)


# --- The list -----------------------------------------------------------------------------


@pytest.fixture
def asked(school, cycle, math):
    mia = child(school, cycle)
    pyotr = child(school, cycle, "Ёлкин Пётр")
    problem = Problem.objects.create(
        organisation=school, cycle=cycle, title="Отставание", contour="pupils"
    )
    first = ask(mia, "Алгебра и геометрия", math)
    ask(mia, "Срочно сдать", math, is_urgent=True, asked_on=TODAY - timedelta(days=9))
    ask(pyotr, "Что-то своё", channel=Channel.PARENT)
    ask(pyotr, "Уже не надо", math, closed_on=TODAY, kind=RequestKind.REFINED)
    problem.requests.add(first)
    return problem


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("", ["Срочно сдать", "Алгебра и геометрия", "Что-то своё", "Уже не надо"]),
        ("q=алгебра", ["Алгебра и геометрия"]),
        ("q=елкин", ["Что-то своё", "Уже не надо"]),
        ("state=open", ["Срочно сдать", "Алгебра и геометрия", "Что-то своё"]),
        ("state=closed", ["Уже не надо"]),
        ("state=nonsense&topic=x&problem=0", 4),
        ("topic=none", ["Что-то своё"]),
        ("kind=refined", ["Уже не надо"]),
        ("channel=parent", ["Что-то своё"]),
        ("urgent=on", ["Срочно сдать"]),
        ("sort=day&state=open", 3),
    ],
)
def test_requests_are_found(kira_in, asked, query, texts):
    found = listed(kira_in, query)

    assert found == texts if isinstance(texts, list) else len(found) == texts


def test_requests_are_narrowed_by_topic_and_problem(kira_in, asked, math):
    assert len(listed(kira_in, f"topic={math.pk}")) == 3
    assert listed(kira_in, f"problem={asked.pk}") == ["Алгебра и геометрия"]


def test_the_file_holds_exactly_the_rows_shown(kira_in, asked):
    url = link("registry:request_export", ending="csv")

    content = kira_in.get(f"{url}?channel=parent").content.decode("utf-8-sig")

    (row,) = list(csv.reader(io.StringIO(content), delimiter=";"))[1:]
    assert row[0].startswith("Ёлкин Пётр")
    assert row[2] == "Что-то своё"


@pytest.mark.parametrize("name", ["request", "coverage", "problem"])
def test_files_leave_through_their_keepers_in_known_kinds(
    client, kira, dina, school, cycle, name
):
    client.force_login(dina)
    refused = client.get(link(f"registry:{name}_export", ending="csv"))
    client.force_login(kira)

    assert refused.status_code == 403
    assert client.get(link(f"registry:{name}_export", ending="exe")).status_code == 404
    assert client.get(link(f"registry:{name}_export", ending="xlsx")).status_code == 200


@pytest.mark.parametrize(
    "page", ["request_list", "coverage_list", "problem_list", "problem_add"]
)
def test_without_a_cycle_the_page_says_what_to_do(kira_in, school, page):
    assert (
        "Цикл ещё не открыт" in kira_in.get(link(f"registry:{page}")).content.decode()
    )


@pytest.mark.parametrize("page", ["request_list", "coverage_list", "problem_list"])
def test_lists_are_closed_to_participants(client, school, cycle, max_, page):
    client.force_login(max_)

    assert client.get(link(f"registry:{page}")).status_code == 403


# --- Whom to look for ---------------------------------------------------------------------


@pytest.fixture
def wanted(school, cycle, math):
    """Three wait for mathematics where one place is free; one for dancing in vain."""
    dance, sewing = make_topics("танцы", "шитьё")
    for name in ("Мирная Мия", "Ёлкин Пётр", "Белова Анна"):
        card = child(school, cycle, name)
        ask(card, "Счёт", math)
        ask(card, "Ещё счёт", math)
    ask(child(school, cycle, "Зимина Яна"), "Танцы", dance)
    ask(child(school, cycle, "Юрьев Юрий"), "Не знаю")
    helper(school, cycle, math)
    helper(school, cycle, sewing, capacity=3)
    helper(school, cycle, math, dance, status=MentorStatus.REJECTED)
    return {"math": math, "dance": dance, "sewing": sewing}


def test_uncovered_topics_come_first(kira, cycle, wanted):
    rows = coverage_of(kira, cycle)

    assert [(row.title, row.mentees, row.places, row.code) for row in rows] == [
        ("Тема не распознана", 1, 0, "uncovered"),
        ("танцы", 1, 0, "uncovered"),
        ("математика", 3, 1, "short"),
        ("шитьё", 0, 3, "unasked"),
    ]
    assert [row.wanted for row in rows] == [1, 1, 2, 0]


def test_a_topic_with_places_enough_is_covered(school, kira, cycle, math):
    ask(child(school, cycle), "Счёт", math)
    helper(school, cycle, math)

    assert [row.code for row in coverage_of(kira, cycle)] == ["covered"]


def test_a_closed_request_and_one_with_a_mentor_wait_for_nobody(
    school, kira, cycle, math
):
    ask(child(school, cycle), "Счёт", math, closed_on=TODAY)
    ask(child(school, cycle, "Ёлкин Пётр", MenteeStatus.IN_PROGRAMME), "Счёт", math)

    assert coverage_of(kira, cycle) == []


def test_every_figure_is_of_the_list_it_opens_and_of_the_file(
    kira_in, kira, cycle, wanted
):
    rows = coverage_of(kira, cycle)
    page = kira_in.get(link("registry:coverage_list")).content.decode()
    file = kira_in.get(link("registry:coverage_export", ending="csv"))
    cells = list(
        csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    )

    assert [line[:4] for line in cells[1:]] == [
        [row.title, str(row.mentees), str(row.mentors), str(row.places)] for row in rows
    ]
    for row in rows:
        query = f"state=waiting&topic={row.topic.pk if row.topic else 'none'}"
        opened = kira_in.get(f"{link('registry:request_list')}?{query}")
        assert opened.context["mentee_count"] == row.mentees
        assert not row.mentees or f"?{query.replace('&', '&amp;')}" in page
        if row.topic:
            offers = mentor_places(kira, cycle, row.topic)
            assert (len(offers), sum(each.free for each in offers)) == (
                row.mentors,
                row.places,
            )


def test_the_topic_page_shows_the_same_figures(kira_in, wanted):
    page = kira_in.get(link("registry:topic_detail", pk=wanted["math"].pk))

    assert (page.context["mentees"], page.context["places"]) == (3, 1)


def test_counts_of_the_vocabulary_are_of_their_lists(kira_in, wanted):
    uses = {
        use.competence.title: use
        for use in kira_in.get(link("registry:competence_list")).context["page"]
    }

    opened = kira_in.get(f"{link('registry:request_list')}?topic={wanted['math'].pk}")
    assert opened.context["page"].paginator.count == uses["математика"].requests == 6
    mentors = kira_in.get(
        f"{link('registry:mentor_list')}?competence={wanted['math'].pk}"
    )
    assert mentors.context["page"].paginator.count == uses["математика"].mentors == 2


def test_drafts_of_candidates_are_not_counted(school, kira, cycle, math):
    ask(child(school, cycle, status=MenteeStatus.DRAFT), "Счёт", math)

    assert mentees_among(requests_found(kira, cycle, RequestsChosen())) == 0


@pytest.mark.parametrize("count", [1, 4])
def test_lists_ask_as_much_for_four_as_for_one(
    kira_in, school, cycle, math, django_assert_max_num_queries, count
):
    for number in range(count):
        ask(child(school, cycle, f"Мирная Мия {number}"), "Счёт", math)
        helper(school, cycle, math)
        Problem.objects.create(
            organisation=school, cycle=cycle, title=f"П {number}", contour="pupils"
        ).requests.set(Request.objects.all())

    with django_assert_max_num_queries(REQUEST_QUERIES):
        kira_in.get(link("registry:request_list"))
    with django_assert_max_num_queries(COVERAGE_QUERIES):
        kira_in.get(link("registry:coverage_list"))
    with django_assert_max_num_queries(PROBLEM_QUERIES):
        kira_in.get(link("registry:problem_list"))
    with django_assert_max_num_queries(EXPORT_QUERIES):
        kira_in.get(link("registry:request_export", ending="csv"))


REQUEST_QUERIES = 16
EXPORT_QUERIES = 17
COVERAGE_QUERIES = 12
PROBLEM_QUERIES = 10

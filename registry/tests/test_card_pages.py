"""The pages of a card, a person and a request."""

from __future__ import annotations

from datetime import date

import pytest

from registry.enums import ConsentStatus, MenteeStatus, MentorStatus
from registry.models import MenteeCard, MentorCard, Person, Request
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
    make_topics,
)
from registry.tests.import_files import people_url


@pytest.fixture
def cycle(school):
    load_texts()
    make_topics("шахматы", "резьба", "лепка")
    return make_cycle(school)


@pytest.fixture
def kira_in(client, kira):
    client.force_login(kira)
    return client


@pytest.fixture
def mentor(school, cycle):
    return make_mentor_card(
        make_person(school, "Морозов Максим Ильич"),
        cycle=cycle,
        remark="Только для нас",
    )


@pytest.fixture
def mentee(school, cycle):
    child = make_child(school)
    make_guardian(child)
    card = make_mentee_card(child, cycle=cycle)
    Request.objects.create(
        organisation=school, card=card, text="Подтянуть речь", asked_on=date(2026, 9, 1)
    )
    return card


PERSON = {"name": "Белов Лев Ильич", "birth_on": "12.04.1985", "group_name": "8 а"}


def test_a_mentor_is_entered_by_the_page(kira_in, school, cycle):
    response = kira_in.post(
        people_url(school, "mentors/add/"),
        {
            **PERSON,
            "competences_text": "шахматы",
            "capacity": "2",
            "wanted_age": "7–9 классы",
        },
    )

    card = MentorCard.objects.select_related("person__group").get()
    assert response.url == people_url(school, f"mentors/{card.pk}/")
    assert (card.wanted_age_from, card.wanted_age_to) == (13, 16)
    assert card.person.group.name == "8А"


def test_a_mentee_is_entered_by_the_page(kira_in, school, cycle):
    kira_in.post(
        people_url(school, "mentees/add/"), {**PERSON, "request": "Подтянуть речь"}
    )

    assert MenteeCard.objects.get().requests.get().text == "Подтянуть речь"


def test_the_second_click_says_that_the_card_is_there_and_keeps_the_form(
    kira_in, school, cycle
):
    typed = {**PERSON, "request": "Подтянуть речь"}
    kira_in.post(people_url(school, "mentees/add/"), typed)

    response = kira_in.post(people_url(school, "mentees/add/"), typed)

    page = response.content.decode()
    assert "уже есть" in page
    assert "Подтянуть речь" in page
    assert MenteeCard.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": "Белов"}, "фамилию и имя"),
        ({"birth_on": ""}, "с тёзкой"),
        ({"birth_year": "1984"}, "Год не совпадает"),
        ({"birth_on": "", "birth_year": "84"}, "четырьмя цифрами"),
        ({"birth_on": "01.01.2050"}, "ещё не наступила"),
        ({"wanted_age": "всякий разный"}, "10–14 лет"),
        ({"capacity": "31"}, "30"),
        ({"competences_text": ""}, "чем наставник может помочь"),
        (
            {"joined_on": "02.09.2026", "finished_on": "01.09.2026"},
            "Завершение раньше",
        ),
    ],
)
def test_what_is_typed_wrong_is_named(kira_in, school, cycle, typed, says):
    response = kira_in.post(
        people_url(school, "mentors/add/"),
        {**PERSON, "competences_text": "шахматы", "capacity": "1", **typed},
    )

    assert response.status_code == 200
    assert says in response.content.decode()
    assert not Person.objects.exists()


def test_a_card_shows_its_person_consents_and_history(kira_in, school, mentee, kira):
    make_consent(mentee.person, status=ConsentStatus.ISSUED)
    kira_in.post(
        people_url(school, f"mentees/{mentee.pk}/move/"),
        {"to": "withdrawn", "remark": "Переехал"},
    )

    page = kira_in.get(people_url(school, f"mentees/{mentee.pk}/")).content.decode()

    for words in (
        "Подтянуть речь",
        "Мирный Павел Сергеевич",
        "Выдан бланк",
        "Нет действующего согласия",
        "Ожидает согласия",
        "Переехал",
        str(kira),
    ):
        assert words in page


def test_a_card_is_changed_by_the_page(kira_in, school, mentor, mentee):
    kira_in.post(
        people_url(school, f"mentors/{mentor.pk}/change/"),
        {"competences_text": "резьба", "capacity": "4", "case_url": "example.ru/case"},
    )
    kira_in.post(
        people_url(school, f"mentees/{mentee.pk}/change/"),
        {"is_completed_marked": "on"},
    )

    mentor.refresh_from_db()
    mentee.refresh_from_db()
    assert (mentor.capacity, mentor.case_url) == (4, "https://example.ru/case")
    assert mentor.competences.get().title == "резьба"
    assert mentee.is_completed_marked


def test_a_state_follows_by_hand_with_its_reason(kira_in, school, mentor):
    kira_in.post(people_url(school, f"mentors/{mentor.pk}/move/"), {"to": "ready"})

    mentor.refresh_from_db()
    assert mentor.status == MentorStatus.READY


def test_a_state_that_needs_an_order_is_refused(kira_in, school, mentor, mentee):
    first = kira_in.post(
        people_url(school, f"mentors/{mentor.pk}/move/"), {"to": "in_pair"}
    )
    second = kira_in.post(
        people_url(school, f"mentees/{mentee.pk}/move/"), {"to": "in_base"}
    )

    assert (first.status_code, second.status_code) == (403, 403)
    mentee.refresh_from_db()
    assert mentee.status == MenteeStatus.CONSENT_WAIT


def test_a_request_is_added_and_put_right(kira_in, school, mentee):
    kira_in.post(people_url(school, f"mentees/{mentee.pk}/ask/"), {"text": "резьба"})
    added = Request.objects.latest("pk")
    tag = added.competences.get()
    page = people_url(school, f"requests/{added.pk}/")

    opened = kira_in.get(page)
    kira_in.post(page, {"text": "Резьба по дереву", "competences": [str(tag.pk)]})

    added.refresh_from_db()
    assert opened.context["form"].initial["competences"] == [str(tag.pk)]
    assert (added.text, added.competences.get()) == ("Резьба по дереву", tag)


def test_a_person_is_changed_and_one_returns_where_one_was(kira_in, school, mentor):
    back = people_url(school, f"mentors/{mentor.pk}/")
    page = people_url(school, f"{mentor.person_id}/change/")

    opened = kira_in.get(f"{page}?back={back}")
    response = kira_in.post(
        page, {"name": "Морозов Макс Ильич", "birth_on": "1985-04-12", "back": back}
    )

    assert opened.context["form"].initial["name"] == "Морозов Максим Ильич"
    assert response.url == back
    assert Person.objects.get().first_name == "Макс"


def test_the_way_back_never_leads_away(kira_in, school, mentor):
    response = kira_in.post(
        people_url(school, f"{mentor.person_id}/change/"),
        {**PERSON, "back": "//evil.example/"},
    )

    assert response.url == people_url(school)


def test_a_mentor_sees_his_own_card_without_remarks(client, school, cycle, max_):
    own = make_mentor_card(
        make_person(school, user=max_), cycle=cycle, remark="Только для нас"
    )
    other = make_mentor_card(make_person(school), cycle=cycle)
    client.force_login(max_)

    page = client.get(people_url(school, f"mentors/{own.pk}/"))
    foreign = client.get(people_url(school, f"mentors/{other.pk}/"))
    change = client.get(people_url(school, f"mentors/{own.pk}/change/"))

    assert page.status_code == 200
    assert "Только для нас" not in page.content.decode()
    assert "История" not in page.content.decode()
    assert (foreign.status_code, change.status_code) == (404, 403)


def test_a_parent_sees_the_child(client, school, cycle, pavel):
    child = make_child(school)
    make_guardian(child, user=pavel)
    card = make_mentee_card(child, cycle=cycle)
    client.force_login(pavel)

    assert client.get(people_url(school, f"mentees/{card.pk}/")).status_code == 200


def test_a_stranger_finds_nothing(client, school, mentor, mentee, sam):
    request = Request.objects.get()
    client.force_login(sam)

    for tail in (
        f"mentors/{mentor.pk}/",
        f"mentors/{mentor.pk}/change/",
        f"mentees/{mentee.pk}/",
        f"mentees/{mentee.pk}/ask/",
        f"requests/{request.pk}/",
        f"{mentor.person_id}/change/",
    ):
        assert client.get(people_url(school, tail)).status_code == 404


def test_one_organisation_does_not_see_another_by_its_own_address(
    client, school, mentor, sam, other_school
):
    client.force_login(sam)

    tail = f"mentors/{mentor.pk}/"
    assert client.get(people_url(other_school, tail)).status_code == 404


def test_topics_are_listed_with_their_counts(kira_in, school, mentor, mentee):
    kira_in.post(
        people_url(school, f"mentors/{mentor.pk}/change/"),
        {"competences_text": "резьба; шахматы", "capacity": "1"},
    )
    kira_in.post(people_url(school, f"mentees/{mentee.pk}/ask/"), {"text": "резьба"})
    kira_in.post(people_url(school, f"mentees/{mentee.pk}/ask/"), {"text": "лепка"})

    response = kira_in.get(people_url(school, "competences/"))
    found = kira_in.get(people_url(school, "competences/?q=РЕЗЬБА"))

    counts = {
        use.competence.title: (use.requests, use.mentors)
        for use in response.context["page"]
    }
    assert counts == {"резьба": (1, 1), "лепка": (1, 0), "шахматы": (0, 1)}
    assert response.context["scarce_count"] == 1
    assert [use.competence.title for use in found.context["page"]] == ["резьба"]

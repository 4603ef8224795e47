"""A mentor's portfolio: entries, files, sections, the paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from common.errors import Refused
from common.links import link
from documents.models import Attachment
from documents.tests.reading import whole_text
from registry.actions import portfolios
from registry.actions.reference import load_reference
from registry.models import PortfolioEntry, PortfolioSection
from registry.queries.consents import local_day
from registry.tests.consent_factories import make_mentor_card, make_person
from registry.tests.questionnaire_factories import consented_mentee, consented_mentor

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def reference(db):
    load_reference()


@pytest.fixture
def mentor(school, max_):
    return consented_mentor(school, max_).person


@pytest.fixture
def max_in(client, max_):
    client.force_login(max_)
    return client


@pytest.fixture
def kira_in(client, kira):
    client.force_login(kira)
    return client


def first_section():
    return PortfolioSection.objects.filter(organisation=None)[0]


def values(**changed):
    return {
        "section": first_section(),
        "title": "Грамота",
        "text": "",
        "happened_on": None,
        "url": "",
        **changed,
    }


def add(person, by, **changed):
    return portfolios.add_entry(
        person=person, values=values(**changed), scan=None, by=by
    )


def pdf(name="грамота.pdf", content=b"%PDF-1.4 one"):
    return SimpleUploadedFile(name, content)


def page(response):
    return response.content.decode()


def test_the_mentor_files_changes_and_removes(max_in, mentor):
    url = link("registry:portfolio", pk=mentor.pk)
    assert "Достижения и награды" in page(max_in.get(url))
    add_url = link("registry:portfolio_add", pk=mentor.pk)
    section = first_section().pk
    assert "selected" in page(max_in.get(f"{add_url}?section={section}"))

    max_in.post(
        add_url,
        {
            "section": section,
            "title": "Грамота",
            "happened_on": "01.09.2026",
            "url": "example.org/news",
            "scan": pdf(),
        },
    )

    entry = PortfolioEntry.objects.get()
    shown = page(max_in.get(url))
    assert "Грамота" in shown
    assert "https://example.org/news" in shown
    file_url = link("registry:portfolio_file", pk=entry.pk)
    assert max_in.get(file_url).content == b"%PDF-1.4 one"
    change = link("registry:portfolio_change", pk=entry.pk)
    assert "грамота.pdf" in page(max_in.get(change))
    max_in.post(change, {"section": section, "title": "Диплом"})
    assert max_in.get(file_url).content == b"%PDF-1.4 one"
    max_in.post(
        change,
        {"section": section, "title": "Диплом", "scan": pdf(content=b"%PDF-1.4 two")},
    )
    assert max_in.get(file_url).content == b"%PDF-1.4 two"
    assert Attachment.objects.count() == 1

    remove = link("registry:portfolio_remove", pk=entry.pk)
    assert "Вернуть её нельзя" in page(max_in.get(remove))
    max_in.post(remove)

    assert not PortfolioEntry.objects.exists()
    assert not Attachment.objects.exists()


def test_an_entry_without_a_file_has_none_to_hand_over(max_in, mentor, max_):
    entry = add(mentor, max_)

    assert max_in.get(link("registry:portfolio_file", pk=entry.pk)).status_code == 404
    max_in.post(link("registry:portfolio_remove", pk=entry.pk))
    assert not PortfolioEntry.objects.exists()
    with pytest.raises(Refused, match="уже нет"):
        portfolios.remove_entry(entry=entry, by=max_)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": ""}, "Напишите одной строкой"),
        ({"section": ""}, "Выберите раздел"),
        ({"url": "не ссылка"}, "URL"),
        ({"happened_on": "01.01.2090"}, "ещё не наступила"),
    ],
)
def test_what_is_typed_wrong_is_named_and_kept(max_in, mentor, max_, typed, says):
    entry = add(mentor, max_, title="Прежняя")
    right = {"section": first_section().pk, "title": "Грамота", "text": "Подробности"}
    for name, pk in (("add", mentor.pk), ("change", entry.pk)):
        answer = max_in.post(
            link(f"registry:portfolio_{name}", pk=pk), {**right, **typed}
        )
        assert says in page(answer)
        assert "Подробности" in page(answer)
    assert PortfolioEntry.objects.get().title == "Прежняя"


def test_a_day_to_come_and_a_foreign_section_are_refused(
    school, other_school, mentor, max_
):
    with pytest.raises(Refused, match="ещё не наступила"):
        add(mentor, max_, happened_on=local_day(school) + timedelta(days=1))
    foreign = PortfolioSection.objects.create(organisation=other_school, title="Чужой")
    with pytest.raises(Refused, match="Такого раздела нет"):
        add(mentor, max_, section=foreign)


def test_nothing_is_filed_or_shown_outside_the_consent(client, school, max_, kira):
    """Invariant 16."""
    person = make_mentor_card(make_person(school, user=max_)).person
    url = link("registry:portfolio", pk=person.pk)
    for by in (max_, kira):
        with pytest.raises(PermissionDenied, match="Сначала нужно действующее"):
            add(person, by)
        client.force_login(by)
        assert "Сначала нужно действующее" in page(client.get(url))
    assert client.get(link("registry:portfolio_pdf", pk=person.pk)).status_code == 403
    assert client.get(link("registry:portfolio_add", pk=person.pk)).status_code == 403


def test_a_portfolio_is_kept_by_the_mentor_or_the_curator(
    school, mentor, mia, dina, kira
):
    for by in (mia, dina):
        with pytest.raises(PermissionDenied, match="сам наставник"):
            add(mentor, by)
    add(mentor, kira)
    mentee = consented_mentee(school, mia)
    with pytest.raises(PermissionDenied, match="ведут наставники"):
        add(mentee.person, mia)


def test_a_director_reads_and_others_do_not_find_it(client, mentor, max_, dina, mia):
    entry = add(mentor, max_)
    client.force_login(dina)
    shown = page(client.get(link("registry:portfolio", pk=mentor.pk)))
    assert "Грамота" in shown
    assert "Удалить" not in shown
    client.force_login(mia)
    assert client.get(link("registry:portfolio", pk=mentor.pk)).status_code == 404
    assert client.get(link("registry:portfolio_pdf", pk=mentor.pk)).status_code == 404
    for name in ("change", "remove", "file"):
        url = link(f"registry:portfolio_{name}", pk=entry.pk)
        assert client.get(url).status_code == 404


def test_sections_of_ones_own_are_added_and_switched_off(
    kira_in, school, mentor, max_, kira
):
    url = link("registry:portfolio_sections")
    kira_in.post(url, {"title": "Кружки", "hint": "Какие"})
    own = PortfolioSection.objects.get(organisation=school)
    assert own.ordinal == 6
    assert "уже есть" in page(kira_in.post(url, {"title": "кружки"}))
    assert "Назовите раздел" in page(kira_in.post(url, {"title": ""}))
    empty_url = link("registry:portfolio", pk=mentor.pk)
    assert "Кружки" in page(kira_in.get(empty_url))
    switch = link("registry:portfolio_section_switch", pk=own.pk)

    off = page(kira_in.post(switch, {"is_active": "no"}, follow=True))

    assert "Записи в нём остались" in off
    assert "Кружки" not in page(kira_in.get(empty_url))
    kira_in.post(switch, {"is_active": "no"})
    assert "снова предлагается" in page(
        kira_in.post(switch, {"is_active": "yes"}, follow=True)
    )
    entry = add(mentor, max_, section=own)
    kira_in.post(switch, {"is_active": "no"})
    assert "Кружки" in page(kira_in.get(empty_url))
    assert "Кружки" in page(kira_in.get(link("registry:portfolio_change", pk=entry.pk)))


def test_sections_of_the_portal_and_of_others_stay(
    client, school, kira, max_, other_school
):
    with pytest.raises(Refused, match="раздел портала"):
        portfolios.switch_section(section=first_section(), is_active=False, by=kira)
    with pytest.raises(PermissionDenied):
        portfolios.add_section(organisation=school, title="Мой", hint="", by=max_)
    own = PortfolioSection.objects.create(organisation=school, title="Свой")
    with pytest.raises(PermissionDenied):
        portfolios.switch_section(section=own, is_active=False, by=max_)
    foreign = PortfolioSection.objects.create(organisation=other_school, title="Чужой")
    client.force_login(kira)
    for section in (foreign, first_section()):
        url = link("registry:portfolio_section_switch", pk=section.pk)
        assert client.post(url).status_code == 404


def test_the_portfolio_is_printed_whole(max_in, mentor, max_):
    url = link("registry:portfolio_pdf", pk=mentor.pk)
    assert "Записейпоканет" in whole_text(max_in.get(url).content)
    add(
        mentor,
        max_,
        text="Первая строка\nВторая",
        happened_on=local_day(mentor.organisation),
        url="https://example.org/case",
    )

    text = whole_text(max_in.get(url).content)

    for words in (
        "МорозовМаксимИльич",
        "Достиженияинаграды",
        "Грамота",
        "Втораястрока"[:6],
        "https://example.org/case",
    ):
        assert words in text


@pytest.mark.parametrize("count", [1, 8])
def test_the_page_costs_the_same_however_many_entries(
    max_in, mentor, max_, django_assert_max_num_queries, count
):
    for number in range(count):
        add(mentor, max_, title=f"Грамота {number}")

    with django_assert_max_num_queries(22):
        max_in.get(link("registry:portfolio", pk=mentor.pk))

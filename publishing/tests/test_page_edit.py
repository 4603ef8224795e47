"""Keeping the page: its words, documents and news."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.errors import Refused
from common.links import link
from documents.models import Document
from publishing.actions.news import add_news, edit_news, unpublish_news
from publishing.actions.page import change_page
from publishing.models import NewsPost
from publishing.tests.factories import allow, make_public_paper
from registry.actions.consents import withdraw

NEWS = {"title": "Первая встреча", "text": "Пары познакомились."}


def news_by(kira, school, **values):
    return add_news(
        **{
            "organisation": school,
            "posted_on": timezone.localdate(),
            "by": kira,
            **NEWS,
            **values,
        }
    )


def test_the_curator_changes_words_and_documents(client, cycle, school, kira):
    shown = make_public_paper(school)
    hidden = make_public_paper(school, is_public=False)
    client.force_login(kira)
    assert client.get(link("publishing:page_edit")).status_code == 200

    client.post(
        link("publishing:page_edit"),
        {
            "about": "Новые слова",
            "curator_contacts": "каб. 5",
            "documents": [hidden.pk],
        },
    )

    school.refresh_from_db()
    assert (school.about, school.curator_contacts) == ("Новые слова", "каб. 5")
    public = Document.objects.filter(is_public=True)
    assert list(public) == [hidden]
    assert shown.pk != hidden.pk


def test_a_kind_that_is_not_for_publication_stays_off(cycle, school, kira):
    order = make_public_paper(school, kind="order_pairs", is_public=False)

    change_page(
        organisation=school, about="", curator_contacts="", documents=[order], by=kira
    )

    order.refresh_from_db()
    assert not order.is_public


def test_only_the_curator_keeps_the_page(client, school, dina, max_):
    for user in (dina, max_):
        with pytest.raises(PermissionDenied):
            change_page(
                organisation=school,
                about="",
                curator_contacts="",
                documents=[],
                by=user,
            )
        client.force_login(user)
        for name in ("page_edit", "news_list", "news_add", "case_list", "case_add"):
            assert client.get(link(f"publishing:{name}")).status_code == 403


def test_a_stranger_finds_nothing(client, school, sam):
    client.force_login(sam)

    assert client.get(link("publishing:page_edit")).status_code == 404


def test_news_are_posted_changed_and_taken_down(client, school, kira):
    client.force_login(kira)
    day = timezone.localdate()
    client.post(link("publishing:news_add"), {**NEWS, "posted_on": day})
    post = NewsPost.objects.get()
    assert NEWS["title"] in client.get(link("publishing:page")).content.decode()

    client.post(
        link("publishing:news_edit", pk=post.pk),
        {**NEWS, "title": "Иначе", "posted_on": day},
    )
    assert "Иначе" in client.get(link("publishing:news", pk=post.pk)).content.decode()

    client.post(link("publishing:news_unpublish", pk=post.pk))
    assert client.get(link("publishing:news", pk=post.pk)).status_code == 404
    assert "Иначе" not in client.get(link("publishing:page")).content.decode()
    assert "Снята" in client.get(link("publishing:news_list")).content.decode()


def test_taking_down_twice_changes_nothing(school, kira):
    post = news_by(kira, school)

    unpublish_news(post=unpublish_news(post=post, by=kira), by=kira)

    assert not NewsPost.objects.get().is_published


def test_changing_puts_it_back(school, kira):
    post = unpublish_news(post=news_by(kira, school), by=kira)

    edit_news(post=post, posted_on=post.posted_on, by=kira, **NEWS)

    assert NewsPost.objects.get().is_published


def test_only_the_curator_posts(school, kira, dina):
    post = news_by(kira, school)

    with pytest.raises(PermissionDenied):
        news_by(dina, school)
    with pytest.raises(PermissionDenied):
        edit_news(post=post, posted_on=post.posted_on, by=dina, **NEWS)
    with pytest.raises(PermissionDenied):
        unpublish_news(post=post, by=dina)


def test_nobody_is_named_without_his_consent(client, pair, school, kira):
    with pytest.raises(Refused, match="Мирная Мия Олеговна"):
        news_by(kira, school, text="Грамоту получила Мия Мирная.")
    client.force_login(kira)

    page = client.post(
        link("publishing:news_add"),
        {"title": "М. Морозов", "text": "…", "posted_on": timezone.localdate()},
    )

    assert "Нет согласия" in page.content.decode()
    assert not NewsPost.objects.exists()


def test_a_post_goes_with_the_consent_of_whom_it_names(client, pair, school, kira):
    mentee = pair.members.get().mentee_card.person
    consent = allow(mentee)
    post = news_by(kira, school, text="Грамоту получила Мия Мирная.")
    url = link("publishing:news", pk=post.pk)
    assert list(post.people.all()) == [mentee]
    assert "Мирная" in client.get(url).content.decode()

    withdraw(consent=consent, by=kira)

    assert client.get(url).status_code == 404
    assert "Мирная" not in client.get(link("publishing:page")).content.decode()


def test_a_changed_post_is_checked_anew(client, pair, school, kira):
    post = news_by(kira, school)
    client.force_login(kira)

    page = client.post(
        link("publishing:news_edit", pk=post.pk),
        {"title": "…", "text": "Мия Мирная", "posted_on": post.posted_on},
    )

    assert "Нет согласия" in page.content.decode()


@pytest.mark.parametrize("name", ["news_edit", "news_unpublish"])
def test_strangers_find_no_post(client, school, kira, sam, max_, name):
    post = news_by(kira, school)
    for user in (sam, max_):
        client.force_login(user)
        url = link(f"publishing:{name}", pk=post.pk)
        answer = client.get if name == "news_edit" else client.post
        assert answer(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_news_cost_the_same_however_many(
    client, school, kira, count, django_assert_max_num_queries
):
    for _ in range(count):
        news_by(kira, school)
    client.force_login(kira)

    with django_assert_max_num_queries(12):
        client.get(link("publishing:news_list"))

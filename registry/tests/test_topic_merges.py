"""Two topics of one vocabulary become one; words stay, the last merge is undone (R-146)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from accounts.models import AuditEvent
from common.errors import Refused
from common.form_keys import FIELD
from common.links import link
from common.tenancy import within
from registry.actions.competences import NEW_TOPIC, name_topics, recognise
from registry.actions.topic_merges import merge_topics, undo_merge
from registry.actions.topics import add_phrase, remove_phrase, rename_topic
from registry.models import Competence, Request, TopicMerge, TopicPhrase
from registry.queries.topic_pages import merge_preview
from registry.queries.vocabulary import competences_of, vocabulary_of
from registry.tests.consent_factories import (
    make_child,
    make_cycle,
    make_mentee_card,
    make_mentor_card,
    make_person,
    make_topics,
)

pytestmark = pytest.mark.both


def own(school, title):
    return Competence.objects.create(
        organisation=school, title=title, normalised=title.lower()
    )


def ask(card, text, *topics):
    request = Request.objects.create(
        organisation=card.organisation,
        card=card,
        text=text,
        asked_on=card.cycle.starts_on,
    )
    request.competences.set(topics)
    return request


def titles(rows):
    return sorted(rows.values_list("title", flat=True))


@pytest.fixture
def cycle(school):
    return make_cycle(school)


@pytest.fixture
def shared():
    (topic,) = make_topics("биология")
    return topic


@pytest.fixture
def bees(school):
    return own(school, "пчеловодство")


@pytest.fixture
def used(school, cycle, bees, shared):
    """Bees on a mentor and a request; on another request beside biology."""
    mentor = make_mentor_card(
        make_person(school), cycle=cycle, competences_text="Пчеловодство"
    )
    mentor.competences.add(bees)
    card = make_mentee_card(make_child(school), cycle=cycle)
    return mentor, ask(card, "Пчёлы", bees), ask(card, "Живое", bees, shared)


def merge(school, source, target, by):
    return merge_topics(organisation=school, source=source, target=target, by=by)


def test_everything_of_one_topic_becomes_of_the_other(school, kira, used, bees, shared):
    mentor, asked, both = used

    merge(school, bees, shared, kira)

    assert titles(mentor.competences) == ["биология"]
    assert titles(asked.competences) == titles(both.competences) == ["биология"]
    assert bees not in competences_of(school)
    assert recognise(organisation=school, text="пчеловодство") == [shared]
    assert AuditEvent.objects.filter(what="topic.merged").count() == 1


def test_words_of_people_stay_as_they_were(school, kira, used, bees, shared):
    mentor, asked, _ = used

    merge(school, bees, shared, kira)

    mentor.refresh_from_db()
    asked.refresh_from_db()
    assert (mentor.competences_text, asked.text) == ("Пчеловодство", "Пчёлы")


def test_the_preview_counts_what_the_merge_moves(school, kira, used, bees, shared):
    preview = merge_preview(school, bees, shared)

    moved = merge(school, bees, shared, kira).moved

    assert (preview.mentors, preview.mentors_both) == (1, 0)
    assert (preview.requests, preview.requests_both) == (2, 1)
    assert len(moved["mentors"]) == 1
    assert (len(moved["requests"]), len(moved["requests_both"])) == (1, 1)


def test_a_shared_topic_merged_here_stays_itself_elsewhere(
    school, other_school, kira, cycle, bees, shared
):
    shared.synonyms = ["зоолог*"]
    shared.save()
    before = Competence.objects.values().get(pk=shared.pk)
    with within(other_school.pk):
        card = make_mentee_card(make_child(other_school))
        foreign = ask(card, "Биология", shared)

    merge(school, shared, bees, kira)

    assert Competence.objects.values().get(pk=shared.pk) == before
    assert shared not in competences_of(school)
    assert shared in competences_of(other_school)
    assert recognise(organisation=school, text="хочу в зоологи") == [bees]
    assert vocabulary_of(other_school).recognise("биология").tags == (shared.pk,)
    assert titles(foreign.competences) == ["биология"]


def test_the_last_merge_is_undone_to_the_letter(school, kira, used, bees, shared):
    mentor, asked, both = used
    add_phrase(organisation=school, topic=bees, title="улей", by=kira)

    undo_merge(merge=merge(school, bees, shared, kira), by=kira)

    assert titles(mentor.competences) == titles(asked.competences) == ["пчеловодство"]
    assert titles(both.competences) == ["биология", "пчеловодство"]
    assert recognise(organisation=school, text="пчеловодство") == [bees]
    assert recognise(organisation=school, text="улей") == [bees]


def test_words_once_named_go_with_their_topic_and_come_back(
    school, kira, cycle, shared
):
    said = {"Пчеловодство": NEW_TOPIC}
    name_topics(organisation=school, cycle=cycle, answers=said, by=kira)
    topic = Competence.objects.get(organisation=school)

    made = merge(school, topic, shared, kira)
    assert recognise(organisation=school, text="пчеловодство") == [shared]

    undo_merge(merge=made, by=kira)
    assert recognise(organisation=school, text="пчеловодство") == [topic]
    assert TopicPhrase.objects.get().competence == topic


def test_what_was_decided_by_hand_since_stays(school, kira, used, bees, shared):
    mentor, asked, _ = used
    made = merge(school, bees, shared, kira)
    asked.competences.clear()

    undo_merge(merge=made, by=kira)

    assert titles(asked.competences) == []
    assert titles(mentor.competences) == ["пчеловодство"]


def test_merges_are_undone_last_first_and_each_once(school, kira, used, bees, shared):
    (third,) = make_topics("ботаника")
    first = merge(school, bees, shared, kira)
    second = merge(school, shared, third, kira)

    with pytest.raises(Refused, match="последнее"):
        undo_merge(merge=first, by=kira)
    undo_merge(merge=second, by=kira)
    undo_merge(merge=first, by=kira)
    with pytest.raises(Refused, match="последнее"):
        undo_merge(merge=first, by=kira)

    assert titles(used[0].competences) == ["пчеловодство"]


def test_a_chain_of_merges_leads_to_its_end(school, kira, used, bees, shared):
    (third,) = make_topics("ботаника")

    merge(school, bees, shared, kira)
    merge(school, shared, third, kira)

    assert recognise(organisation=school, text="пчеловодство; биология") == [third]


def test_cards_of_a_closed_cycle_keep_their_topic(school, kira, bees, shared):
    past = make_cycle(school, status="closed")
    card = make_mentor_card(make_person(school), cycle=past)
    card.competences.add(bees)

    merge(school, bees, shared, kira)

    assert titles(card.competences) == ["пчеловодство"]


def test_a_topic_is_not_merged_with_itself_nor_twice(school, kira, bees, shared):
    with pytest.raises(Refused, match="самой"):
        merge(school, bees, bees, kira)
    merge(school, bees, shared, kira)
    with pytest.raises(Refused, match="уже объединили"):
        merge(school, bees, shared, kira)
    with pytest.raises(Refused, match="уже объединили"):
        merge(school, shared, bees, kira)


def test_the_topic_of_another_school_is_not_on_offer(school, other_school, kira, bees):
    with pytest.raises(Refused):
        merge(school, bees, own(other_school, "чужое"), kira)


def test_only_who_keeps_the_cards_merges(school, kira, dina, bees, shared):
    made = merge(school, bees, shared, kira)

    with pytest.raises(PermissionDenied):
        merge(school, shared, bees, dina)
    with pytest.raises(PermissionDenied):
        undo_merge(merge=made, by=dina)


# --- Words and titles ---------------------------------------------------------------------


def test_a_renamed_topic_is_known_by_both_titles(school, kira, bees):
    rename_topic(organisation=school, topic=bees, title="Пасека", by=kira)

    assert recognise(organisation=school, text="пасека; пчеловодство") == [bees]


def test_case_alone_may_be_put_right(school, kira, bees):
    rename_topic(organisation=school, topic=bees, title="Пчеловодство", by=kira)

    bees.refresh_from_db()
    assert bees.title == "Пчеловодство"
    assert not TopicPhrase.objects.exists()


def test_a_shared_topic_is_not_renamed(school, kira, shared):
    with pytest.raises(PermissionDenied, match="общая тема"):
        rename_topic(organisation=school, topic=shared, title="Живое", by=kira)


def test_a_title_taken_is_refused(school, kira, bees, shared):
    with pytest.raises(Refused, match="уже есть"):
        rename_topic(organisation=school, topic=bees, title="Биология", by=kira)
    add_phrase(organisation=school, topic=shared, title="улей", by=kira)
    with pytest.raises(Refused, match="«биология»"):
        rename_topic(organisation=school, topic=bees, title="Улей", by=kira)


def test_a_topic_may_take_its_own_words_for_a_title(school, kira, bees):
    add_phrase(organisation=school, topic=bees, title="улей", by=kira)

    rename_topic(organisation=school, topic=bees, title="Улей", by=kira)

    assert recognise(organisation=school, text="пчеловодство, улей") == [bees]


def test_a_topic_merged_meanwhile_takes_no_words(school, kira, bees, shared):
    merge(school, bees, shared, kira)

    with pytest.raises(Refused, match="объединили"):
        add_phrase(organisation=school, topic=bees, title="улей", by=kira)


def test_added_words_tag_the_cards_at_once(school, kira, cycle, shared):
    card = make_mentee_card(make_child(school), cycle=cycle)
    asked = ask(card, "Хочу узнать про улей")

    add_phrase(organisation=school, topic=shared, title="улей", by=kira)

    assert titles(asked.competences) == ["биология"]


def test_words_taken_back_are_known_no_more(school, kira, shared):
    phrase = add_phrase(organisation=school, topic=shared, title="улей", by=kira)

    remove_phrase(phrase=phrase, by=kira)
    remove_phrase(phrase=phrase, by=kira)

    assert recognise(organisation=school, text="улей") == []
    assert AuditEvent.objects.filter(what="topic.phrase_removed").count() == 1


def test_the_title_of_a_merged_topic_comes_back_by_undoing_alone(
    school, kira, bees, shared
):
    merge(school, bees, shared, kira)
    phrase = TopicPhrase.objects.get()

    with pytest.raises(Refused, match="отмените объединение"):
        remove_phrase(phrase=phrase, by=kira)


# --- At once ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("crossed", [True, False])
def test_of_two_merges_at_once_one_happens(school, kira, bees, shared, crossed):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one at a time")
    (third,) = make_topics("ботаника")
    orders = [(bees, shared), (shared, bees) if crossed else (bees, third)]

    def at_once(order):
        try:
            with within(school.pk):
                merge(school, *order, kira)
        except Refused:
            return "refused"
        finally:
            connections.close_all()
        return "merged"

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(at_once, orders))

    assert ends == ["merged", "refused"]
    assert TopicMerge.objects.count() == 1


# --- The pages ----------------------------------------------------------------------------


def test_the_curator_merges_on_the_page_and_undoes(
    client, school, kira, used, bees, shared
):
    client.force_login(kira)
    url = link("registry:topic_merge", pk=bees.pk)

    listed = client.get(link("registry:competence_list")).content.decode()
    preview = client.get(f"{url}?into={shared.pk}").content.decode()
    done = client.post(url, {"into": shared.pk}, follow=True).content.decode()
    undo = link("registry:topic_merge_undo", pk=TopicMerge.objects.get().pk)
    undone = client.post(undo, follow=True).content.decode()

    assert f'data-merge="{url}"' in listed
    assert "«пчеловодство» станет темой «биология»" in preview
    assert "Отменить объединение" in done
    assert "снова отдельно" in undone
    assert titles(used[0].competences) == ["пчеловодство"]


def test_a_merge_sent_twice_merges_once(client, school, kira, used, bees, shared):
    client.force_login(kira)
    url = link("registry:topic_merge", pk=bees.pk)
    page = client.get(f"{url}?into={shared.pk}").content.decode()
    key = re.search(rf'name="{FIELD}" value="([^"]+)"', page)
    sent = {"into": shared.pk, FIELD: key[1]}

    first, second = client.post(url, sent), client.post(url, sent)

    assert first.url == second.url == link("registry:topic_detail", pk=shared.pk)
    assert TopicMerge.objects.count() == 1


def test_a_merge_without_a_choice_asks_for_one(client, school, kira, bees, shared):
    client.force_login(kira)
    url = link("registry:topic_merge", pk=bees.pk)

    assert "Показать, что перейдёт" in client.get(url).content.decode()
    assert "Выберите тему." in client.get(f"{url}?into=").content.decode()
    assert "больше нет" in client.post(url, {"into": "0"}).content.decode()
    assert not TopicMerge.objects.exists()


def test_words_and_title_are_kept_on_the_page(
    client, school, kira, cycle, bees, shared
):
    client.force_login(kira)
    page = link("registry:topic_detail", pk=bees.pk)
    add = link("registry:topic_phrase_add", pk=bees.pk)

    added = client.post(add, {"title": "улей"}, follow=True).content.decode()
    refused = client.post(add, {"title": "биология"}).content.decode()
    empty = client.post(add, {"title": ""}).content.decode()
    phrase = TopicPhrase.objects.get()
    remove = link("registry:topic_phrase_remove", pk=phrase.pk)
    removed = client.post(remove, follow=True).content.decode()
    rename = link("registry:topic_rename", pk=bees.pk)
    form = client.get(rename).content.decode()
    wrong = client.post(rename, {"title": "!!!"}).content.decode()
    taken = client.post(rename, {"title": "Биология"}).content.decode()
    renamed = client.post(rename, {"title": "Пасека"}, follow=True)

    assert "Теперь «улей»" in added
    assert "Тема с таким названием уже есть" in refused
    assert "Тема с таким названием уже есть" in taken
    assert "Напишите слова" in empty
    assert "больше не означает" in removed
    assert "пчеловодство" in form
    assert "ни одной буквы" in wrong
    assert renamed.redirect_chain[-1][0] == page
    assert "Пасека" in renamed.content.decode()


def test_a_reader_sees_a_topic_and_changes_nothing(client, school, dina, bees, shared):
    client.force_login(dina)

    page = client.get(link("registry:topic_detail", pk=bees.pk)).content.decode()

    assert "Добавить слова" not in page
    assert client.get(link("registry:topic_merge", pk=bees.pk)).status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_a_topic_costs_the_same_however_many_offer_it(
    client, school, kira, cycle, bees, django_assert_max_num_queries, count
):
    for _ in range(count):
        make_mentor_card(make_person(school), cycle=cycle).competences.add(bees)
    client.force_login(kira)

    with django_assert_max_num_queries(17):
        client.get(link("registry:topic_detail", pk=bees.pk))

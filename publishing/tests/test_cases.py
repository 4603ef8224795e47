"""A case: written of what is over, published, named only while consents stand."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from common.errors import Refused
from common.links import link
from common.transitions import TransitionNotAllowed
from programmes.enums import PairStatus
from programmes.tests.pair_factories import make_mentee, make_mentor, make_pair
from publishing.actions.cases import (
    add_case,
    edit_case,
    publish_case,
    unpublish_case,
)
from publishing.enums import CASE_TRANSITIONS, CaseStatus
from publishing.models import Case
from publishing.tests.factories import CASE, allow
from registry.actions.consents import withdraw
from registry.models import MenteeCard, MentorCard


def people_of(pair):
    return pair.mentor_card.person, pair.members.get().mentee_card.person


def text_of(client, case):
    return client.get(link("publishing:case", pk=case.pk)).content.decode()


@pytest.mark.parametrize(
    "status", sorted(set(PairStatus) - {PairStatus.COMPLETED, PairStatus.ENDED_EARLY})
)
def test_nothing_is_told_before_the_pair_is_over(cycle, kira, status):
    pair = make_pair(kira, cycle, status)

    with pytest.raises(PermissionDenied, match="после завершения"):
        add_case(pair=pair, values=CASE, by=kira)


def test_a_pair_that_ended_early_may_teach_too(cycle, kira):
    pair = make_pair(kira, cycle, PairStatus.ENDED_EARLY)

    assert add_case(pair=pair, values=CASE, by=kira).status == CaseStatus.DRAFT


def test_only_the_curator_tells(pair, case, dina, max_):
    for user in (dina, max_):
        for act in (
            lambda by: add_case(pair=pair, values=CASE, by=by),
            lambda by: edit_case(case=case, values=CASE, by=by),
            lambda by: publish_case(case=case, by=by),
        ):
            with pytest.raises(PermissionDenied, match="куратор"):
                act(user)


@pytest.mark.parametrize("field", ["title", "problem", "solution", "result", "quote"])
def test_a_surname_of_the_pair_does_not_stand_in_the_text(pair, kira, field):
    with pytest.raises(Refused, match="Морозов"):
        add_case(pair=pair, values={**CASE, field: "Спасибо Морозову!"}, by=kira)


def test_a_published_case_is_read_by_anybody(client, case, kira):
    assert client.get(link("publishing:case", pk=case.pk)).status_code == 404

    case = publish_case(case=case, by=kira)

    assert case.published_by == kira
    assert case.problem in text_of(client, case)
    assert case.title in client.get(link("publishing:page")).content.decode()


def test_names_stand_only_for_those_who_consent(client, case, pair, kira):
    mentor, mentee = people_of(pair)
    publish_case(case=case, by=kira)
    assert "Морозов" not in text_of(client, case)
    assert "Мирная" not in text_of(client, case)

    allow(mentor)
    assert "Морозов Максим Ильич" in text_of(client, case)
    assert "Мирная" not in text_of(client, case)

    consent = allow(mentee)
    assert "Мирная Мия Олеговна" in text_of(client, case)

    withdraw(consent=consent, by=kira)
    assert "Мирная" not in text_of(client, case)
    assert "Морозов" in text_of(client, case)


def test_a_name_without_leave_to_tell_the_story_does_not_stand(
    client, case, pair, kira
):
    allow(people_of(pair)[0], "full_name")
    publish_case(case=case, by=kira)

    assert "Морозов" not in text_of(client, case)


def test_the_curator_may_leave_names_out(client, pair, kira):
    allow(people_of(pair)[0])
    case = add_case(pair=pair, values={**CASE, "has_names": False}, by=kira)
    publish_case(case=case, by=kira)

    assert "Морозов" not in text_of(client, case)


def test_publishing_writes_the_address_into_both_bases(case, pair, kira):
    publish_case(case=case, by=kira)
    address = f"/cases/{case.pk}/"
    assert MentorCard.objects.get().case_url.endswith(address)
    assert MenteeCard.objects.get().case_url.endswith(address)

    unpublish_case(case=case, by=kira)

    assert MentorCard.objects.get().case_url == ""
    assert MenteeCard.objects.get().case_url == ""


def test_taking_down_leaves_another_link_alone(case, kira):
    publish_case(case=case, by=kira)
    MentorCard.objects.update(case_url="https://example.ru/other")

    unpublish_case(case=case, by=kira)

    assert MentorCard.objects.get().case_url == "https://example.ru/other"


def test_a_closed_cycle_keeps_its_bases_as_they_are(case, cycle, kira):
    cycle.status = "closed"
    cycle.save()

    publish_case(case=case, by=kira)

    assert MentorCard.objects.get().case_url == ""


def test_a_case_taken_down_is_gone_at_once(client, case, kira):
    publish_case(case=case, by=kira)
    assert client.get(link("publishing:case", pk=case.pk)).status_code == 200

    unpublish_case(case=case, by=kira)

    assert client.get(link("publishing:case", pk=case.pk)).status_code == 404
    assert case.title not in client.get(link("publishing:page")).content.decode()


def test_what_is_published_is_not_rewritten_nor_published_again(case, kira):
    publish_case(case=case, by=kira)

    with pytest.raises(PermissionDenied, match="сначала снимают"):
        edit_case(case=case, values=CASE, by=kira)
    with pytest.raises(PermissionDenied, match="уже опубликован"):
        publish_case(case=case, by=kira)


def test_a_draft_cannot_be_taken_down(case, kira):
    with pytest.raises(PermissionDenied, match="снимать нечего"):
        unpublish_case(case=case, by=kira)


def test_who_may_not_tell_may_not_take_down_either(case, kira, dina):
    publish_case(case=case, by=kira)

    with pytest.raises(PermissionDenied, match="куратор"):
        unpublish_case(case=case, by=dina)


def test_a_case_taken_down_may_be_rewritten_and_published_again(client, case, kira):
    publish_case(case=case, by=kira)
    unpublish_case(case=case, by=kira)
    edit_case(case=case, values={**CASE, "title": "Новое имя"}, by=kira)

    publish_case(case=case, by=kira)

    assert "Новое имя" in text_of(client, case)


@pytest.mark.parametrize("source", CaseStatus)
@pytest.mark.parametrize("target", CaseStatus)
def test_a_case_is_published_and_taken_down(source, target):
    legal = {
        (CaseStatus.DRAFT, CaseStatus.PUBLISHED),
        (CaseStatus.PUBLISHED, CaseStatus.UNPUBLISHED),
        (CaseStatus.UNPUBLISHED, CaseStatus.PUBLISHED),
    }

    assert CASE_TRANSITIONS.allows(source, target) == ((source, target) in legal)
    if (source, target) not in legal:
        with pytest.raises(TransitionNotAllowed):
            CASE_TRANSITIONS.check(source, target)


def test_the_curator_writes_and_publishes_on_the_pages(client, pair, kira):
    client.force_login(kira)
    assert "Есть пары" in client.get(link("publishing:case_list")).content.decode()
    form = {name: value for name, value in CASE.items() if name != "has_names"}
    page = client.post(
        link("publishing:case_add"), {**form, "pair": pair.pk, "quote": "Мирная!"}
    )
    assert "названа фамилия" in page.content.decode()

    client.post(link("publishing:case_add"), {**form, "pair": pair.pk})
    case = Case.objects.get()
    client.post(
        link("publishing:case_edit", pk=case.pk), {**form, "title": "Другое имя"}
    )
    page = client.post(
        link("publishing:case_edit", pk=case.pk), {**form, "title": "Морозов"}
    )
    assert "названа фамилия" in page.content.decode()
    client.post(link("publishing:case_publish", pk=case.pk))

    case.refresh_from_db()
    assert (case.title, case.status) == ("Другое имя", CaseStatus.PUBLISHED)
    page = client.get(link("publishing:case_detail", pk=case.pk)).content.decode()
    assert "Снять с публикации" in page
    client.post(link("publishing:case_unpublish", pk=case.pk))
    case.refresh_from_db()
    assert case.status == CaseStatus.UNPUBLISHED


def test_the_curator_is_told_that_no_names_will_stand(client, case, kira):
    client.force_login(kira)

    page = client.get(link("publishing:case_detail", pk=case.pk)).content.decode()

    assert "Имён не будет" in page


@pytest.mark.parametrize(
    "name", ["case_detail", "case_edit", "case_publish", "case_unpublish"]
)
def test_strangers_and_participants_find_no_case(client, case, sam, max_, name):
    url = link(f"publishing:{name}", pk=case.pk)
    for user in (sam, max_):
        client.force_login(user)
        answer = client.get if name in {"case_detail", "case_edit"} else client.post
        assert answer(url).status_code == 404


def test_a_case_of_another_organisation_is_not_found(client, case, kira, other_school):
    publish_case(case=case, by=kira)

    url = link("publishing:case", organisation=other_school.slug, pk=case.pk)

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    client, cycle, kira, count, django_assert_max_num_queries
):
    for number in range(count):
        pair = make_pair(
            kira,
            cycle,
            PairStatus.COMPLETED,
            mentor=make_mentor(cycle, f"Азов{number} Андрей Петрович"),
            mentees=[make_mentee(cycle, f"Белова{number} Вера Ивановна")],
        )
        add_case(pair=pair, values=CASE, by=kira)
    client.force_login(kira)

    with django_assert_max_num_queries(15):
        client.get(link("publishing:case_list"))

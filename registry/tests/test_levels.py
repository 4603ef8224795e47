"""Levels of the bases: every figure opens the list it counts, and the file has the same."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils import timezone

from registry.actions import cards
from registry.enums import (
    Audience,
    CardSource,
    Channel,
    InterviewConclusion,
    InterviewStatus,
    MenteeStatus,
    MentorStatus,
)
from registry.models import (
    Interview,
    MenteeCard,
    MentorCard,
    MentoringKind,
    MentorPool,
    MentorRegisterEdition,
    MentorRegisterEntry,
    Partner,
)
from registry.tests.consent_factories import (
    load_texts,
    make_cycle,
    make_mentee_card,
    make_mentor_card,
    make_person,
)
from registry.tests.import_files import people_url

pytestmark = pytest.mark.both
M, E = MentorStatus, MenteeStatus


@pytest.fixture
def cycle(school):
    load_texts()
    return make_cycle(school)


@pytest.fixture
def kira_in(client, kira):
    client.force_login(kira)
    return client


@pytest.fixture
def every_state(cycle):
    """A mentor and a mentee in each state; drafts are theirs alone."""
    for status in M:
        make_mentor_card(make_person(cycle.organisation), cycle=cycle, status=status)
    for status in E:
        make_mentee_card(make_person(cycle.organisation), status, cycle=cycle)


MENTOR_FIGURES = {
    "": 13,
    "applied": 2,
    "potential": 1,
    "year": 6,
    "selected": 1,
    "register": 1,
    "ready": 1,
    "in_pair": 1,
    "long_term": 1,
    "out": 3,
}
MENTEE_FIGURES = {
    "": 13,
    "applied": 2,
    "wish": 6,
    "base": 7,
    "unmatched": 1,
    "paired": 2,
    "completed": 2,
    "stale": 1,
    "out": 2,
}


@pytest.mark.parametrize(
    ("base", "figures"), [("", MENTOR_FIGURES), ("mentees/", MENTEE_FIGURES)]
)
def test_every_figure_opens_its_list_and_its_file(
    base, figures, kira_in, school, every_state
):
    tabs = kira_in.get(people_url(school, base)).context["levels"]

    assert {tab.url.rpartition("level=")[2]: tab.count for tab in tabs} == figures
    kind = "mentees" if base else "mentors"
    for tab in tabs:
        page = kira_in.get(people_url(school, base + tab.url))
        assert page.context["page"].paginator.count == tab.count, tab.title
        file = kira_in.get(people_url(school, f"{kind}.csv{tab.url}"))
        rows = list(
            csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
        )
        assert len(rows) - 1 == tab.count, tab.title


def test_figures_follow_the_other_filters(kira_in, school, cycle):
    make_mentor_card(make_person(school, "Белов Лев Ильич"), cycle=cycle)
    make_mentor_card(make_person(school, "Зимин Лев Ильич"), cycle=cycle)

    tabs = kira_in.get(people_url(school, "?q=белов")).context["levels"]

    assert [(tab.title, tab.count) for tab in tabs] == [("Все", 1), ("База года", 1)]
    assert all("q=" in tab.url for tab in tabs)


def test_who_was_recommended_or_entered_stays_in_the_list_of_it(
    kira_in, school, cycle, kira
):
    card = make_mentor_card(make_person(school), cycle=cycle, status=M.IN_PAIR)
    Interview.objects.create(
        organisation=school,
        card=card,
        status=InterviewStatus.HELD,
        held_on=date(2026, 9, 5),
        recorded_by=kira,
        conclusion=InterviewConclusion.RECOMMENDED,
    )
    edition = MentorRegisterEdition.objects.create(
        organisation=school, cycle=cycle, number=1, created_by=kira
    )
    entry = MentorRegisterEntry.objects.create(
        organisation=school, card=card, entered_by=edition
    )

    def found(level):
        page = kira_in.get(people_url(school, f"?level={level}"))
        return page.context["page"].paginator.count

    assert (found("selected"), found("register")) == (1, 0)
    entry.entered_on = date(2026, 9, 9)
    entry.save()
    assert found("register") == 1
    entry.left_on = date(2026, 9, 10)
    entry.save()
    assert found("register") == 0


def test_a_third_partys_draft_is_seen_and_ones_own_is_not(kira_in, school, cycle):
    make_mentee_card(make_person(school), E.DRAFT, cycle=cycle)
    told = make_mentee_card(
        make_person(school, "Белов Лев Ильич"),
        E.DRAFT,
        cycle=cycle,
        source=CardSource.THIRD_PARTY,
    )

    page = kira_in.get(people_url(school, "mentees/?level=asked_for"))

    assert list(page.context["page"]) == [told]


def test_who_stands_without_a_pair_is_listed_with_the_reason(
    kira_in, school, cycle, kira
):
    card = make_mentee_card(make_person(school), E.MATCHING, cycle=cycle)
    make_mentee_card(make_person(school), E.UNMATCHED, cycle=cycle)
    cards.move_mentee(card=card, to=E.UNMATCHED, by=kira, remark="Нет взаимного выбора")

    page = kira_in.get(people_url(school, "mentees/?level=unmatched"))

    assert page.content.decode().count("Нет взаимного выбора") == 1
    assert "Нет взаимного выбора" not in (
        kira_in.get(people_url(school, "mentees/")).content.decode()
    )


def aged(card, days=400):
    then = timezone.now() - timedelta(days=days)
    type(card).objects.filter(pk=card.pk).update(changed_at=then)


def test_a_mentors_card_untouched_for_a_year_is_to_be_renewed(kira_in, school, cycle):
    old = make_mentor_card(make_person(school), cycle=cycle)
    gone = make_mentor_card(make_person(school), cycle=cycle, status=M.REJECTED)
    make_mentor_card(make_person(school), cycle=cycle)
    aged(old)
    aged(gone)

    page = kira_in.get(people_url(school, "?level=stale"))
    assert list(page.context["page"]) == [old]

    MentorCard.objects.filter(pk=old.pk).update(refreshed_on=timezone.localdate())
    page = kira_in.get(people_url(school, "?level=stale"))
    assert not list(page.context["page"])


def test_mentors_are_narrowed_by_contour_pool_and_partner(kira_in, school, cycle):
    pools = [
        MentorPool.objects.create(code=code, title=code, contour=contour)
        for code, contour in (("a", "inner"), ("b", "outer"), ("c", "outer"))
    ]
    partner = Partner.objects.create(organisation=school, title="Завод")
    one = make_mentor_card(
        make_person(school, "Белов Лев Ильич", partner=partner), cycle=cycle
    )
    two = make_mentor_card(make_person(school, "Зимин Лев Ильич"), cycle=cycle)
    one.pools.add(pools[1], pools[2])
    two.pools.add(pools[0])

    for query, names in (
        ("contour=outer", ["Белов"]),
        ("contour=inner", ["Зимин"]),
        (f"pool={pools[2].pk}", ["Белов"]),
        (f"partner={partner.pk}", ["Белов"]),
        ("contour=nonsense", ["Белов", "Зимин"]),
    ):
        page = kira_in.get(people_url(school, f"?{query}")).context["page"]
        assert [card.person.last_name for card in page] == names, query


def test_mentees_are_narrowed_by_audience_channel_and_kind(kira_in, school, cycle):
    kind = MentoringKind.objects.create(code="reverse", title="реверсивное")
    make_mentee_card(
        make_person(school, "Белов Лев Ильич"),
        E.IN_BASE,
        cycle=cycle,
        audience=Audience.PUPIL,
        channel=Channel.PARENT,
        wanted_kind=kind,
    )
    make_mentee_card(
        make_person(school, "Зимин Лев Ильич"),
        E.IN_BASE,
        cycle=cycle,
        audience=Audience.TEACHER,
        channel=Channel.SELF,
    )

    for query, names in (
        ("audience=pupil", ["Белов"]),
        ("channel=self", ["Зимин"]),
        (f"kind={kind.pk}", ["Белов"]),
    ):
        page = kira_in.get(people_url(school, f"mentees/?{query}")).context["page"]
        assert [card.person.last_name for card in page] == names, query


def test_the_page_of_the_cycle_counts_what_its_lists_show(
    kira_in, school, cycle, every_state
):
    page = kira_in.get(people_url(school, f"cycles/{cycle.pk}/"))

    numbers = page.context["numbers"]
    assert (numbers.mentors, numbers.mentees) == (13, 13)
    assert MenteeCard.objects.count() == 14

"""Into the next cycle: who goes on, whose consent is asked for first, nothing doubled."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from common.errors import Refused
from common.links import link
from common.tenancy import within
from registry.actions import carrying
from registry.enums import (
    Audience,
    CardSource,
    Channel,
    ConsentKind,
    ConsentStatus,
    CycleStatus,
    MenteeStatus,
    MentorStatus,
)
from registry.models import MenteeCard, MentorCard, MentorPool, Request
from registry.queries.ageing import cards_to_refresh
from registry.queries.carrying import (
    MENTEES_GOING_ON,
    MENTORS_GOING_ON,
    carried_mentees,
    carried_mentors,
    cycles_to_carry_into,
)
from registry.queries.history import history_of
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_consent,
    make_cycle,
    make_mentee_card,
    make_mentor_card,
    make_person,
    make_topics,
)

pytestmark = pytest.mark.both
M, E = MentorStatus, MenteeStatus


@pytest.fixture
def source(school):
    load_texts()
    return make_cycle(school, status=CycleStatus.CLOSING)


@pytest.fixture
def target(school):
    return make_cycle(
        school,
        title="Следующий",
        starts_on=date(2027, 9, 1),
        ends_on=date(2028, 5, 31),
        status=CycleStatus.PREPARATION,
    )


def consented(person):
    kind = ConsentKind.PARTICIPANT
    make_consent(person, kind, ConsentStatus.VERIFIED)
    return person


@pytest.fixture
def mentor(school, source):
    card = make_mentor_card(
        consented(make_person(school, "Белов Лев Ильич")),
        cycle=source,
        status=M.LONG_TERM,
        competences_text="шахматы",
        labels="тренер",
        results="Выиграли турнир",
        counterpart_names="Мия",
    )
    card.competences.set(make_topics("шахматы"))
    card.pools.add(
        MentorPool.objects.create(code="in_teacher", title="Педагоги", contour="inner")
    )
    return card


@pytest.fixture
def mentee(school, source):
    card = make_mentee_card(
        make_child(school),
        E.UNMATCHED,
        cycle=source,
        audience=Audience.PUPIL,
        channel=Channel.PARENT,
    )
    for text, closed in (("Шахматы", None), ("Речь", date(2026, 12, 1))):
        request = Request.objects.create(
            organisation=school,
            card=card,
            text=text,
            asked_on=date(2026, 9, 1),
            closed_on=closed,
        )
        request.competences.set(make_topics(f"тема {text}"))
    return card


def carry(source, target, by, mentors=(), mentees=()):
    return carrying.carry(
        source=source,
        target=target,
        mentors=[card.pk for card in mentors],
        mentees=[card.pk for card in mentees],
        by=by,
    )


def test_needs_go_on_as_old_as_they_are(source, target, mentee, kira):
    carry(source, target, kira, mentees=[mentee])

    card = MenteeCard.objects.get(cycle=target)
    assert card.requests.get().asked_on == date(2026, 9, 1)
    assert cards_to_refresh([card], date(2027, 8, 31)) == []
    MenteeCard.objects.filter(pk=card.pk).update(status=E.IN_BASE)
    assert cards_to_refresh([card], date(2027, 9, 2)) == [card]


def test_a_mentor_goes_on_with_what_he_offers_and_without_last_years_pair(
    source, target, mentor, kira
):
    done = carry(source, target, kira, mentors=[mentor])

    card = MentorCard.objects.get(cycle=target)
    assert (done.mentors, done.left) == (1, ())
    assert (card.status, card.source) == (M.YEAR_BASE, CardSource.CARRIED)
    assert (card.competences_text, card.labels) == ("шахматы", "тренер")
    assert (card.results, card.counterpart_names) == ("", "")
    assert list(card.competences.all()) == list(mentor.competences.all())
    assert list(card.pools.all()) == list(mentor.pools.all())
    told = history_of(card, with_person=False)[0]
    assert told.what == "Перенесён из прошлого цикла"
    assert told.remark == f"Из цикла «{source.title}»"
    mentor.refresh_from_db()
    assert mentor.status == M.LONG_TERM


def test_a_mentee_goes_on_with_open_requests_and_waits_for_the_consent(
    source, target, mentee, kira
):
    done = carry(source, target, kira, mentees=[mentee])

    card = MenteeCard.objects.get(cycle=target)
    assert (done.mentees, done.waiting) == (1, 1)
    assert (card.status, card.source) == (E.CONSENT_WAIT, CardSource.CARRIED)
    assert (card.audience, card.channel) == (Audience.PUPIL, Channel.PARENT)
    request = card.requests.get()
    assert request.text == "Шахматы"
    assert request.competences.get().title == "тема Шахматы"
    assert card.person.consents.get().status == ConsentStatus.REQUIRED


def test_a_mentee_whose_consent_stands_is_in_the_base_at_once(
    school, source, target, kira
):
    old = make_mentee_card(consented(make_person(school)), E.IN_BASE, cycle=source)

    carry(source, target, kira, mentees=[old])

    assert MenteeCard.objects.get(cycle=target).status == E.IN_BASE


def test_a_mentor_without_a_consent_stays_behind_and_is_asked(
    school, source, target, kira
):
    old = make_mentor_card(
        make_person(school, "Зимин Олег Ильич"), cycle=source, status=M.LONG_TERM
    )

    done = carry(source, target, kira, mentors=[old])

    assert (done.mentors, done.left) == (0, ("Зимин Олег Ильич",))
    assert not MentorCard.objects.filter(cycle=target).exists()
    assert old.person.consents.get().status == ConsentStatus.REQUIRED


def test_repeating_doubles_nobody(source, target, mentor, mentee, kira):
    for _ in range(2):
        carry(source, target, kira, mentors=[mentor], mentees=[mentee])

    assert MentorCard.objects.filter(cycle=target).count() == 1
    assert MenteeCard.objects.filter(cycle=target).count() == 1
    assert Request.objects.filter(card__cycle=target).count() == 1


def test_who_completed_left_or_was_erased_does_not_go_on(school, source, target):
    for status in M:
        make_mentor_card(make_person(school), cycle=source, status=status)
    for status in E:
        make_mentee_card(make_person(school), status, cycle=source)
    gone = make_person(school, departure="left", departed_on=date(2027, 5, 1))
    make_mentor_card(gone, cycle=source, status=M.LONG_TERM)
    make_mentee_card(gone, E.IN_BASE, cycle=source)

    mentors = {card.status for card in carried_mentors(source, target)}
    mentees = {card.status for card in carried_mentees(source, target)}

    assert mentors == set(MENTORS_GOING_ON)
    assert mentees == set(MENTEES_GOING_ON)
    assert not {E.COMPLETED, E.MENTOR_CANDIDATE, E.WITHDRAWN} & mentees
    assert gone.pk not in {card.person_id for card in carried_mentors(source, target)}


def test_one_carries_into_a_later_cycle_that_is_not_over(school, source, target, kira):
    earlier = make_cycle(
        school, starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 31), title="Прежний"
    )
    make_cycle(
        school,
        starts_on=date(2028, 9, 1),
        ends_on=date(2029, 5, 31),
        status=CycleStatus.CLOSED,
    )

    assert cycles_to_carry_into(source) == [target]
    assert set(cycles_to_carry_into(earlier)) == {target}
    with pytest.raises(Refused, match="в другой"):
        carry(source, source, kira)


@pytest.mark.parametrize("who", ["dina", "max_"])
def test_only_who_keeps_the_bases_carries(who, source, target, request, mentor):
    with pytest.raises(PermissionDenied):
        carry(source, target, request.getfixturevalue(who), mentors=[mentor])


def test_the_page_offers_everybody_and_carries_the_ticked(
    source, target, mentor, mentee, kira, client
):
    client.force_login(kira)
    url = link("registry:cycle_carry", pk=source.pk)
    page = client.get(url).content.decode()
    assert "Белов Лев Ильич" in page
    assert "Мирная Мия Олеговна" in page

    empty = client.post(url, {"target": target.pk}, follow=True).content.decode()
    assert "Отметьте хотя бы одного" in empty
    done = client.post(
        url,
        {"target": target.pk, "mentor": [mentor.pk], "mentee": [mentee.pk, "x"]},
        follow=True,
    ).content.decode()

    assert "Перенесено: 1 наставник, 1 наставляемый" in done
    assert "Ждут согласия" in done
    assert "Переносить некого" in client.get(url).content.decode()


def test_the_page_tells_whom_it_left_behind(school, source, target, kira, client):
    old = make_mentor_card(
        make_person(school, "Зимин Олег Ильич"), cycle=source, status=M.READY
    )
    client.force_login(kira)

    page = client.post(
        link("registry:cycle_carry", pk=source.pk),
        {"target": target.pk, "mentor": [old.pk]},
        follow=True,
    ).content.decode()

    assert "не перенесены" in page
    assert "Зимин Олег Ильич" in page


def test_without_a_next_cycle_the_page_says_what_to_do(source, kira, client):
    client.force_login(kira)

    page = client.get(link("registry:cycle_carry", pk=source.pk)).content.decode()

    assert "Следующего цикла ещё нет" in page


@pytest.mark.parametrize("count", [1, 4])
def test_carrying_more_people_asks_no_more(
    count, school, source, target, kira, django_assert_max_num_queries
):
    old = [
        make_mentor_card(
            consented(make_person(school)), cycle=source, status=M.LONG_TERM
        )
        for _ in range(count)
    ]

    with django_assert_max_num_queries(30):
        carry(source, target, kira, mentors=old)


@pytest.mark.django_db(transaction=True)
def test_two_curators_carrying_at_once_double_nobody(school, kira, race_rounds):
    if connection.vendor != "postgresql":
        pytest.skip("Races are run on PostgreSQL")
    load_texts()
    source = make_cycle(school)
    person = consented(make_person(school))
    old = make_mentor_card(person, cycle=source, status=M.LONG_TERM)
    for number in range(race_rounds):
        target = make_cycle(
            school,
            title=f"Следующий {number}",
            starts_on=date(2027, 9, 1),
            ends_on=date(2028, 5, 31),
        )
        both, failed = Barrier(2), []

        def run(target=target, both=both, failed=failed):
            try:
                with within(school.pk):
                    both.wait()
                    carry(source, target, kira, mentors=[old])
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is told
                failed.append(error)
            finally:
                connection.close()

        threads = [Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert failed == []
        assert MentorCard.objects.filter(cycle=target).count() == 1

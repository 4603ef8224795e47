"""Cards grow stale by the clock and are confirmed in one click (R-030, R-267)."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent
from common.errors import Refused
from common.links import link
from common.tenancy import within
from registry.actions import refreshing
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus, MentorStatus
from registry.models import MenteeCard
from registry.queries.ageing import cards_to_refresh
from registry.queries.history import history_of
from registry.queries.levels import stale_counts
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
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


def aged(card, days=400):
    then = timezone.now() - timedelta(days=days)
    type(card).objects.filter(pk=card.pk).update(changed_at=then)
    card.refresh_from_db()
    return card


def consented(person):
    make_consent(person, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)
    return person


@pytest.mark.parametrize("status", list(E))
def test_after_a_year_of_silence_the_clock_marks_who_waits(status, cycle):
    card = aged(make_mentee_card(make_person(cycle.organisation), status, cycle=cycle))

    marked = refreshing.mark_stale(organisation=cycle.organisation)

    card.refresh_from_db()
    is_ageing = status in {E.IN_BASE, E.ANALYSED, E.UNMATCHED}
    assert marked == is_ageing
    assert card.status == (E.STALE if is_ageing else status)


@pytest.mark.parametrize("days", [364, 400])
def test_a_year_is_a_year(days, cycle):
    card = make_mentee_card(make_person(cycle.organisation), E.IN_BASE, cycle=cycle)
    aged(card, days)
    assert len(cards_to_refresh([card], timezone.localdate())) == (days == 400)

    assert refreshing.mark_stale(organisation=cycle.organisation) == (days == 400)


def test_what_was_confirmed_within_the_year_is_fresh(cycle):
    card = make_mentee_card(
        make_person(cycle.organisation),
        E.IN_BASE,
        cycle=cycle,
        refreshed_on=timezone.localdate() - timedelta(days=30),
    )
    assert not cards_to_refresh([aged(card)], timezone.localdate())

    assert refreshing.mark_stale(organisation=cycle.organisation) == 0


def test_a_closed_cycle_ages_no_more(school, kira):
    card = aged(
        make_mentee_card(
            make_person(school), E.IN_BASE, cycle=make_cycle(school, status="closed")
        )
    )

    assert refreshing.mark_stale(organisation=school) == 0
    with pytest.raises(PermissionDenied, match="завершён"):
        refreshing.refresh_mentee(card=card, by=kira)


def test_the_clock_leaves_a_line_in_every_history_and_comes_once(cycle):
    cards = [
        aged(make_mentee_card(make_person(cycle.organisation), E.IN_BASE, cycle=cycle))
        for _ in range(3)
    ]

    refreshing.mark_stale_everywhere()
    refreshing.mark_stale_everywhere()

    assert AuditEvent.objects.filter(what="mentee.moved").count() == 3
    told = history_of(cards[1], with_person=False)[0]
    assert (told.by, told.remark) == ("", "Сведения не обновляли больше года")


def test_one_click_of_the_curator_brings_the_mentee_back(cycle, kira, client):
    card = make_mentee_card(
        consented(make_person(cycle.organisation)), E.STALE, cycle=cycle
    )
    client.force_login(kira)
    detail = people_url(cycle.organisation, f"mentees/{card.pk}/")
    assert "Сведения верны" in client.get(detail).content.decode()

    client.post(link("registry:mentee_refresh", pk=card.pk))
    client.post(link("registry:mentee_refresh", pk=card.pk))

    card.refresh_from_db()
    assert (card.status, card.refreshed_on) == (E.IN_BASE, timezone.localdate())
    assert AuditEvent.objects.filter(what="mentee.refreshed").count() == 1


def test_a_parent_confirms_for_the_child_and_a_mentor_for_himself(
    school, cycle, mia, pavel, max_, client
):
    child = make_child(school, user=mia)
    make_guardian(child, pavel)
    make_consent(child, ConsentKind.REPRESENTATIVE, ConsentStatus.VERIFIED)
    mentee = make_mentee_card(child, E.STALE, cycle=cycle)
    mentor = aged(make_mentor_card(make_person(school, user=max_), cycle=cycle))
    client.force_login(pavel)
    assert "Сведения верны" in client.get(link("registry:my_card")).content.decode()
    client.post(link("registry:mentee_refresh", pk=mentee.pk))
    client.force_login(max_)
    assert "Сведения верны" in client.get(link("registry:my_card")).content.decode()
    client.post(link("registry:mentor_refresh", pk=mentor.pk))

    mentee.refresh_from_db()
    mentor.refresh_from_db()
    assert mentee.status == E.IN_BASE
    assert not cards_to_refresh([mentee, mentor], timezone.localdate())


def test_without_a_consent_a_stale_card_stays_so(cycle, kira):
    card = make_mentee_card(make_person(cycle.organisation), E.STALE, cycle=cycle)

    with pytest.raises(Refused, match="согласие"):
        refreshing.refresh_mentee(card=card, by=kira)

    card.refresh_from_db()
    assert (card.status, card.refreshed_on) == (E.STALE, None)


def test_strangers_and_ended_cards_are_refused(cycle, kira, max_):
    card = make_mentee_card(make_person(cycle.organisation), E.STALE, cycle=cycle)
    with pytest.raises(PermissionDenied, match="Заявку подаёт"):
        refreshing.refresh_mentee(card=card, by=max_)
    ended = make_mentor_card(
        make_person(cycle.organisation), cycle=cycle, status=M.REJECTED
    )

    with pytest.raises(PermissionDenied, match="закрыта"):
        refreshing.refresh_mentor(card=ended, by=kira)


def test_what_is_to_be_renewed_is_counted_by_cycle(cycle, school):
    aged(make_mentor_card(make_person(school), cycle=cycle))
    make_mentee_card(make_person(school), E.STALE, cycle=cycle)
    aged(make_mentee_card(make_person(school), E.IN_BASE, cycle=cycle))
    fresh = make_cycle(school)
    make_mentor_card(make_person(school), cycle=fresh)

    assert stale_counts([cycle, fresh], timezone.localdate()) == {cycle.pk: (1, 2)}


@pytest.mark.django_db(transaction=True)
def test_the_clock_and_a_confirmation_never_leave_a_fresh_card_stale(
    school, kira, race_rounds
):
    """Whoever comes first, a card confirmed today is not stale tomorrow."""
    if connection.vendor != "postgresql":
        pytest.skip("Races are run on PostgreSQL")
    load_texts()
    cycle = make_cycle(school)
    person = consented(make_person(school))
    card = make_mentee_card(person, E.IN_BASE, cycle=cycle)
    for _ in range(race_rounds):
        MenteeCard.objects.filter(pk=card.pk).update(
            status=E.IN_BASE,
            refreshed_on=None,
            changed_at=timezone.now() - timedelta(days=400),
        )
        both, failed = Barrier(2), []

        def run(act, both=both, failed=failed):
            try:
                with within(school.pk):
                    both.wait()
                    act()
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is told
                failed.append(error)
            finally:
                connection.close()

        threads = [
            Thread(target=run, args=(act,))
            for act in (
                lambda: refreshing.mark_stale(organisation=school),
                lambda: refreshing.refresh_mentee(card=card, by=kira),
            )
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        card.refresh_from_db()
        assert failed == []
        assert (card.status, card.refreshed_on) == (E.IN_BASE, timezone.localdate())

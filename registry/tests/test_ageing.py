"""Needs that nobody has asked about for a year are marked (R-267)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from common.links import link
from registry.actions import refreshing
from registry.enums import MenteeStatus
from registry.models import MenteeCard, Request
from registry.models.need import NeedsAnalysis
from registry.queries.ageing import cards_to_refresh
from registry.tests.consent_factories import make_child, make_cycle, make_mentee_card

MARK = "Данные старше года"
TODAY = timezone.localdate()


@pytest.fixture
def card(school):
    return make_mentee_card(
        make_child(school), MenteeStatus.IN_BASE, cycle=make_cycle(school)
    )


def ask(card, days_ago):
    Request.objects.create(
        organisation=card.organisation,
        card=card,
        text="Подтянуть речь",
        asked_on=TODAY - timedelta(days=days_ago),
    )


def seen(client, card):
    pages = (
        link("registry:mentee_list"),
        link("registry:mentee_detail", pk=card.pk),
    )
    return [client.get(page).content.decode() for page in pages]


def test_needs_older_than_a_year_are_marked_in_the_list_and_on_the_card(
    client, card, kira
):
    ask(card, 366)
    client.force_login(kira)

    listed, shown = seen(client, card)

    assert MARK in listed
    assert "Пора обновить" in shown


def test_a_new_request_takes_the_mark_away(client, card, kira):
    ask(card, 366)
    ask(card, 10)
    client.force_login(kira)

    listed, shown = seen(client, card)
    assert MARK not in listed
    assert "Пора обновить" not in shown


def test_a_confirmation_takes_the_mark_away_and_the_clock_agrees(client, card, kira):
    """The list, the card and the clock ask one question."""
    ask(card, 400)
    MenteeCard.objects.filter(pk=card.pk).update(refreshed_on=TODAY)
    client.force_login(kira)

    listed, shown = seen(client, card)
    assert MARK not in listed
    assert "Пора обновить" not in shown
    assert refreshing.mark_stale(organisation=card.organisation) == 0

    MenteeCard.objects.filter(pk=card.pk).update(refreshed_on=None)
    assert refreshing.mark_stale(organisation=card.organisation) == 1


def test_a_change_of_something_else_makes_old_needs_no_fresher(card):
    ask(card, 400)
    card.save()

    assert cards_to_refresh([card], TODAY) == [card]


def test_a_fresh_request_keeps_an_old_card_fresh(card):
    ask(card, 10)
    MenteeCard.objects.update(changed_at=timezone.now() - timedelta(days=400))

    assert cards_to_refresh([card], TODAY) == []


def test_a_year_to_the_day_is_old_and_a_day_less_is_not(card):
    ask(card, 365)
    assert cards_to_refresh([card], TODAY)

    assert not cards_to_refresh([card], TODAY - timedelta(days=1))


def test_an_analysis_within_the_year_refreshes_them(card, kira):
    ask(card, 400)
    NeedsAnalysis.objects.create(
        organisation=card.organisation, card=card, made_on=TODAY, made_by=kira
    )

    assert not cards_to_refresh([card], TODAY)


def test_who_has_a_mentor_or_never_asked_is_not_marked(card):
    assert not cards_to_refresh([card], TODAY)
    ask(card, 400)
    card.status = MenteeStatus.IN_PROGRAMME
    card.save(update_fields=["status"])

    assert not cards_to_refresh([card], TODAY)

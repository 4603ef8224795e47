"""Partners: kept by the curator, named on people, found in the base of mentors."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from common.errors import Refused
from common.links import link
from registry.actions import joining, partners
from registry.models import Partner
from registry.tests.consent_factories import (
    load_texts,
    make_cycle,
    make_mentor_card,
    make_person,
)

pytestmark = pytest.mark.both


@pytest.fixture
def plant(school, kira):
    return partners.add_partner(
        organisation=school, title="Завод", contacts="Отдел кадров", by=kira
    )


def test_the_curator_keeps_the_list(school, plant, kira, client):
    client.force_login(kira)
    url = link("registry:partner_change", pk=plant.pk)
    client.get(url)

    client.post(url, {"title": "Завод «Маяк»", "contacts": ""})
    client.post(url, {"title": "Завод «Маяк»", "contacts": ""})

    page = client.get(link("registry:partner_list")).content.decode()
    assert "Завод «Маяк»" in page
    assert AuditEvent.objects.filter(what="partner.changed").count() == 1


def test_a_partner_stands_in_the_list_once(school, plant, kira, client):
    client.force_login(kira)
    url = link("registry:partner_add")
    client.get(url)

    page = client.post(url, {"title": "Завод", "contacts": ""}).content.decode()

    assert "уже есть в списке" in page
    other = partners.add_partner(organisation=school, title="Вуз", contacts="", by=kira)
    with pytest.raises(Refused, match="уже есть"):
        partners.change_partner(partner=other, title="Завод", contacts="", by=kira)


def test_others_do_not_keep_partners(school, plant, max_):
    with pytest.raises(PermissionDenied):
        partners.add_partner(organisation=school, title="Вуз", contacts="", by=max_)
    with pytest.raises(PermissionDenied):
        partners.change_partner(partner=plant, title="Вуз", contacts="", by=max_)


def test_a_mentor_comes_from_a_partner_and_is_found_by_it(school, plant, kira, client):
    load_texts()
    make_cycle(school)
    client.force_login(kira)
    client.post(
        link("registry:mentor_add"),
        {
            "name": "Белов Лев Ильич",
            "birth_year": 1980,
            "competences_text": "физика",
            "capacity": 1,
            "partner": plant.pk,
            "is_alumnus": "on",
            "labels": "волонтёр",
        },
    )

    listed = link("registry:mentor_list") + f"?partner={plant.pk}"
    (card,) = client.get(listed).context["page"]
    assert (card.person.partner, card.is_alumnus) == (plant, True)
    page = client.get(link("registry:mentor_detail", pk=card.pk)).content.decode()
    assert "волонтёр" in page
    assert Partner.objects.get().persons.get() == card.person


def test_joining_two_people_keeps_the_partner(school, plant, kira):
    kept = make_person(school, "Белов Лев Ильич")
    other = make_person(school, "Белов Лев Ильич", partner=plant)
    make_mentor_card(other)

    joining.join(kept=kept, other=other, by=kira)

    kept.refresh_from_db()
    assert kept.partner == plant
    assert AuditEvent.objects.get(what="person.joined").detail.before["partner"] == (
        "Завод"
    )

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.enums import SetupStep
from common.links import link


@pytest.fixture
def guarded(school):
    school.requires_second_factor = True
    school.save()
    return school


def test_a_director_without_a_second_factor_reaches_only_its_page(
    client, guarded, dina
):
    client.force_login(dina)

    for name in ("dashboard", "documents:document_list", "accounts:member_list"):
        assert client.get(link(name)).url == reverse("mfa_activate_totp")


def test_a_director_with_a_second_factor_goes_on(client, guarded, dina):
    Authenticator.objects.create(user=dina, type="totp", data={"secret": "x"})
    client.force_login(dina)

    assert client.get(link("accounts:member_list")).status_code == 200


def test_a_curator_is_not_asked(client, guarded, kira):
    client.force_login(kira)

    assert client.get(link("accounts:member_list")).status_code == 200


def test_nobody_is_asked_while_the_organisation_is_being_set_up(client, guarded, dina):
    guarded.setup_step = SetupStep.STAFF
    guarded.save()
    client.force_login(dina)

    assert client.get(link("accounts:member_list")).status_code == 200

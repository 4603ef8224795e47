"""From 14 the minor signs beside his representative (domain 4; invariants 17, 26)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse

from accounts.enums import SignatureMode
from accounts.tests.factories import PASSWORD
from common.errors import Refused
from common.links import link
from registry.actions import consents
from registry.enums import ConsentKind, ConsentStatus, Medium
from registry.models import Consent
from registry.permissions.consents import may_verify_consent
from registry.queries.consent_paper import consent_payload
from registry.queries.consents import has_valid_consent, local_day
from registry.tests.consent_factories import (
    born_to_be,
    make_child,
    make_consent,
    make_guardian,
)

K = ConsentKind
S = ConsentStatus
DAY = timedelta(days=1)

pytestmark = pytest.mark.both


@pytest.fixture
def today(school):
    return local_day(school)


@pytest.fixture
def teenager(school, mia, pavel):
    """Mia of 15 with her cabinet; her father represents her."""
    child = make_child(school, user=mia)
    make_guardian(child, pavel)
    return child


@pytest.fixture
def wanted(teenager):
    return make_consent(teenager, K.REPRESENTATIVE)


def electronic(school):
    school.signature_mode = SignatureMode.SIMPLE
    school.save()


def test_the_parents_word_waits_for_the_teenager(school, wanted, pavel, kira):
    consents.sign_in_cabinet(consent=wanted, by=pavel)

    wanted.refresh_from_db()
    assert (wanted.status, wanted.awaits_cosigner) == (S.SIGNED, True)
    assert "подписи подростка" in may_verify_consent(kira, wanted).refusal
    with pytest.raises(PermissionDenied, match="подписи подростка"):
        consents.verify(consent=wanted, by=kira)


def test_electronically_it_stands_when_both_have_signed(
    school, wanted, teenager, mia, pavel, today
):
    electronic(school)
    consents.sign_in_cabinet(consent=wanted, by=pavel)
    assert not has_valid_consent(teenager, K.REPRESENTATIVE, today)

    consents.cosign_in_cabinet(consent=wanted, by=mia)

    wanted.refresh_from_db()
    assert (wanted.cosigner_name, wanted.cosigned_on) == (teenager.full_name, today)
    assert has_valid_consent(teenager, K.REPRESENTATIVE, today)


def test_where_ink_rules_the_curator_still_checks(wanted, mia, pavel, kira):
    consents.sign_in_cabinet(consent=wanted, by=pavel)
    consents.cosign_in_cabinet(consent=wanted, by=mia)
    assert Consent.objects.get().status == S.SIGNED

    assert consents.verify(consent=wanted, by=kira).status == S.VERIFIED


@pytest.mark.parametrize(
    ("age", "ago", "waits"), [(13, 360, False), (14, 0, True), (17, 300, True)]
)
def test_the_age_is_that_of_the_day_of_the_signature(
    school, wanted, teenager, pavel, age, ago, waits
):
    teenager.birth_on = born_to_be(school, age, ago)
    teenager.birth_year = teenager.birth_on.year
    teenager.save()

    assert consents.sign_in_cabinet(consent=wanted, by=pavel).awaits_cosigner is waits


def test_a_paper_without_the_teenager_waits_and_is_completed(wanted, kira, today):
    consents.record_paper(
        consents=[wanted], signed_on=today - DAY, attachment=None, by=kira
    )
    assert Consent.objects.missing().filter(awaits_cosigner=True).count() == 1
    with pytest.raises(Refused, match="не наступила"):
        consents.record_cosigner(consent=wanted, signed_on=today + DAY, by=kira)

    consents.record_cosigner(consent=wanted, signed_on=today, by=kira)

    wanted.refresh_from_db()
    assert (wanted.status, wanted.cosigned_on) == (S.VERIFIED, today)
    assert wanted.verified_by == kira
    with pytest.raises(PermissionDenied, match="не нужна"):
        consents.record_cosigner(consent=wanted, signed_on=today, by=kira)


def test_nobody_records_the_signature_of_his_own_child(wanted, teenager, kira, today):
    consents.record_paper(consents=[wanted], signed_on=today, attachment=None, by=kira)
    guardian = teenager.guardianships.get().guardian
    guardian.user = kira
    guardian.save()

    with pytest.raises(PermissionDenied, match="другой сотрудник"):
        consents.record_cosigner(consent=wanted, signed_on=today, by=kira)


def test_the_director_does_not_record_it(wanted, kira, dina, today):
    consents.record_paper(consents=[wanted], signed_on=today, attachment=None, by=kira)

    with pytest.raises(PermissionDenied, match="куратор"):
        consents.record_cosigner(consent=wanted, signed_on=today, by=dina)


def test_a_paper_recorded_over_keeps_the_teenagers_signature(
    wanted, mia, pavel, kira, today
):
    consents.sign_in_cabinet(consent=wanted, by=pavel)
    consents.cosign_in_cabinet(consent=wanted, by=mia)

    consents.record_paper(consents=[wanted], signed_on=today, attachment=None, by=kira)

    wanted.refresh_from_db()
    assert (wanted.status, wanted.medium) == (S.VERIFIED, Medium.PAPER)
    assert wanted.cosigner_name


def test_the_teenager_only_adds_his_name_and_only_to_what_is_given(
    wanted, mia, pavel, max_
):
    with pytest.raises(PermissionDenied, match="сначала"):
        consents.cosign_in_cabinet(consent=wanted, by=mia)
    consents.sign_in_cabinet(consent=wanted, by=pavel)
    for stranger in (pavel, max_):
        with pytest.raises(PermissionDenied, match="сам подросток"):
            consents.cosign_in_cabinet(consent=wanted, by=stranger)


@pytest.mark.parametrize("status", [S.REQUIRED, S.ISSUED, S.SIGNED, S.VERIFIED])
def test_a_minor_changes_no_state_of_his_consent(
    client, school, teenager, mia, today, status
):
    consent = make_consent(teenager, K.REPRESENTATIVE, status)
    acts = (
        lambda: consents.sign_in_cabinet(consent=consent, by=mia),
        lambda: consents.refuse(consent=consent, by=mia),
        lambda: consents.withdraw(consent=consent, by=mia),
        lambda: consents.verify(consent=consent, by=mia),
        lambda: consents.issue(consents=[consent], by=mia),
        lambda: consents.offer_publication(person=teenager, by=mia),
        lambda: consents.ask(people=[teenager], kind=K.PUBLICATION, by=mia),
        lambda: consents.record_paper(
            consents=[consent], signed_on=today, attachment=None, by=mia
        ),
    )

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    client.force_login(mia)
    for page in ("consent_refuse", "consent_withdraw", "my_consent_sign"):
        url = link(f"registry:{page}", pk=consent.pk)
        assert client.get(url).status_code == 403

    assert Consent.objects.get().status == status


def test_no_row_is_valid_without_the_signature_it_waits_for(teenager):
    with pytest.raises(IntegrityError):
        make_consent(teenager, K.REPRESENTATIVE, S.VERIFIED, awaits_cosigner=True)


def test_the_teenager_reads_and_signs_after_the_password(
    client, school, wanted, mia, pavel
):
    electronic(school)
    consents.sign_in_cabinet(consent=wanted, by=pavel)
    client.force_login(mia)
    url = link("registry:my_consent_cosign", pk=wanted.pk)
    listed = client.get(link("registry:my_consents")).content.decode()
    assert "Ждёт подписи подростка" in listed
    assert url in listed

    client.post(url)
    assert Consent.objects.get().awaits_cosigner
    assert "Ввести пароль" in client.get(url).content.decode()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "Подписываю" in client.get(url).content.decode()
    done = client.post(url, follow=True).content.decode()

    assert "дано и действует" in done
    assert Consent.objects.get().status == S.VERIFIED


def test_the_curator_sees_who_waits_and_records_the_paper(
    client, wanted, pavel, kira, today
):
    consents.sign_in_cabinet(consent=wanted, by=pavel)
    client.force_login(kira)
    page = f"{link('registry:consent_list')}?status=cosigner"
    url = link("registry:consent_cosign", pk=wanted.pk)
    person = link("registry:consent_person", pk=wanted.person_id)

    assert client.get(page).context["page"].paginator.count == 1
    assert url in client.get(person).content.decode()
    assert client.get(url).status_code == 200
    late = client.post(url, {"signed_on": str(today + DAY)}).content.decode()
    assert "не наступила" in late
    client.post(url, {"signed_on": str(today)})

    assert Consent.objects.get().status == S.VERIFIED


def test_the_paper_says_who_is_waited_for_and_when_he_signed(wanted, mia, pavel):
    consents.sign_in_cabinet(consent=wanted, by=pavel)
    wanted.refresh_from_db()
    assert "Ждёт подписи подростка" in str(consent_payload(wanted)["blocks"])

    consents.cosign_in_cabinet(consent=wanted, by=mia)
    wanted.refresh_from_db()

    assert "Подписал и несовершеннолетний" in str(consent_payload(wanted)["blocks"])

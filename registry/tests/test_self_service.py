"""One's own pages: card, contacts, consents, children."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.enums import SignatureMode
from accounts.tests.factories import PASSWORD
from common.links import link
from documents.tests.reading import whole_text
from registry.actions import self_service
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus
from registry.models import Consent, Person
from registry.tests.consent_factories import (
    born_to_be,
    load_texts,
    make_child,
    make_consent,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)

K = ConsentKind
S = ConsentStatus

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def texts(db):
    load_texts()


@pytest.fixture
def family(school, mia, pavel):
    """Mia, her father and the consent that is wanted."""
    child = make_child(school, user=mia)
    make_guardian(child, pavel)
    make_mentee_card(child)
    return make_consent(child, K.REPRESENTATIVE)


@pytest.fixture
def fresh():
    """Sign somebody in who has typed the password once more a moment ago."""

    def sign_in(client, user):
        client.force_login(user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    return sign_in


def test_a_parent_sees_the_children(client, family, pavel):
    client.force_login(pavel)

    page = client.get(link("registry:my_card")).content.decode()

    assert "Мирная Мия Олеговна" in page
    assert "Нужно согласие" in page


def test_a_mentor_sees_the_card_and_changes_contacts(client, school, max_):
    person = make_person(school, "Морозов Максим Ильич", user=max_)
    make_mentor_card(person, competences_text="Физика")
    client.force_login(max_)
    url = link("registry:my_card")

    assert "Физика" in client.get(url).content.decode()
    client.post(url, {"phone": "+7 900 111-22-33", "email": "", "contacts": ""})

    person.refresh_from_db()
    assert person.phone == "+7 900 111-22-33"
    assert "7 900 111-22-33" in person.search


def test_name_and_birth_are_not_ones_own_to_change(client, family, mia):
    client.force_login(mia)

    client.post(
        link("registry:my_card"),
        {"phone": "1", "birth_on": "1990-01-01", "last_name": "Иная"},
    )

    person = Person.objects.get(user=mia)
    assert person.last_name == "Мирная"
    assert person.birth_on == family.person.birth_on


def test_a_parent_does_not_change_the_childs_contacts(family, pavel):
    with pytest.raises(PermissionDenied, match="сам человек"):
        self_service.change_own_contacts(
            person=family.person, values={"phone": "1"}, by=pavel
        )


def test_contacts_that_stay_leave_no_trace(school, max_):
    person = make_person(school, user=max_, phone="1")

    kept = self_service.change_own_contacts(
        person=person, values={"phone": "1"}, by=max_
    )

    assert kept == person


def test_without_a_card_one_is_told_whom_to_ask(client, school, max_):
    client.force_login(max_)

    assert "Карточки пока нет" in client.get(link("registry:my_card")).content.decode()
    page = client.get(link("registry:my_consents")).content.decode()
    assert "Согласий пока нет" in page


def test_a_minor_reads_but_does_not_sign(client, family, mia):
    client.force_login(mia)

    page = client.get(link("registry:my_consents")).content.decode()
    assert "законный представитель" in page
    assert "Прочитать и подписать" not in page
    for name in ("my_consent_sign", "consent_refuse", "consent_withdraw"):
        url = link(f"registry:{name}", pk=family.pk)
        assert client.get(url).status_code == 403


def test_a_parent_signs_after_the_password(client, family, pavel, fresh):
    url = link("registry:my_consent_sign", pk=family.pk)
    client.force_login(pavel)
    page = client.get(url).content.decode()
    assert "Порядок отзыва" in page
    assert "Ввести пароль" in page
    stale = client.post(url)
    assert "/reauthenticate/" in stale.url
    family.refresh_from_db()
    assert family.status == S.REQUIRED

    fresh(client, pavel)
    client.post(url)

    family.refresh_from_db()
    assert (family.status, family.capacity) == (S.SIGNED, "отец")


def test_an_electronic_signature_lets_the_child_in(
    client, school, family, pavel, fresh
):
    school.signature_mode = SignatureMode.SIMPLE
    school.save()
    family.person.birth_on = born_to_be(school, 13)
    family.person.birth_year = family.person.birth_on.year
    family.person.save()
    fresh(client, pavel)

    response = client.post(link("registry:my_consent_sign", pk=family.pk), follow=True)

    assert "действует" in response.content.decode()
    assert family.person.menteecards.get().status == MenteeStatus.IN_BASE


def test_publication_is_offered_read_and_answered(client, school, max_, fresh):
    person = make_person(school, user=max_)
    make_consent(person)
    fresh(client, max_)

    page = client.get(link("registry:my_consents")).content.decode()
    assert "Прочитать согласие на публикацию" in page
    sign = client.post(link("registry:my_publication_offer", pk=person.pk)).url
    assert "checked" not in client.get(sign).content.decode()
    assert "хотя бы один пункт" in client.post(sign).content.decode()
    client.post(sign, {"allow_photo": "on", "terms_photo": "только группой"})

    given = Consent.objects.get(kind=K.PUBLICATION)
    assert given.status == S.SIGNED
    assert given.answers["photo"] == {
        "is_allowed": True,
        "conditions": "только группой",
    }


def test_nobody_offers_for_another(client, family, max_):
    client.force_login(max_)
    url = link("registry:my_publication_offer", pk=family.person_id)

    assert client.post(url).status_code == 404


def test_a_minor_does_not_offer_his_own_publication(client, family, mia):
    client.force_login(mia)
    url = link("registry:my_publication_offer", pk=family.person_id)

    assert client.post(url).status_code == 403


def test_a_parent_withdraws_in_two_clicks(client, family, pavel):
    Consent.objects.update(
        status=S.VERIFIED,
        signer=family.person.guardianships.get().guardian,
        medium="paper",
        signed_on=family.required_on,
    )
    client.force_login(pavel)
    assert "Отозвать" in client.get(link("registry:my_consents")).content.decode()

    response = client.post(link("registry:consent_withdraw", pk=family.pk))

    assert response.url == link("registry:my_consents")
    family.refresh_from_db()
    assert family.status == S.WITHDRAWN
    assert family.person.menteecards.get().status == MenteeStatus.WITHDRAWN


def test_a_parent_refuses(client, family, pavel):
    client.force_login(pavel)
    url = link("registry:consent_refuse", pk=family.pk)

    assert "участвовать в программе нельзя" in client.get(url).content.decode()
    client.post(url)

    family.refresh_from_db()
    assert family.status == S.REFUSED


def test_a_parent_takes_the_form_home(client, family, pavel):
    client.force_login(pavel)

    response = client.get(link("registry:consent_pdf", pk=family.pk))

    text = whole_text(response.content)
    assert "П.С.Мирный" in text
    assert "Несовершеннолетний(с14лет)" in text
    assert "no-store" in response["Cache-Control"]


def test_a_former_guardian_sees_the_child_no_more(client, family, pavel):
    guardianship = family.person.guardianships.get()
    guardianship.to_on = guardianship.from_on
    guardianship.save()
    client.force_login(pavel)

    page = client.get(link("registry:my_card")).content.decode()

    assert "Мирная Мия" not in page
    url = link("registry:consent_pdf", pk=family.pk)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_ones_pages_cost_the_same_however_many_children(
    client, school, pavel, django_assert_max_num_queries, count
):
    father = None
    for _ in range(count):
        child = make_child(school)
        if father is None:
            father = make_guardian(child, pavel).guardian
        else:
            child.guardianships.create(
                organisation=school,
                guardian=father,
                basis="отец",
                from_on="2020-01-01",
            )
        make_consent(child, K.REPRESENTATIVE)
    client.force_login(pavel)

    for name in ("my_card", "my_consents"):
        with django_assert_max_num_queries(18):
            client.get(link(f"registry:{name}"))

"""Who represents a minor: dated, proven, an adult, somebody else (invariants 10, 15, 26)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts.models import AuditEvent
from common.errors import Refused
from common.links import link
from registry.actions import consents
from registry.actions.guardians import add_guardian, end_guardianship
from registry.enums import ConsentKind, ConsentStatus
from registry.models import Guardianship, Person
from registry.queries.consents import local_day
from registry.tests.consent_factories import (
    born_to_be,
    make_child,
    make_consent,
    make_guardian,
    make_mentee_card,
    make_person,
)

DAY = timedelta(days=1)
ANNA = {"last_name": "Мирная", "first_name": "Анна", "patronymic": "Игоревна"}

pytestmark = pytest.mark.both


@pytest.fixture
def today(school):
    return local_day(school)


def added(child, by, **values):
    return add_guardian(
        **{"child": child, "values": ANNA, "basis": "мать", "by": by, **values}
    )


def known(school, **values):
    """Anna as the registry already holds her, and her particulars as typed."""
    told = {**ANNA, "phone": "+7 900 000-00-09", **values}
    make_person(
        school,
        "Мирная Анна Игоревна",
        **{
            name: value
            for name, value in told.items()
            if name in {"phone", "birth_on", "birth_year"}
        },
    )
    return told


def test_a_parent_represents_from_the_childs_birth(school, kira):
    child = make_child(school)

    guardianship = added(child, kira, basis_document="свидетельство I-АК № 123456")

    assert guardianship.from_on == child.birth_on
    assert guardianship.basis_document == "свидетельство I-АК № 123456"
    event = AuditEvent.objects.get(what="guardian.added")
    assert event.object_id == guardianship.pk


@pytest.mark.parametrize(
    ("birth", "first"), [({"birth_year": 2012}, "2012-01-01"), ({}, None)]
)
def test_when_the_birth_is_not_known_a_day_before_it_is_taken(
    school, kira, today, birth, first
):
    child = make_child(school, birth_on=None, **birth)

    assert str(added(child, kira).from_on) == (first or f"{today.year - 19}-01-01")


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        (lambda school: {"birth_on": born_to_be(school, 17)}, "меньше 18 лет"),
        (lambda school: {"birth_on": born_to_be(school, 9)}, "меньше 18 лет"),
    ],
)
def test_a_guardian_is_an_adult(school, kira, birth, words):
    child = make_child(school)

    with pytest.raises(Refused, match=words):
        added(child, kira, values=known(school, **birth(school)))
    assert not Guardianship.objects.exists()


def test_a_guardian_is_older_than_the_child(school, kira):
    # Of the child the year alone is known: it is read as the younger, and so a minor.
    child = make_child(school, birth_on=None, birth_year=local_day(school).year - 18)
    born = born_to_be(school, 18, 1)

    with pytest.raises(Refused, match="не старше ребёнка"):
        added(child, kira, values=known(school, birth_on=born))


def test_an_adult_needs_no_guardian(school, kira):
    with pytest.raises(Refused, match="уже есть 18 лет"):
        added(make_person(school), kira)


def test_nobody_represents_himself_whoever_asks(school, kira):
    child = make_child(school, phone="+7 900 000-00-02")
    own = {
        "last_name": "Мирная",
        "first_name": "Мия",
        "patronymic": "Олеговна",
        "birth_on": child.birth_on,
    }

    with pytest.raises(Refused, match="сам себя"):
        added(child, kira, values=own)


def test_terms_of_one_guardian_do_not_overlap(school, kira, today):
    child = make_child(school)
    first = added(child, kira, from_on=today - 100 * DAY)
    with pytest.raises(Refused, match="не должны пересекаться"):
        added(child, kira, from_on=today)
    end_guardianship(guardianship=first, since=today - 10 * DAY, by=kira)
    with pytest.raises(Refused, match="не должны пересекаться"):
        added(child, kira, from_on=today - 20 * DAY)

    second = added(child, kira, from_on=today - 10 * DAY)

    assert second.guardian == first.guardian
    assert Guardianship.objects.count() == 2


def test_an_application_takes_the_guardian_as_he_stands(school, kira):
    child = make_child(school)
    first = added(child, kira)

    assert added(child, None, basis="опекун") == first


def test_a_guardianship_does_not_begin_before_the_birth(school, kira):
    child = make_child(school)

    with pytest.raises(Refused, match="раньше рождения"):
        added(child, kira, from_on=child.birth_on - DAY)


def test_the_database_refuses_an_end_before_the_beginning(school, today):
    with pytest.raises(IntegrityError):
        make_guardian(make_child(school), from_on=today, to_on=today - DAY)


def test_ending_closes_the_childs_pages_at_the_next_request(
    client, school, kira, pavel, today
):
    child = make_child(school)
    guardianship = make_guardian(child, pavel)
    make_mentee_card(child)
    make_consent(child, ConsentKind.REPRESENTATIVE)
    client.force_login(pavel)
    mine, consents = link("registry:my_card"), link("registry:my_consents")
    assert child.full_name in client.get(mine).content.decode()
    assert child.full_name in client.get(consents).content.decode()

    end_guardianship(guardianship=guardianship, since=today, by=kira)

    assert child.full_name not in client.get(mine).content.decode()
    assert child.full_name not in client.get(consents).content.decode()


def test_a_parent_sees_the_child_no_more_once_he_is_of_age(school, pavel, today):
    grown = make_child(school, birth_on=born_to_be(school, 18))
    by_year = make_child(
        school, birth_on=None, birth_year=today.year - 19, name="Мирный Ян Олегович"
    )
    young = make_child(
        school, birth_on=born_to_be(school, 18, -1), name="Мирный Яков Олегович"
    )
    guardian = make_guardian(grown, pavel).guardian
    for child in (by_year, young):
        Guardianship.objects.create(
            organisation=school, child=child, guardian=guardian, from_on="2010-01-01"
        )

    seen = Person.objects.visible_to(pavel)

    assert set(seen) == {guardian, young}


@pytest.mark.parametrize(
    ("day", "born", "is_grown"),
    [
        (date(2028, 2, 29), date(2010, 2, 28), True),
        (date(2028, 2, 29), date(2010, 3, 1), False),
        (date(2026, 2, 28), date(2008, 2, 29), False),
        (date(2026, 3, 1), date(2008, 2, 29), True),
    ],
)
def test_of_age_is_one_day_for_the_row_and_for_the_table(school, day, born, is_grown):
    child = make_child(school, birth_on=born)
    make_guardian(child, from_on=born)

    assert child.is_minor_on(day) is not is_grown
    assert Guardianship.objects.in_force(day).exists() is not is_grown


def test_what_was_written_by_mistake_goes(school, kira, today):
    guardianship = make_guardian(make_child(school), from_on=today)

    end_guardianship(guardianship=guardianship, since=today, by=kira)

    assert not Guardianship.objects.exists()
    assert AuditEvent.objects.filter(what="guardian.ended").exists()


def test_nobody_writes_down_who_represents_his_own_child(school, kira, today):
    child = make_child(school)
    guardianship = make_guardian(child, kira)

    with pytest.raises(PermissionDenied, match="другой сотрудник"):
        added(child, kira)
    with pytest.raises(PermissionDenied, match="другой сотрудник"):
        end_guardianship(guardianship=guardianship, since=today, by=kira)


def test_neither_the_minor_nor_the_parent_chooses_the_guardian(
    client, school, mia, pavel
):
    child = make_child(school, user=mia)
    guardianship = make_guardian(child, pavel)
    for user in (mia, pavel):
        client.force_login(user)
        for url in (
            link("registry:guardian_add", pk=child.pk),
            link("registry:guardian_end", pk=guardianship.pk),
            link("registry:person_change", pk=child.pk),
        ):
            assert client.post(url, {"name": "Чужой Ян Ильич"}).status_code == 403


def test_a_consent_counts_only_from_who_represents_on_that_day(school, kira, today):
    child = make_child(school, 12)
    former = make_guardian(child, to_on=today - 5 * DAY)
    row = make_consent(
        child,
        ConsentKind.REPRESENTATIVE,
        ConsentStatus.SIGNED,
        signer=former.guardian,
        signed_on=today,
    )

    with pytest.raises(Refused, match="законный представитель"):
        consents.verify(consent=row, by=kira)
    row.signed_on = today - 5 * DAY
    row.save()
    assert consents.verify(consent=row, by=kira).status == ConsentStatus.VERIFIED

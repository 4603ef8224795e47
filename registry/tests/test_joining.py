"""Two people of the registry who are one: found, compared, joined or told apart."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import UniqueConstraint

from accounts.models import AuditEvent
from common.errors import Refused
from common.links import link
from common.tenancy import within
from registry.actions import joining
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus
from registry.models import (
    Consent,
    Distinction,
    Group,
    Guardianship,
    MentorCard,
    Person,
)
from registry.permissions.joining import may_join_people
from registry.queries.doubles import (
    CLASHES,
    SETTLED,
    likely_doubles,
    relations_to_person,
)
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)

pytestmark = pytest.mark.both
NAME = "Зуев Илья Ильич"
S = ConsentStatus


@pytest.fixture
def staff(school):
    """As the staff list has him."""
    return make_person(
        school, NAME, birth_on=None, is_staff_member=True, post="учитель физики"
    )


@pytest.fixture
def mentor(school):
    """As the base of mentors has him."""
    return make_person(
        school, NAME, birth_on=None, phone="+7 900 000-00-01", workplace="Школа"
    )


@pytest.fixture
def as_kira(client, kira):
    client.force_login(kira)
    return client


def found(school):
    return [{pair.one.pk, pair.other.pk} for pair in likely_doubles(school)]


# --- Who is alike -----------------------------------------------------------------------


def test_one_name_without_births_is_alike(school, staff, mentor):
    assert found(school) == [{staff.pk, mentor.pk}]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Зуев Илья Ильич", {"birth_on": date(1980, 1, 1)}),
        ("Зуев Илья", {}),
        ("Зуева Илья Ильич", {"phone": "+7 900 000-00-01"}),
    ],
)
def test_these_are_alike(school, mentor, name, values):
    other = make_person(school, name, **{"birth_on": None, **values})

    assert found(school) == [{other.pk, mentor.pk}]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Зуев Илья Львович", {}),
        ("Зуев Олег Ильич", {"phone": "+7 900 000-00-01"}),
        ("Белов Лев Ильич", {}),
    ],
)
def test_these_are_not(school, mentor, name, values):
    make_person(school, name, **{"birth_on": None, **values})

    assert found(school) == []


def test_other_births_are_other_people(school):
    make_person(school, NAME, birth_on=date(1980, 1, 1))
    make_person(school, NAME, birth_on=date(1990, 1, 1))

    assert found(school) == []


def test_a_pupil_is_nobody_of_the_staff(school, staff):
    make_child(school, name=NAME)

    assert found(school) == []


def test_the_likelier_come_first(school, staff, mentor):
    ann = {"phone": "+7 900 000-00-07", "post": "завуч"}
    one = make_person(school, "Яшина Анна Юрьевна", **ann)
    other = make_person(school, "Яшина Анна Юрьевна", **ann)

    assert found(school)[0] == {one.pk, other.pk}


# --- Joined -----------------------------------------------------------------------------


def test_all_that_is_of_one_moves_to_the_other(school, kira, staff, mentor, max_):
    card = make_mentor_card(mentor)
    consent = make_consent(mentor, status=S.VERIFIED)
    child = make_child(school)
    Guardianship.objects.create(
        organisation=school, child=child, guardian=mentor, from_on=date(2020, 1, 1)
    )
    group = Group.objects.create(
        organisation=school, name="8А", school_year=2026, class_teacher=mentor
    )
    Person.objects.filter(pk=mentor.pk).update(user=max_)

    kept = joining.join(kept=staff, other=mentor, by=kira)

    for row in (card, consent, group):
        row.refresh_from_db()
    assert kept == card.person == consent.person == consent.signer
    assert kept == group.class_teacher == child.guardianships.get().guardian
    assert (kept.user, kept.post, kept.phone) == (
        max_,
        "учитель физики",
        "+7 900 000-00-01",
    )
    assert kept.workplace == "Школа"
    assert "+7 900 000 00 01" in kept.search or "000-00-01" in kept.search
    assert not Person.objects.filter(pk=mentor.pk).exists()


def test_the_class_of_the_one_is_the_others_where_he_has_none(school, kira):
    group = Group.objects.create(organisation=school, name="8А", school_year=2026)
    one, other = make_child(school), make_child(school)
    Person.objects.filter(pk=other.pk).update(group=group)

    assert joining.join(kept=one, other=other, by=kira).group == group


def test_the_audit_trail_keeps_who_was_joined(school, kira, staff, mentor):
    make_mentor_card(mentor)

    joining.join(kept=staff, other=mentor, by=kira)

    event = AuditEvent.objects.get(what="person.joined")
    assert event.object_ids == [mentor.pk]
    assert event.detail.before["last_name"] == "Зуев"
    assert event.detail.after["moved"] == {"registry.mentorcard": 1}


def test_of_two_wanted_consents_one_stays(kira, staff, mentor):
    for person in (staff, mentor):
        make_consent(person)

    joining.join(kept=staff, other=mentor, by=kira)

    assert Consent.objects.get().person == staff


def test_a_given_consent_outweighs_a_wanted_one(kira, staff, mentor):
    make_consent(staff)
    given = make_consent(mentor, status=S.VERIFIED)

    joining.join(kept=staff, other=mentor, by=kira)

    assert Consent.objects.get() == given


def test_of_two_given_consents_the_later_stands(kira, staff, mentor):
    first = make_consent(staff, status=S.VERIFIED, signed_on=date(2026, 9, 1))
    second = make_consent(mentor, status=S.VERIFIED, signed_on=date(2026, 10, 1))

    joining.join(kept=staff, other=mentor, by=kira)

    for row in (first, second):
        row.refresh_from_db()
    assert (first.status, second.status) == (S.EXPIRED, S.VERIFIED)


def test_a_card_that_waited_for_the_consent_waits_no_longer(school, kira):
    one, other = make_child(school), make_child(school)
    card = make_mentee_card(one)
    make_guardian(other)
    make_consent(other, ConsentKind.REPRESENTATIVE, S.VERIFIED)

    joining.join(kept=one, other=other, by=kira)

    card.refresh_from_db()
    assert card.status == MenteeStatus.IN_BASE


def test_a_guardian_of_both_stays_once(school, kira):
    one, other = make_child(school), make_child(school)
    row = make_guardian(one)
    Guardianship.objects.create(
        organisation=school,
        child=other,
        guardian=row.guardian,
        from_on=date(2021, 1, 1),
    )

    joining.join(kept=one, other=other, by=kira)

    assert list(Guardianship.objects.all()) == [row]


# --- Refused ----------------------------------------------------------------------------


def both_mentors(one, other, **_):
    cycle = make_cycle(one.organisation)
    for person in (one, other):
        make_mentor_card(person, cycle=cycle)


def both_mentees(one, other, **_):
    cycle = make_cycle(one.organisation)
    for person in (one, other):
        make_mentee_card(person, cycle=cycle)


def both_with_users(one, other, users):
    for person, user in zip((one, other), users, strict=True):
        Person.objects.filter(pk=person.pk).update(user=user)


def other_births(one, other, **_):
    for person, year in ((one, 1980), (other, 1990)):
        Person.objects.filter(pk=person.pk).update(birth_year=year)


def parent_and_child(one, other, **_):
    Guardianship.objects.create(
        organisation=one.organisation,
        child=one,
        guardian=other,
        from_on=date(2020, 1, 1),
    )


def both_signed(one, other, **_):
    make_consent(one, status=S.SIGNED)
    make_consent(other, status=S.VERIFIED)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (both_mentors, "карточка наставника в одном цикле"),
        (both_mentees, "карточка наставляемого в одном цикле"),
        (both_with_users, "У обоих есть учётная запись"),
        (other_births, "Даты рождения разные"),
        (parent_and_child, "представителем другого"),
        (both_signed, "сначала проверьте"),
    ],
)
def test_what_would_break_a_rule_is_refused_and_nothing_moves(
    as_kira, kira, staff, mentor, max_, mia, make, said
):
    make(staff, mentor, users=(max_, mia))
    before = AuditEvent.objects.count()
    url = link("registry:person_join", pk=staff.pk, other=mentor.pk)

    page = as_kira.get(url).content.decode()
    with pytest.raises(Refused, match=said):
        joining.join(kept=staff, other=mentor, by=kira)

    assert said in page
    assert "Это один человек, объединить" not in page
    assert Person.objects.filter(pk__in=[staff.pk, mentor.pk]).count() == 2
    assert AuditEvent.objects.count() == before


def test_every_rule_that_may_break_has_its_reason():
    rules = {
        constraint.name
        for relation in relations_to_person()
        for constraint in relation.related_model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
        and relation.field.name in constraint.fields
    }

    assert rules == {*CLASHES, *SETTLED}


def test_cards_of_different_cycles_do_not_meet(kira, staff, mentor):
    make_mentor_card(staff)
    make_mentor_card(mentor)

    joining.join(kept=staff, other=mentor, by=kira)

    assert set(MentorCard.objects.values_list("person", flat=True)) == {staff.pk}


def test_one_cannot_be_joined_with_himself(kira, staff):
    with pytest.raises(Refused):
        joining.join(kept=staff, other=staff, by=kira)


def test_the_rule_itself_wants_two_different_people(kira, staff, mentor):
    assert may_join_people(kira, staff, mentor)
    assert "выберите двух разных" in may_join_people(kira, staff, staff).refusal


def test_who_was_joined_is_not_joined_again(kira, staff, mentor):
    joining.join(kept=staff, other=mentor, by=kira)

    mentor.pk = mentor.pk or 10**6
    with pytest.raises(Refused, match="уже объединили"):
        joining.join(kept=staff, other=mentor, by=kira)


def test_only_who_keeps_the_bases_joins(dina, staff, mentor):
    with pytest.raises(PermissionDenied):
        joining.join(kept=staff, other=mentor, by=dina)


# --- Pages ------------------------------------------------------------------------------


def test_the_curator_compares_and_joins(as_kira, school, staff, mentor):
    listed = as_kira.get(link("registry:person_doubles")).content.decode()
    url = link("registry:person_join", pk=staff.pk, other=mentor.pk)
    page = as_kira.get(url).content.decode()
    as_kira.post(url, {"kept": mentor.pk})

    assert url in listed
    assert "учитель физики" in page
    assert "+7 900 000-00-01" in page
    assert Person.objects.filter(last_name="Зуев").get().pk == mentor.pk


def test_nobody_chosen_is_said(as_kira, staff, mentor):
    url = link("registry:person_join", pk=staff.pk, other=mentor.pk)

    page = as_kira.post(url, {"kept": "x"}).content.decode()

    assert "Выберите, чьё имя" in page
    assert Person.objects.filter(last_name="Зуев").count() == 2


def test_people_told_apart_are_not_offered_again(as_kira, school, staff, mentor):
    url = link("registry:person_distinguish", pk=mentor.pk, other=staff.pk)

    as_kira.post(url)
    as_kira.post(url)

    assert found(school) == []
    assert Distinction.objects.count() == 1
    page = as_kira.get(link("registry:person_doubles")).content.decode()
    assert "Похожих людей нет" in page


def test_the_database_tells_two_apart_once_and_in_order(school, staff, mentor):
    one, other = sorted((staff, mentor), key=lambda person: person.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Distinction.objects.create(organisation=school, lesser=other, greater=one)


def test_one_person_is_not_compared_with_himself(as_kira, staff):
    url = link("registry:person_join", pk=staff.pk, other=staff.pk)

    assert as_kira.get(url).status_code == 404


@pytest.mark.parametrize("extra", [1, 3])
def test_the_list_costs_the_same_however_long(
    as_kira, school, django_assert_max_num_queries, extra
):
    for number in range(extra):
        for _ in range(2):
            make_person(school, f"Зуев Илья {number}", birth_on=None)

    with django_assert_max_num_queries(10):
        as_kira.get(link("registry:person_doubles"))


# --- At once ----------------------------------------------------------------------------


@pytest.mark.services
def test_two_curators_joining_at_once_lose_nobody(
    postgresql, school, kira, race_rounds
):
    for number in range(race_rounds):
        name = f"Зуев Илья {'я' * (number % 40 + 1)}{'ё' * (number // 40)}"
        one = make_person(school, name, birth_on=None)
        other = make_person(school, name, birth_on=None)
        make_mentor_card(other)
        start, said = Barrier(2), []

        def join(kept, gone, start=start, said=said):
            start.wait()
            try:
                with within(school.pk):
                    joining.join(kept=kept, other=gone, by=kira)
                said.append("joined")
            except Refused as refusal:
                said.append(str(refusal))
            finally:
                connection.close()

        threads = [
            Thread(target=join, args=pair) for pair in ((one, other), (other, one))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(said) == ["joined", joining.GONE]
        assert Person.objects.filter(pk__in=[one.pk, other.pk]).count() == 1
        assert MentorCard.objects.count() == number + 1

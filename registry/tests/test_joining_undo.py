"""A joining is undone: two people again, each with what was his; what came after stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from common.errors import Refused
from common.links import link
from registry.actions import join_undo, joining
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus
from registry.models import (
    Consent,
    Distinction,
    Group,
    Guardianship,
    Joining,
    MentorCard,
    Person,
)
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)

pytestmark = pytest.mark.both
NAME = "Зуев Илья Ильич"
S = ConsentStatus


@pytest.fixture
def kept(school):
    return make_person(
        school, NAME, birth_on=None, is_staff_member=True, post="учитель физики"
    )


@pytest.fixture
def other(school):
    return make_person(
        school, NAME, birth_on=None, phone="+7 900 000-00-01", workplace="Школа"
    )


def joined(kept, other, by, **options) -> Joining:
    joining.join(kept=kept, other=other, by=by, **options)
    return Joining.objects.latest("pk")


def columns(person):
    return Person.objects.filter(pk=person.pk).values().get()


def test_both_have_again_all_that_was_theirs(school, kira, kept, other, max_):
    card = make_mentor_card(other)
    child = make_child(school)
    guardianship = Guardianship.objects.create(
        organisation=school, child=child, guardian=other, from_on=date(2020, 1, 1)
    )
    group = Group.objects.create(
        organisation=school, name="8А", school_year=2026, class_teacher=other
    )
    wanted = [make_consent(person).pk for person in (kept, other)]
    stranger = make_person(school, "Орлов Олег Ильич")
    lesser, greater = sorted((other, stranger), key=lambda person: person.pk)
    Distinction.objects.create(organisation=school, lesser=lesser, greater=greater)
    Person.objects.filter(pk=other.pk).update(user=max_)
    before = columns(kept), columns(other)

    row = joined(kept, other, kira)
    back = join_undo.undo(joining=row, by=kira)

    assert back.pk == other.pk
    assert (columns(kept), columns(other)) == before
    for each in (card, guardianship, group):
        each.refresh_from_db()
    assert card.person == guardianship.guardian == group.class_teacher == other
    assert sorted(Consent.objects.values_list("pk", flat=True)) == sorted(wanted)
    assert Consent.objects.get(person=other).status == S.REQUIRED
    assert Distinction.objects.count() == 1
    assert AuditEvent.objects.filter(what="person.join_undone").count() == 1


def test_what_came_after_the_joining_stays_with_the_kept(school, kira, kept, other):
    row = joined(kept, other, kira)
    card = make_mentor_card(kept)
    Person.objects.filter(pk=kept.pk).update(workplace="Лицей", post="завуч")

    join_undo.undo(joining=row, by=kira)

    kept.refresh_from_db()
    assert MentorCard.objects.get() == card
    assert (kept.workplace, kept.post) == ("Лицей", "завуч")
    assert kept.phone == ""


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_the_ended_consent_stands_again_unless_one_was_withdrawn(
    kira, kept, other, is_withdrawn
):
    first = make_consent(kept, status=S.VERIFIED, signed_on=date(2026, 9, 1))
    second = make_consent(other, status=S.VERIFIED, signed_on=date(2026, 10, 1))
    row = joined(kept, other, kira)
    if is_withdrawn:
        Consent.objects.filter(pk=second.pk).update(
            status=S.WITHDRAWN, withdrawn_at=timezone.now()
        )

    join_undo.undo(joining=row, by=kira)

    first.refresh_from_db()
    assert first.status == (S.EXPIRED if is_withdrawn else S.VERIFIED)


def test_a_card_admitted_by_the_others_consent_waits_again(school, kira):
    one, two = make_child(school), make_child(school)
    card = make_mentee_card(one)
    make_guardian(two)
    make_consent(two, ConsentKind.REPRESENTATIVE, S.VERIFIED)
    row = joined(one, two, kira)

    join_undo.undo(joining=row, by=kira)

    card.refresh_from_db()
    assert card.status == MenteeStatus.CONSENT_WAIT


def test_joinings_are_undone_from_the_last(school, kira, kept, other):
    third = make_person(school, NAME, birth_on=None, email="z@school.ru")
    first = joined(kept, other, kira)
    second = joined(third, kept, kira)

    with pytest.raises(PermissionDenied, match="Сначала отмените"):
        join_undo.undo(joining=first, by=kira)
    join_undo.undo(joining=second, by=kira)
    join_undo.undo(joining=first, by=kira)

    assert Person.objects.count() == 3
    with pytest.raises(PermissionDenied, match="уже отменено"):
        join_undo.undo(joining=first, by=kira)


def test_what_cannot_come_back_is_refused_and_nothing_moves(school, kira, kept, other):
    child = make_child(school)
    for parent in (kept, other):
        Guardianship.objects.create(
            organisation=school, child=child, guardian=parent, from_on=date(2020, 1, 1)
        )
    row = joined(kept, other, kira)
    row.dropped[0]["fields"]["child"] = 0
    row.save()

    with pytest.raises(Refused, match="Разделить не получилось"):
        join_undo.undo(joining=row, by=kira)

    assert not Person.objects.filter(pk=other.pk).exists()
    row.refresh_from_db()
    assert row.undone_at is None


def test_the_director_does_not_part_people(kira, dina, kept, other):
    row = joined(kept, other, kira)

    with pytest.raises(PermissionDenied):
        join_undo.undo(joining=row, by=dina)


def test_the_curator_takes_field_by_field_and_parts_again(client, kira, kept, other):
    Person.objects.filter(pk=other.pk).update(post="физик", email="new@school.ru")
    Person.objects.filter(pk=kept.pk).update(email="old@school.ru")
    client.force_login(kira)
    url = link("registry:person_join", pk=kept.pk, other=other.pk)
    assert 'name="take_post"' in client.get(url).content.decode()

    client.post(url, {"kept": kept.pk, "take_email": other.pk, "take_post": kept.pk})

    kept.refresh_from_db()
    assert (kept.email, kept.post) == ("new@school.ru", "учитель физики")
    assert "old@school.ru" in kept.contacts
    page = client.get(link("registry:person_doubles")).content.decode()
    undo_url = link("registry:person_join_undo", pk=Joining.objects.get().pk)
    assert undo_url in page
    assert NAME in client.get(undo_url).content.decode()
    client.post(undo_url)
    assert Person.objects.filter(last_name="Зуев").count() == 2


def test_forms_of_the_old_name_do_not_stay_with_a_taken_one(school, kira, kept):
    Person.objects.filter(pk=kept.pk).update(name_cases={"genitive": "Зуева"})
    other = make_person(school, "Зуев Илья", birth_on=None)

    person = joining.join(kept=kept, other=other, take={"name"}, by=kira)

    assert (person.first_name, person.name_cases) == ("Илья", {})

"""Personal links: one person, one cabinet, once."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invitations as accounts_invitations
from accounts.enums import Role
from accounts.models import Invitation, Membership, User
from accounts.tests.factories import PASSWORD, make_member, make_user
from common.errors import Refused
from common.links import link
from common.tenancy import everywhere
from registry.actions import invitations
from registry.logins import suggested_login
from registry.models import Person
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)


@pytest.fixture
def mentor(school):
    person = make_person(school, "Морозов Максим Ильич")
    make_mentor_card(person)
    return person


def invited(person, kira, role=Role.MENTOR):
    return invitations.invite_person(person=person, role=role, by=kira)


def door(token):
    return reverse("registry:invitation_accept", kwargs={"token": token})


ACCOUNT = {"username": "max.m", "password": PASSWORD, "again": PASSWORD}


@pytest.mark.both
def test_a_new_account_becomes_the_persons(client, school, mentor, kira):
    issued = invited(mentor, kira)

    page = client.get(door(issued.token)).content.decode()
    assert "morozov.m" in page
    response = client.post(door(issued.token), ACCOUNT)

    mentor.refresh_from_db()
    assert response.url == reverse("dashboard", args=[school.slug])
    assert mentor.user.username == "max.m"
    assert mentor.user.roles_in(school.pk) == {Role.MENTOR}
    assert client.session["_auth_user_id"] == str(mentor.user.pk)


@pytest.mark.both
def test_somebody_signed_in_confirms(client, school, mentor, kira):
    issued = invited(mentor, kira)
    user = make_user("Морозов Максим Ильич")
    client.force_login(user)

    assert "это я" in client.get(door(issued.token)).content.decode()
    client.post(door(issued.token))

    mentor.refresh_from_db()
    assert mentor.user == user


@pytest.mark.both
def test_a_used_link_opens_nothing(client, mentor, kira):
    issued = invited(mentor, kira)
    client.post(door(issued.token), ACCOUNT)
    client.logout()

    response = client.get(door(issued.token))

    assert response.status_code == 410
    assert "не действует" in response.content.decode()


@pytest.mark.both
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"again": "другой пароль"}, "не совпали"),
        ({"username": "макс"}, "латинские"),
        ({"password": "1", "again": "1"}, "пароль"),
        ({"username": "Taken"}, "занят"),
    ],
)
def test_what_is_wrong_with_the_account_is_said(client, mentor, kira, change, words):
    make_user(username="taken")
    issued = invited(mentor, kira)

    response = client.post(door(issued.token), {**ACCOUNT, **change})

    assert words in response.content.decode()
    assert Invitation.objects.get().is_open


@pytest.mark.both
def test_a_link_without_an_organisation_leads_home(client, db):
    issued = accounts_invitations.issue_setup_link()

    response = client.post(door(issued.token), ACCOUNT)

    assert response.url == "/"


@pytest.mark.both
def test_a_member_invited_without_a_card_has_no_person(client, school, kira):
    issued = accounts_invitations.invite(
        organisation=school, role=Role.PARENT, name="Мирный Павел", email="", by=kira
    )

    client.post(door(issued.token), ACCOUNT)

    assert User.objects.get(username="max.m").roles_in(school.pk) == {Role.PARENT}


@pytest.mark.both
def test_one_account_is_not_two_people_of_one_organisation(school, mentor, kira):
    other = make_person(school, user=make_user())
    issued = invited(mentor, kira)

    with pytest.raises(Refused, match="уже связана"):
        invitations.accept_as(token=issued.token, by=other.user)
    assert Invitation.objects.get().is_open


@pytest.mark.both
def test_one_account_may_be_people_of_two_organisations(
    school, other_school, mentor, kira
):
    user = make_user()
    with everywhere():
        make_person(other_school, user=user)
    issued = invited(mentor, kira)

    invitations.accept_as(token=issued.token, by=user)

    mentor.refresh_from_db()
    assert mentor.user == user


@pytest.mark.both
def test_a_second_link_kills_the_first(mentor, kira):
    first = invited(mentor, kira)
    second = invited(mentor, kira)

    with pytest.raises(Refused, match="не действует"):
        invitations.accept_as(token=first.token, by=make_user())
    invitations.accept_as(token=second.token, by=make_user())


@pytest.mark.both
def test_who_has_an_account_gets_the_role_without_a_link(school, kira):
    person = make_person(school, user=make_user())

    assert invited(person, kira, Role.PARENT) is None
    assert Membership.objects.get(user=person.user).role == Role.PARENT


@pytest.mark.both
def test_a_mentor_invites_nobody(mentor, max_):
    with pytest.raises(PermissionDenied, match="куратор"):
        invited(mentor, max_)


@pytest.mark.both
def test_the_curator_hands_a_link_out_from_the_persons_page(client, mentor, kira):
    client.force_login(kira)
    url = link("registry:invitation_issue", pk=mentor.pk)

    page = client.post(url, {"role": "mentor"}, follow=True).content.decode()

    assert "Скопировать текст для чата" in page
    assert "/join/" in page


@pytest.mark.both
def test_a_role_the_person_does_not_have_is_not_given(client, mentor, kira):
    client.force_login(kira)

    client.post(link("registry:invitation_issue", pk=mentor.pk), {"role": "director"})

    assert not Invitation.objects.exists()


@pytest.mark.both
def test_a_representative_with_an_account_gets_the_parents_cabinet(
    client, school, kira
):
    child = make_child(school)
    guardian = make_guardian(child, make_user()).guardian
    client.force_login(kira)

    response = client.post(
        link("registry:invitation_issue", pk=guardian.pk),
        {"role": "parent"},
        follow=True,
    )

    assert "уже есть учётная запись" in response.content.decode()


@pytest.mark.both
def test_a_whole_list_is_invited_on_one_page(client, school, kira):
    load_texts()
    cycle = make_cycle(school)
    people = [make_person(school) for _ in range(3)]
    for person in people:
        make_mentee_card(person, cycle=cycle)
    make_mentee_card(make_person(school, user=make_user()), cycle=cycle)
    invited(people[0], kira, Role.MENTEE)
    client.force_login(kira)
    url = f"{link('registry:invitation_bulk')}?base=mentees"

    asked = client.get(url)
    assert (asked.context["waiting_count"], asked.context["linked_count"]) == (3, 1)
    fresh = client.post(url, follow=True)
    assert len(fresh.context["slips"]) == 2
    again = client.post(url, {"again": "1"}, follow=True)
    assert len(again.context["slips"]) == 3


@pytest.mark.both
def test_a_second_click_loses_no_link(client, mentor, kira):
    client.force_login(kira)
    url = f"{link('registry:invitation_bulk')}?base=mentors"

    for _ in range(2):
        page = client.post(url, {"form_key": "once"}, follow=True)

    assert "/join/" in page.content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.both
def test_a_list_of_mentors_is_found_by_its_filters(client, mentor, kira):
    client.force_login(kira)
    url = f"{link('registry:invitation_bulk')}?base=mentors&q="

    assert client.get(f"{url}морозов").context["waiting_count"] == 1
    empty = client.post(f"{url}никто", follow=True)
    assert "хотя бы одного" in empty.content.decode()
    wrong = f"{link('registry:invitation_bulk')}?base=x"
    assert client.get(wrong).status_code == 404


@pytest.mark.both
def test_strangers_and_mentors_hand_nothing_out(client, mentor, sam, max_):
    for user, status in ((sam, 404), (max_, 403)):
        client.force_login(user)
        url = f"{link('registry:invitation_bulk')}?base=mentors"
        assert client.get(url).status_code == status
        issue = link("registry:invitation_issue", pk=mentor.pk)
        assert client.post(issue, {"role": "mentor"}).status_code == 404


@pytest.mark.both
def test_an_expired_link_is_gone(client, mentor, kira):
    issued = invited(mentor, kira)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(door(issued.token)).status_code == 410


@pytest.mark.parametrize(
    ("name", "taken", "login"),
    [
        ("Морозов Максим Ильич", set(), "morozov.m"),
        ("Морозов Максим Ильич", {"morozov.m"}, "morozov.m2"),
        ("Щукина-Ёлкина Яна", set(), "shchukinaelkina.ya"[:-1]),
        ("Smith John", set(), "smith.j"),
        ("", set(), "user"),
    ],
)
def test_a_login_is_made_of_the_name(name, taken, login):
    assert suggested_login(name, taken.__contains__) == login


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_parallel_clicks_make_one_account(race_rounds):
    if connection.vendor != "postgresql":
        pytest.skip("a race of transactions needs PostgreSQL")
    from accounts.tests.factories import make_organisation

    with everywhere():
        school = make_organisation()
        kira = make_member(school, Role.CURATOR)
        for _ in range(race_rounds):
            person = make_person(school)
            token = invited(person, kira).token
            outcomes = _race(token)

            assert sorted(outcomes) == ["in", "refused"]
            person.refresh_from_db()
            assert Membership.objects.filter(user=person.user).count() == 1
    assert User.objects.exclude(pk=kira.pk).count() == race_rounds


def _race(token):
    barrier = Barrier(2)
    outcomes = []

    def click(number):
        with everywhere():
            barrier.wait()
            try:
                invitations.accept_as_new(
                    token=token,
                    username=f"u{number}-{token[:8]}",
                    password=PASSWORD,
                    name="",
                )
                outcomes.append("in")
            except Refused:
                outcomes.append("refused")
            finally:
                connection.close()

    threads = [Thread(target=click, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_person_is_visible_while_invited(school, mentor, kira):
    invited(mentor, kira)

    assert Person.objects.get(invitation__isnull=False) == mentor

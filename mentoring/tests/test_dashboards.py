from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.tests.factories import make_member
from common.links import link
from mentoring.demo.story import account, connect
from mentoring.tests.world import school_in_full_swing
from monitoring.models import Survey
from programmes.models import Measure, Pair
from registry.models import Person


@pytest.fixture(scope="module")
def told_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield school_in_full_swing()
        transaction.set_rollback(True)


@pytest.fixture
def swing(told_once, db):
    return told_once


def home(organisation):
    return reverse("dashboard", args=[organisation.slug])


def shown(client, organisation, username):
    client.force_login(User.objects.get(username=username))
    return client.get(home(organisation)).content.decode()


def test_the_curator_sees_what_waits(client, swing):
    page = shown(client, swing, "curator")

    assert "Сегодня" in page
    assert "Заявки ждут решения" in page
    assert "Пары молчат" in page
    assert page.count('class="track-step') == 7


def test_the_director_sees_the_queue_and_how_it_goes(client, swing):
    page = shown(client, swing, "director")

    assert "Подписывать нечего" in page
    assert page.count('class="track-step') == 7


@pytest.mark.parametrize("username", ["curator", "director"])
def test_first_screens_cost_few_queries(
    client, swing, username, django_assert_max_num_queries
):
    client.force_login(User.objects.get(username=username))

    with django_assert_max_num_queries(20):
        client.get(home(swing))


def participant(swing, person, role):
    user = account(f"{role}-{person.pk}", person.full_name)
    make_membership(user, swing, role)
    connect(person, user)
    return user


def make_membership(user, organisation, role):
    user.memberships.create(organisation=organisation, role=role)


def working_pair(swing):
    return Pair.objects.filter(
        organisation=swing, status="active", programme__status="active"
    ).first()


@pytest.fixture
def pair(swing):
    from common.tenancy import within

    with within(swing.pk):
        yield working_pair(swing)


def test_a_mentor_logs_a_meeting_from_the_first_screen(client, swing, pair):
    user = participant(swing, pair.mentor_card.person, Role.MENTOR)
    client.force_login(user)

    page = client.get(home(swing)).content.decode()

    assert "Записать встречу" in page
    assert str(pair.members.first().mentee_card.person) in page


def test_a_parent_sees_the_childs_pair(client, swing, pair):
    child = pair.members.first().mentee_card.person
    guardian = child.guardianships.first().guardian
    client.force_login(participant(swing, guardian, Role.PARENT))

    page = client.get(home(swing)).content.decode()

    assert str(child) in page
    assert "Записать встречу" not in page


def test_only_those_a_survey_is_put_to_find_it(client, swing, pair):
    survey = Survey.objects.open().get(cycle=pair.cycle, audience="mentees")
    child = pair.members.first().mentee_card.person
    guardian = child.guardianships.first().guardian
    survey.responses.filter(person=child).delete()
    todo = link("monitoring:survey_answer", organisation=swing.slug, pk=survey.pk)

    def todos_of(person, role):
        client.force_login(participant(swing, person, role))
        return client.get(home(swing)).content.decode()

    assert todo in todos_of(child, Role.MENTEE)
    assert todo not in todos_of(guardian, Role.PARENT)


def test_one_without_a_pair_is_told_to_wait(client, school, mia):
    client.force_login(mia)

    assert "Пока ничего не нужно" in client.get(link("dashboard")).content.decode()


def test_a_responsible_sees_his_measures(client, swing, pair):
    measure = Measure.objects.filter(status="planned").first()
    user = make_member(swing, Role.RESPONSIBLE)
    person = Person.objects.create(organisation=swing, last_name="Зуев", user=user)
    measure.responsibles.create(organisation=swing, ordinal=99, person=person)
    client.force_login(user)

    assert measure.title in client.get(home(swing)).content.decode()


def test_the_curator_is_asked_to_confirm_what_is_reported(client, swing, pair):
    measure = Measure.objects.filter(status="planned").first()
    user = make_member(swing, Role.RESPONSIBLE)
    Measure.objects.filter(pk=measure.pk).update(
        status="done", done_on=timezone.localdate(), reported_by=user
    )
    client.force_login(User.objects.get(username="curator"))

    page = client.get(home(swing)).content.decode()

    assert "Подтвердите выполненное" in page
    assert "/roadmap/?show=unconfirmed" in page


def test_without_a_cycle_the_curator_is_told_to_open_one(client, school, kira):
    client.force_login(kira)

    assert "Открыть цикл" in client.get(link("dashboard")).content.decode()


def test_a_coordinator_goes_to_the_roll_up(client, school):
    client.force_login(make_member(school, Role.MUNICIPAL_COORDINATOR))

    assert client.get(link("dashboard")).url == link("monitoring:municipal")


def test_a_chosen_role_is_shown_first_and_kept(client, school):
    both = make_member(school, Role.DIRECTOR, Role.CURATOR)
    client.force_login(both)
    assert "На подпись" in client.get(link("dashboard")).content.decode()

    client.post(link("role_switch"), {"role": "curator"})

    assert "Сегодня," in client.get(link("dashboard")).content.decode()


def test_a_role_one_does_not_hold_is_not_chosen(client, school, kira):
    client.force_login(kira)

    client.post(link("role_switch"), {"role": "director"})

    assert "Сегодня," in client.get(link("dashboard")).content.decode()


def test_the_door_shows_institutions_and_cabinets(client, school, other_school, kira):
    page = client.get(reverse("home")).content.decode()
    assert school.short_name in page
    assert other_school.short_name in page

    client.force_login(kira)

    assert "Мои кабинеты" in client.get(reverse("home")).content.decode()
    assert client.get(reverse("enter")).url == link("dashboard")


def test_large_print_is_a_switch_and_leads_back(client, school):
    response = client.post(reverse("large_print"), {"next": reverse("account_login")})

    assert response.url == reverse("account_login")
    assert 'class="large-print"' in client.get(response.url).content.decode()


def test_the_switch_does_not_lead_away(client, school):
    response = client.post(reverse("large_print"), {"next": "https://evil.example/"})

    assert response.url == reverse("home")


def test_the_portal_says_it_is_well(client, db):
    assert client.get(reverse("health")).content == b"ok"

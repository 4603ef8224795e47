"""The pages of «Мои данные» and of requests to destroy data."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import PASSWORD, make_member, make_organisation
from common.tenancy import within
from registry.actions import erasures
from registry.actions.reference import load_reference
from registry.models import Erasure
from registry.tests.consent_factories import make_child, make_guardian, make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def school(db):
    load_reference()
    organisation = make_organisation()
    with within(organisation.pk):
        yield organisation


@pytest.fixture
def person(school):
    return make_person(
        school, "Тихий Лев Юрьевич", user=make_member(school, Role.MENTOR)
    )


def url(school, name, **keys):
    return reverse(f"registry:{name}", kwargs={"organisation": school.slug, **keys})


def sign_in(client, user, *, fresh=False):
    client.force_login(user, backend=BACKEND)
    if fresh:
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def asked_for(person):
    return erasures.ask(person=person, by=person.user)


def test_data_are_taken_after_the_password_and_noted(client, school, person):
    page = url(school, "my_data", pk=person.pk)
    sign_in(client, person.user)
    assert "Ввести пароль" in client.get(page).content.decode()
    assert reverse("account_reauthenticate") in client.post(page).url
    assert not AuditEvent.objects.filter(what="person.data_taken").exists()

    sign_in(client, person.user, fresh=True)
    response = client.post(page)

    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "private, no-store"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert "Тихий" in archive.read("мои-данные.html").decode()
    assert AuditEvent.objects.filter(what="person.data_taken").count() == 1


def test_a_child_of_ten_reads_who_takes_his_data(client, school):
    child = make_child(school, 10, user=make_member(school, Role.MENTEE))
    sign_in(client, child.user, fresh=True)
    page = url(school, "my_data", pk=child.pk)

    assert "законный представитель" in client.get(page).content.decode()
    assert client.post(page).status_code == 403


def test_a_parent_asks_for_the_child_once(client, school):
    child = make_child(school, 10)
    parent = make_guardian(child, user=make_member(school, Role.PARENT)).guardian
    sign_in(client, parent.user, fresh=True)
    page = url(school, "my_erasure_ask", pk=child.pk)
    assert "Отправить обращение" in client.get(page).content.decode()

    sent = client.post(page, {"remark": "Переезд"})

    assert sent.url == url(school, "my_data", pk=child.pk)
    assert Erasure.objects.get().remark == "Переезд"
    assert client.post(page, {"remark": ""}).status_code == 403
    asked = Erasure.objects.get()
    shown = client.get(url(school, "erasure_detail", pk=asked.pk)).content.decode()
    assert "Поступило обращение" in shown
    assert "Что дальше" not in shown


def test_others_data_are_not_found(client, school, person):
    sign_in(client, make_member(school, Role.MENTOR), fresh=True)

    assert client.get(url(school, "my_data", pk=person.pk)).status_code == 404
    assert client.get(url(school, "erasure_list")).status_code == 403
    asked = asked_for(person)
    assert client.get(url(school, "erasure_detail", pk=asked.pk)).status_code == 404


def test_the_curator_writes_a_paper_down(client, school, person):
    sign_in(client, make_member(school, Role.CURATOR))
    page = url(school, "erasure_record", pk=person.pk)
    assert "Записать обращение" in client.get(page).content.decode()
    late = {"ground": "purpose", "requested_on": "2099-01-01", "remark": ""}
    assert "не наступила" in client.post(page, late).content.decode()

    done = client.post(page, late | {"requested_on": "2026-01-12"})

    asked = Erasure.objects.get()
    assert done.url == url(school, "erasure_detail", pk=asked.pk)
    assert str(asked.due_on) == "2026-02-11"
    shown = client.get(done.url).content.decode()
    assert "Просрочено" in shown
    assert "Просрочено" in client.get(url(school, "erasure_list")).content.decode()


def test_the_director_decides_with_a_fresh_password(client, school, person):
    asked = asked_for(person)
    director = make_member(school, Role.DIRECTOR)
    page = url(school, "erasure_approve", pk=asked.pk)
    sign_in(client, director)
    assert reverse("account_reauthenticate") in client.post(page).url

    sign_in(client, director, fresh=True)
    assert "Решить: уничтожить" in client.get(page).content.decode()
    client.post(page)

    asked.refresh_from_db()
    assert asked.status == "approved"


def test_the_director_refuses_with_a_reason(client, school, person):
    asked = asked_for(person)
    sign_in(client, make_member(school, Role.DIRECTOR), fresh=True)
    page = url(school, "erasure_refuse", pk=asked.pk)
    assert client.get(page).status_code == 200
    assert client.post(page, {"remark": ""}).status_code == 200

    client.post(page, {"remark": "Хранить велит 273-ФЗ."})

    asked.refresh_from_db()
    assert asked.status == "refused"
    detail = client.get(url(school, "erasure_detail", pk=asked.pk)).content.decode()
    assert "273-ФЗ" in detail


def test_the_administrator_carries_out_and_is_told_what_stands_in_the_way(
    client, school, person
):
    asked = asked_for(person)
    erasures.approve(erasure=asked, by=make_member(school, Role.DIRECTOR))
    sign_in(client, make_member(school, Role.SYSTEM_ADMINISTRATOR), fresh=True)
    page = url(school, "erasure_carry_out", pk=asked.pk)
    teacher = make_member(school, Role.CLASS_TEACHER)
    user = person.user
    person.user = teacher
    person.save()
    assert "классный руководитель" in client.post(page, follow=True).content.decode()
    person.user = user
    person.save()

    shown = client.post(page, follow=True).content.decode()

    assert "Данные уничтожаются" in shown
    asked.refresh_from_db()
    assert asked.errand_state == "waiting"


def test_a_list_asks_as_much_for_twenty_as_for_two(
    client, school, django_assert_max_num_queries
):
    sign_in(client, make_member(school, Role.CURATOR))
    for number in range(20):
        asked_for(
            make_person(
                school, f"Тихий Лев {number}", user=make_member(school, Role.MENTOR)
            )
        )

    with django_assert_max_num_queries(16):
        assert client.get(url(school, "erasure_list")).status_code == 200

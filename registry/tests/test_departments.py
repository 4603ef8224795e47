"""Departments and forms entrusted, as the curator keeps them."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from accounts.tests.factories import make_member
from common.links import link
from registry.models import Department, FormCuratorship, MentoringForm
from registry.tests.consent_factories import make_cycle, make_person

pytestmark = pytest.mark.both


def test_a_department_is_added_and_people_move_to_another(client, school, kira):
    head, teacher = (make_person(school, is_staff_member=True) for _ in range(2))
    client.force_login(kira)
    told = {"title": "Отдел", "head": head.pk, "people": [teacher.pk]}
    client.post(link("registry:department_add"), told)
    first = Department.objects.get()
    assert first.head == head

    again = client.post(link("registry:department_add"), told).content.decode()
    assert "уже есть в списке" in again
    client.post(link("registry:department_add"), {**told, "title": "Другой"})

    assert not first.persons.exists()
    change = link("registry:department_change", pk=first.pk)
    assert "сейчас: Другой" in client.get(change).content.decode()
    client.post(change, {"title": "Отдел", "people": []})
    first.refresh_from_db()
    assert first.head is None


def test_a_form_is_entrusted_once_to_its_curator_and_taken_back(client, school, kira):
    cycle = make_cycle(school)
    form = MentoringForm.objects.create(code="any", title="Ученик – ученик")
    curator = make_member(school, Role.ROLE_MODEL_CURATOR)
    client.force_login(kira)
    add = link("registry:curatorship_add", pk=cycle.pk)
    told = {"form": form.pk, "curator": curator.pk}

    client.post(add, told)
    assert "уже поручена" in client.post(add, told).content.decode()
    assert client.post(add, {**told, "curator": kira.pk}).status_code == 200
    row = FormCuratorship.objects.get()
    client.post(link("registry:curatorship_end", pk=row.pk))

    assert not FormCuratorship.objects.exists()

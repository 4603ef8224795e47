"""The staff: listed, entered, changed, taken off, loaded at any time."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import AuditEvent, User
from accounts.tests.factories import make_member
from common.errors import Refused
from common.links import link
from common.tables import workbook
from registry.actions import staff
from registry.models import Group, Person
from registry.tests.consent_factories import make_child, make_mentor_card, make_person

pytestmark = pytest.mark.both
VALUES = {"last_name": "Зуев", "first_name": "Илья", "post": "учитель физики"}
TYPED = {"name": "Зуев Илья Ильич", "post": "учитель физики"}


@pytest.fixture
def as_kira(client, kira):
    client.force_login(kira)
    return client


def make_staff(school, name="Зуев Илья Ильич", **values):
    return make_person(school, name, is_staff_member=True, birth_on=None, **values)


def table(*rows, titles=("ФИО", "Должность", "Почта", "Телефон")):
    return SimpleUploadedFile("staff.xlsx", workbook("Список", titles, rows))


def shown(response):
    return [person.last_name for person in response.context["page"]]


def test_the_list_holds_the_staff_alone(as_kira, school):
    make_staff(school)
    make_person(school, "Белов Лев Ильич")

    assert shown(as_kira.get(link("registry:staff_list"))) == ["Зуев"]


@pytest.mark.parametrize("words", ["зуев", "ФИЗИК", "8 (900) 000-00-01", "директор"])
def test_the_staff_are_found_by_name_post_or_contact(as_kira, school, words):
    make_staff(school, post="Директор, учитель физики", phone="8 (900) 000-00-01")
    make_staff(school, "Белов Лев Ильич", post="завхоз")

    found = as_kira.get(link("registry:staff_list"), {"q": words})

    assert shown(found) == ["Зуев"]


def test_nobody_found_is_said(as_kira, school):
    page = as_kira.get(link("registry:staff_list"), {"q": "ъ"}).content.decode()

    assert "Никого не нашлось" in page


@pytest.mark.parametrize("extra", [1, 4])
def test_the_list_costs_the_same_however_long(
    as_kira, school, django_assert_max_num_queries, extra
):
    for number in range(extra):
        make_staff(school, f"Зуев Илья {number}")

    with django_assert_max_num_queries(10):
        as_kira.get(link("registry:staff_list"))


def test_what_is_shown_leaves_as_a_table_that_loads_again(as_kira, school, kira):
    make_staff(school, post="завхоз", email="a@school.ru")
    make_staff(school, "Белов Лев Ильич")

    url = link("registry:staff_export", ending="xlsx")
    answer = as_kira.get(url, {"q": "зуев"})

    rows = list(
        openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(
            values_only=True
        )
    )
    assert rows[1] == ("Зуев Илья Ильич", "завхоз", "a@school.ru", None)
    upload = SimpleUploadedFile("staff.xlsx", answer.content)
    assert staff.load_staff(organisation=school, upload=upload, by=kira) == 0
    assert as_kira.get(link("registry:staff_export", ending="exe")).status_code == 404


def test_one_is_entered(as_kira, school):
    as_kira.post(link("registry:staff_add"), TYPED)

    person = Person.objects.get(last_name="Зуев")
    assert (person.is_staff_member, person.post) == (True, "учитель физики")
    assert AuditEvent.objects.filter(what="person.created").exists()


def test_a_mentor_known_by_his_mail_joins_the_staff(school, kira):
    mentor = make_person(
        school, "Зуев Илья Ильич", birth_on=None, email="zuev@school.ru"
    )

    person = staff.add_staff(
        organisation=school,
        values={**VALUES, "patronymic": "Ильич", "email": "ZUEV@school.ru"},
        by=kira,
    )

    assert person == mentor
    assert (person.is_staff_member, person.post) == (True, "учитель физики")


def test_who_is_on_the_list_is_not_entered_again(as_kira, school):
    make_staff(school)

    page = as_kira.post(link("registry:staff_add"), TYPED).content.decode()

    assert "уже есть в списке сотрудников" in page
    assert "учитель физики" in page


def test_without_a_post_nobody_is_entered(as_kira, school):
    page = as_kira.post(link("registry:staff_add"), {"name": "Зуев Илья"})

    assert "Напишите должность" in page.content.decode()


def test_one_is_changed(as_kira, school):
    person = make_staff(school)
    url = link("registry:staff_change", pk=person.pk)

    assert "Зуев Илья Ильич" in as_kira.get(url).content.decode()
    as_kira.post(url, {**TYPED, "post": "завуч"})

    person.refresh_from_db()
    assert person.post == "завуч"


def test_one_is_taken_off_the_list_and_keeps_his_card(as_kira, school):
    person = make_staff(school)
    card = make_mentor_card(person)
    url = link("registry:staff_retire", pk=person.pk)

    assert "Карточки, пары и документы останутся" in as_kira.get(url).content.decode()
    as_kira.post(url)

    person.refresh_from_db()
    card.refresh_from_db()
    assert not person.is_staff_member
    assert AuditEvent.objects.filter(what="staff.retired").exists()
    assert as_kira.get(url).status_code == 404


def test_nobody_is_taken_off_twice(school, kira):
    person = make_staff(school)
    staff.retire_staff(person=person, by=kira)

    with pytest.raises(PermissionDenied, match="уже нет"):
        staff.retire_staff(person=person, by=kira)


def test_a_list_is_loaded_at_any_time(as_kira, school):
    make_staff(school, post="учитель")
    upload = table(
        ("Зуев Илья Ильич", "завуч", "Почта: zuev@school.ru", "8 900 000-00-01"),
        ("Белов Лев Ильич", "учитель", None, None),
    )

    answer = as_kira.post(link("registry:staff_load"), {"upload": upload}, follow=True)

    assert "Добавлено: 1 сотрудник" in answer.content.decode()
    known = Person.objects.get(last_name="Зуев")
    assert (known.post, known.email) == ("завуч", "zuev@school.ru")
    assert known.phone == "+7 900 000-00-01"


def test_a_bad_list_is_explained_beside_the_file(as_kira, school):
    upload = table(("", "завуч", None, None), ("Белов Лев", "учитель", None, None))

    page = as_kira.post(link("registry:staff_load"), {"upload": upload})

    assert "Строка 2. Не указаны фамилия и имя" in page.content.decode()
    assert not Person.objects.exists()


def test_a_pupil_does_not_become_staff_by_his_name(school, kira):
    group = Group.objects.create(organisation=school, name="8А", school_year=2026)
    make_child(school, name="Зуев Илья Ильич", group=group)

    added = staff.load_staff(
        organisation=school, upload=table(("Зуев Илья Ильич", "завуч", "", "")), by=kira
    )

    assert added == 1
    assert Person.objects.filter(is_staff_member=True).count() == 1


def test_empty_rows_between_people_are_passed_over(school, kira):
    upload = table(
        ("Зуев Илья Ильич", "завуч", "", ""),
        ("", " ", "", ""),
        ("Орехов Олег Ильич", "завхоз", "", ""),
    )

    assert staff.load_staff(organisation=school, upload=upload, by=kira) == 2


def test_of_namesakes_the_one_with_the_mail_is_meant(school, kira):
    make_staff(school)
    other = make_staff(school, email="zuev@school.ru")
    upload = table(("Зуев Илья Ильич", "завуч", "zuev@school.ru", ""))

    staff.load_staff(organisation=school, upload=upload, by=kira)

    other.refresh_from_db()
    assert other.post == "завуч"


def test_the_director_reads_and_does_not_change(client, dina, school):
    person = make_staff(school)
    client.force_login(dina)

    assert client.get(link("registry:staff_list")).status_code == 200
    for name in ("staff_change", "staff_retire"):
        url = link(f"registry:{name}", pk=person.pk)
        assert client.post(url).status_code == 403
    with pytest.raises(PermissionDenied):
        staff.add_staff(organisation=school, values=VALUES, by=dina)
    with pytest.raises(PermissionDenied):
        staff.load_staff(organisation=school, upload=table(), by=dina)


def test_a_mentor_is_told_who_sees_the_staff(client, max_, school):
    client.force_login(max_)

    assert client.get(link("registry:staff_list")).status_code == 403


def test_a_name_that_is_taken_by_doubt_is_another_person(school, kira):
    make_person(school, "Зуев Илья", birth_on=None, phone="+7 900 000-00-01")

    person = staff.add_staff(organisation=school, values=VALUES, by=kira)

    assert Person.objects.count() == 2
    with pytest.raises(Refused):
        staff.add_staff(organisation=school, values=VALUES, by=kira)
    assert person.is_staff_member


def test_a_member_is_linked_to_his_row_and_offered_by_name(school, as_kira, kira):
    person = make_staff(school)
    member = make_member(school, Role.RESPONSIBLE)
    User.objects.filter(pk=member.pk).update(name=person.full_name)
    page = link("registry:staff_change", pk=person.pk)
    offered = as_kira.get(page).context["link_form"]
    assert offered["member"].value() == str(member.pk)

    as_kira.post(
        link("registry:staff_link", pk=person.pk), {"member": offered["member"].value()}
    )

    person.refresh_from_db()
    assert person.user == member
    assert AuditEvent.objects.filter(what="staff.linked").exists()
    assert as_kira.get(page).context["link_form"] is None


def test_a_cabinet_is_linked_once_and_only_to_the_staff(school, as_kira, kira):
    one, other = make_staff(school), make_staff(school, "Орехов Олег Ильич")
    member = make_member(school, Role.RESPONSIBLE)
    mentor = make_member(school, Role.MENTOR)
    staff.link_staff(person=one, user=member, by=kira)

    with pytest.raises(Refused, match="уже чей-то"):
        staff.link_staff(person=other, user=member, by=kira)
    with pytest.raises(Refused, match="уже чей-то"):
        staff.link_staff(person=other, user=mentor, by=kira)
    with pytest.raises(PermissionDenied, match="уже есть кабинет"):
        staff.link_staff(person=one, user=kira, by=kira)
    with pytest.raises(PermissionDenied):
        staff.link_staff(person=other, user=kira, by=mentor)
    as_kira.post(link("registry:staff_link", pk=other.pk), {"member": str(mentor.pk)})
    other.refresh_from_db()
    assert other.user is None


def test_without_anybody_to_choose_the_page_says_who_invites(school, as_kira, kira):
    person = make_staff(school)
    staff.link_staff(person=make_staff(school, "Крылова Кира"), user=kira, by=kira)

    page = as_kira.get(link("registry:staff_change", pk=person.pk)).content.decode()

    assert "Сотрудников приглашает директор" in page

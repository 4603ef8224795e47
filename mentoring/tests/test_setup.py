from __future__ import annotations

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.urls import reverse

from accounts.actions import invitations, setup
from accounts.enums import Role, SetupStep
from accounts.models import Invitation, Organisation, User
from accounts.queries import pending_setup
from accounts.tests.factories import make_organisation
from common.errors import Refused
from common.links import current_slug
from common.tables import workbook
from common.tenancy import within
from documents.models import Counter, Register
from programmes.models import Roadmap
from registry.actions import staff
from registry.actions.reference import load_reference
from registry.models import Cycle, Person
from registry.spreadsheets.reading import read_table

ACCOUNT = {
    "name": "Админов Антон Ильич",
    "username": "anton",
    "password": "correct horse battery",
    "again": "correct horse battery",
}
SCHOOL = {
    "kind": "school",
    "name": "Муниципальное общеобразовательное учреждение «Школа № 7»",
    "short_name": "МОУ «Школа № 7»",
    "slug": "school-7",
    "locality": "г. Заречный",
}
DIRECTOR = {"director_post": "Директор", "director_name": "Рощина Алла Петровна"}
CASES = {
    "name_genitive": "Муниципального общеобразовательного учреждения «Школа № 7»",
    "director_post_genitive": "директора",
    "director_name_genitive": "Рощиной Аллы Петровны",
}
NUMBERS = {"number_format": "{n}-ОД", "resets": "calendar", "start": "46"}


@pytest.fixture
def link_of_setup(db):
    load_reference()
    issued = invitations.issue_setup_link()
    return reverse("setup_begin", kwargs={"token": issued.token})


@pytest.fixture
def organisation(client, link_of_setup):
    client.post(link_of_setup, ACCOUNT)
    client.post(reverse("setup_organisation"), SCHOOL)
    organisation = Organisation.objects.get(slug="school-7")
    token = current_slug.set(organisation.slug)
    with within(organisation.pk):
        yield organisation
    current_slug.reset(token)


def step(organisation):
    return reverse("setup", kwargs={"organisation": organisation.slug})


def invited_page(organisation):
    return reverse("setup_invited", kwargs={"organisation": organisation.slug})


def take(client, organisation, asked, **options):
    """Send the form of the step the set-up has come to."""
    return client.post(
        step(organisation), {**asked, "step": reached(organisation)}, **options
    )


def at_the_staff_list(client, organisation):
    take(client, organisation, {**DIRECTOR, **CASES})
    client.post(invited_page(organisation))
    take(client, organisation, NUMBERS)
    take(client, organisation, {"is_self": "on"})


def reached(organisation):
    organisation.refresh_from_db()
    return organisation.setup_step


def test_a_real_institution_is_set_up_from_nothing(client, organisation):
    shown = take(client, organisation, DIRECTOR).content.decode()
    assert "Рощиной Аллы Петровны" in shown
    assert "Муниципального общеобразовательного учреждения" in shown
    take(client, organisation, {**DIRECTOR, **CASES})
    invited = client.get(invited_page(organisation)).content.decode()
    assert "/join/" in invited
    client.post(invited_page(organisation))

    take(client, organisation, NUMBERS)
    take(client, organisation, {"is_self": "on"})
    staff = workbook("Сотрудники", ["ФИО", "Должность"], [["Зуев Илья", "учитель"]])
    take(client, organisation, {"upload": SimpleUploadedFile("staff.xlsx", staff)})
    cycle = {
        "title": "2026/27 учебный год",
        "starts_on": "2026-09-01",
        "ends_on": "2027-05-31",
        "template_code": "seven_stages",
    }
    response = take(client, organisation, cycle)

    assert reached(organisation) == SetupStep.DONE
    assert response.url == reverse("dashboard", args=[organisation.slug])
    assert Register.objects.get().number_format == "{n}-ОД"
    assert Counter.objects.get().start == 46
    assert Person.objects.get(last_name="Зуев").post == "учитель"
    assert Roadmap.objects.get().cycle == Cycle.objects.get()
    user = User.objects.get(username="anton")
    assert user.roles_in(organisation.pk) == {Role.SYSTEM_ADMINISTRATOR, Role.CURATOR}


def at_the_cycle(client, organisation, **curator):
    take(client, organisation, {**DIRECTOR, **CASES})
    client.post(invited_page(organisation))
    take(client, organisation, NUMBERS)
    take(client, organisation, curator)
    client.post(invited_page(organisation))
    take(client, organisation, {"is_skipped": "on"})


OWN_PLAN = {
    "title": "2026/27 учебный год",
    "starts_on": "2026-09-01",
    "ends_on": "2027-05-31",
    "template_code": "own",
}


def test_who_has_an_own_plan_is_led_to_bring_it(client, organisation):
    at_the_cycle(client, organisation, is_self="on")

    response = take(client, organisation, OWN_PLAN)

    assert reached(organisation) == SetupStep.DONE
    assert response.url.endswith("/cabinet/roadmap/own/")
    assert Cycle.objects.count() == 1
    assert not Roadmap.objects.exists()


def test_an_own_plan_is_left_to_the_curator_who_was_invited(client, organisation):
    at_the_cycle(client, organisation, name="Крылова Кира")

    response = take(client, organisation, OWN_PLAN, follow=True)

    assert reached(organisation) == SetupStep.DONE
    assert "Свой план загрузит куратор" in response.content.decode()
    assert not Roadmap.objects.exists()


def test_the_set_up_goes_on_where_it_stopped(client, organisation):
    take(client, organisation, {**DIRECTOR, **CASES})
    client.logout()
    client.force_login(User.objects.get(username="anton"))

    response = client.get(reverse("dashboard", args=[organisation.slug]), follow=True)

    assert "Вид номера" in response.content.decode()


def test_a_link_used_twice_says_so_and_shows_the_way_on(
    client, link_of_setup, organisation
):
    client.logout()

    response = client.get(link_of_setup)

    assert response.status_code == 410
    assert "уже не действует" in response.content.decode()
    assert reverse("enter") in response.content.decode()


def test_who_has_used_the_link_goes_on_by_it(client, link_of_setup, organisation):
    assert client.get(link_of_setup).url == reverse("enter")


def test_a_password_typed_differently_twice_is_refused(client, link_of_setup):
    page = client.post(link_of_setup, {**ACCOUNT, "again": "other horse battery"})

    assert "Пароли не совпали" in page.content.decode()
    assert not User.objects.exists()


def test_the_form_of_the_organisation_sent_again_goes_on(client, organisation):
    response = client.post(reverse("setup_organisation"), SCHOOL)

    assert response.url == reverse("enter")
    assert Organisation.objects.count() == 1


def test_a_form_of_an_earlier_step_takes_no_other(client, organisation):
    at_the_staff_list(client, organisation)

    earlier = {**NUMBERS, "step": SetupStep.REGISTERS}
    response = client.post(step(organisation), earlier, follow=True)

    assert "Этот шаг уже пройден" in response.content.decode()
    assert reached(organisation) == SetupStep.STAFF
    assert Counter.objects.get().start == 46


def test_an_invitation_stays_in_sight_until_it_is_passed_on(client, organisation):
    take(client, organisation, {**DIRECTOR, **CASES})
    again = client.post(
        step(organisation),
        {**DIRECTOR, **CASES, "step": SetupStep.DIRECTOR},
        follow=True,
    )
    assert "/join/" in again.content.decode()
    assert "вы сможете выдать новую" in again.content.decode()

    client.post(invited_page(organisation))

    gone = client.get(invited_page(organisation))
    assert gone.url == step(organisation)
    assert Invitation.objects.filter(organisation=organisation, role=Role.DIRECTOR)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Выберите файл или нажмите «Пропустить»"),
        ({"upload": SimpleUploadedFile("staff.csv", b"")}, "файл пуст"),
    ],
)
def test_the_staff_list_is_not_left_out_unawares(client, organisation, sent, said):
    at_the_staff_list(client, organisation)

    response = take(client, organisation, sent)

    assert said in response.content.decode()
    assert reached(organisation) == SetupStep.STAFF


def test_the_staff_list_may_be_left_out(client, organisation):
    at_the_staff_list(client, organisation)

    take(client, organisation, {"is_skipped": "on"})

    assert reached(organisation) == SetupStep.CYCLE


def test_a_staff_list_of_headings_alone_is_refused(client, organisation):
    at_the_staff_list(client, organisation)

    upload = SimpleUploadedFile("staff.csv", "ФИО;Должность\n".encode())
    response = take(client, organisation, {"upload": upload}, follow=True)

    assert "нет ни одной строки" in response.content.decode()
    assert reached(organisation) == SetupStep.STAFF


def test_an_account_without_its_organisation_goes_on_to_create_it(
    client, link_of_setup
):
    client.post(link_of_setup, ACCOUNT)

    assert client.get(reverse("enter")).url == reverse("setup_organisation")


def test_an_address_of_the_portal_is_refused(client, link_of_setup):
    client.post(link_of_setup, ACCOUNT)

    page = client.post(reverse("setup_organisation"), {**SCHOOL, "slug": "admin"})

    assert "занят порталом" in page.content.decode()


def test_a_municipal_centre_is_ready_at_once(client, link_of_setup):
    client.post(link_of_setup, ACCOUNT)

    client.post(reverse("setup_organisation"), {**SCHOOL, "kind": "municipal_centre"})

    centre = Organisation.objects.get()
    assert centre.setup_step == SetupStep.DONE
    assert Role.MUNICIPAL_COORDINATOR in User.objects.get().roles_in(centre.pk)


def test_an_institution_names_its_centre(client, link_of_setup):
    centre = make_organisation(kind="municipal_centre")
    client.post(link_of_setup, ACCOUNT)

    client.post(reverse("setup_organisation"), {**SCHOOL, "parent_id": centre.pk})

    assert Organisation.objects.get(slug="school-7").parent == centre


def test_only_a_centre_may_stand_above(client, link_of_setup):
    other = make_organisation()
    client.post(link_of_setup, ACCOUNT)

    client.post(reverse("setup_organisation"), {**SCHOOL, "parent_id": other.pk})

    assert not Organisation.objects.filter(slug="school-7").exists()


def test_a_taken_address_is_refused(client, link_of_setup):
    make_organisation(slug="school-7")
    client.post(link_of_setup, ACCOUNT)

    client.post(reverse("setup_organisation"), SCHOOL)

    assert Organisation.objects.count() == 1
    assert Invitation.objects.get().organisation is None


def test_a_bad_staff_list_leaves_the_step_where_it_is(client, organisation):
    at_the_staff_list(client, organisation)

    upload = SimpleUploadedFile("staff.csv", "Имя;Роль\nИван;учитель\n".encode())
    response = take(client, organisation, {"upload": upload}, follow=True)

    assert "ФИО" in response.content.decode()
    assert reached(organisation) == SetupStep.STAFF
    assert not Person.objects.exists()


def test_no_lock_waits_while_the_staff_list_is_read(client, organisation, monkeypatch):
    at_the_staff_list(client, organisation)
    outside = transaction.get_connection().savepoint_ids[:]
    seen = []

    def read(content, name):
        seen.append(transaction.get_connection().savepoint_ids == outside)
        return read_table(content, name)

    monkeypatch.setattr(staff, "read_table", read)

    rows = "ФИО;Должность\nЗуев Илья;учитель\n".encode()
    take(client, organisation, {"upload": SimpleUploadedFile("staff.csv", rows)})

    assert seen == [True]
    assert Person.objects.count() == 1


def test_a_password_is_kept_as_it_was_typed(client, link_of_setup):
    password = " correct horse battery "
    client.post(link_of_setup, {**ACCOUNT, "password": password, "again": password})

    assert User.objects.get(username="anton").check_password(password)


def test_who_did_not_use_the_link_does_not_see_the_form(client, school, dina, kira):
    for user in (dina, kira):
        client.force_login(user)
        for response in (
            client.get(reverse("setup_organisation")),
            client.post(reverse("setup_organisation"), SCHOOL),
        ):
            assert response.status_code == 302
            assert response.url == reverse("enter")
    assert not Organisation.objects.filter(slug=SCHOOL["slug"]).exists()


def test_somebody_else_does_not_set_up(client, organisation):
    other = User.objects.create(username="other")
    invitations.grant(
        user=other, organisation=organisation, role=Role.DIRECTOR, by=None
    )
    client.force_login(other)

    assert client.get(step(organisation)).status_code == 403


def test_an_address_of_the_portal_is_refused_by_the_action_too(client, link_of_setup):
    client.post(link_of_setup, ACCOUNT)

    with pytest.raises(Refused, match="занят порталом"):
        setup.create_organisation(
            values={**SCHOOL, "slug": "admin"}, by=User.objects.get()
        )


def test_of_two_clicks_at_once_one_makes_the_institution(
    client, link_of_setup, monkeypatch
):
    client.post(link_of_setup, ACCOUNT)
    user = User.objects.get()
    read_by_both = pending_setup(user)
    monkeypatch.setattr(setup, "pending_setup", lambda user: read_by_both)
    setup.create_organisation(values=SCHOOL, by=user)

    with pytest.raises(Refused, match="уже создана"):
        setup.create_organisation(values={**SCHOOL, "slug": "second"}, by=user)

    assert Organisation.objects.get().slug == "school-7"


def test_another_may_be_invited_as_the_curator(client, organisation):
    take(client, organisation, {**DIRECTOR, **CASES})
    client.post(invited_page(organisation))
    take(client, organisation, NUMBERS)

    response = take(
        client, organisation, {"name": "Крылова Кира Андреевна"}, follow=True
    )

    assert "/join/" in response.content.decode()
    assert reached(organisation) == SetupStep.STAFF
    invitation = Invitation.objects.get(role=Role.CURATOR)
    assert invitation.name == "Крылова Кира Андреевна"


def test_what_is_set_up_is_not_set_up_again(school, dina):
    with pytest.raises(PermissionDenied, match="уже настроена"):
        setup.advance(organisation=school, past=SetupStep.STAFF, by=dina)


def test_a_step_taken_twice_is_refused(organisation):
    user = User.objects.get(username="anton")
    with pytest.raises(Refused, match="уже пройден"):
        setup.advance(organisation=organisation, past=SetupStep.STAFF, by=user)


def test_a_link_of_an_institution_does_not_set_the_portal_up(school, dina):
    issued = invitations.invite(
        organisation=school, role=Role.CURATOR, name="Кира", email="", by=dina
    )

    with pytest.raises(Refused, match="приглашает"):
        setup.begin(
            invitation=issued.invitation, username="k", password="x", name="Кира"
        )


def test_one_link_makes_one_institution(organisation):
    user = User.objects.get(username="anton")

    with pytest.raises(Refused, match="уже создана"):
        setup.create_organisation(values={**SCHOOL, "slug": "second"}, by=user)


def test_no_set_up_link_beside_the_demo(db):
    make_organisation(is_demo=True)

    with pytest.raises(CommandError, match="демонстрация"):
        call_command("setup_link", stdout=StringIO())


def test_the_command_prints_a_link(db):
    out = StringIO()

    call_command("setup_link", stdout=out, stderr=StringIO())

    assert "/setup/" in out.getvalue()


def test_the_only_institution_is_the_door(client, school):
    assert client.get(reverse("home")).url == reverse(
        "publishing:page", args=[school.slug]
    )

"""One-time codes of pupils without e-mail (invariant 57)."""

from __future__ import annotations

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection
from django.urls import reverse
from django.utils import timezone

from accounts.actions import reset_codes
from accounts.actions.reset_codes import ALPHABET, MAX_TRIES, code_of, digest_of
from accounts.enums import Role
from accounts.models import AuditDetail, AuditEvent, Membership, ResetCode, User
from accounts.roles import STAFF_ROLES
from accounts.tests.factories import PASSWORD, make_member, make_organisation
from common.errors import Refused
from common.form_keys import FIELD
from common.links import link
from common.tenancy import everywhere
from conftest import lacking
from documents.tests.reading import whole_text
from notifications.models import Notification
from registry.actions import pupil_codes
from registry.actions.invitations import invite_person
from registry.models import Group
from registry.tests.consent_factories import (
    make_child,
    make_guardian,
    make_mentee_card,
    make_person,
)

KEY = re.compile(rf'name="{FIELD}" value="([^"]+)"')
OWN = "собственный-пароль-77"


@pytest.fixture
def pupil(school, mia, pavel):
    """Mia with her cabinet; her father Pavel has his."""
    child = make_child(school, user=mia)
    make_guardian(child, pavel)
    make_mentee_card(child)
    return child


@pytest.fixture
def newcomer(school):
    """A pupil with a card and no account."""
    child = make_child(school, name="Новиков Ян Олегович")
    make_mentee_card(child)
    return child


def fresh(client, user):
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def typed(username, code, **values):
    return {
        "username": username,
        "code": code,
        "password": OWN,
        "again": OWN,
        **values,
    }


def test_a_code_sets_an_own_password_once(pupil, kira, client):
    code = pupil_codes.issue_code(person=pupil, by=kira).issued.code

    pupil_codes.use_code(username=pupil.user.username, code=code, password=OWN)

    assert client.login(username=pupil.user.username, password=OWN)
    with pytest.raises(Refused, match="не подошли"):
        pupil_codes.use_code(username=pupil.user.username, code=code, password="x" * 20)
    assert client.login(username=pupil.user.username, password=OWN)


def test_the_code_stands_nowhere(pupil, kira):
    given = pupil_codes.issue_code(person=pupil, by=kira)
    code = given.issued.code
    row = ResetCode.objects.get()

    kept = [row.digest, *Notification.objects.values_list("text", flat=True)]
    kept += [str(each) for each in AuditDetail.objects.values_list("after", flat=True)]
    plain = code.replace("-", "")
    assert not any(code in text or plain in text.upper() for text in kept)
    assert row.digest == digest_of(pupil.user_id, code)
    assert row.digest != digest_of(pupil.user_id + 1, code), "bound to its owner"
    assert code_of(given.issued.nonce) == code
    assert set(plain) <= set(ALPHABET)


def test_the_hash_needs_the_secret_key(pupil, settings):
    before = digest_of(1, "AAAAA-AAAAA")

    settings.SECRET_KEY = "another"

    assert digest_of(1, "AAAAA-AAAAA") != before
    assert digest_of(1, "ааааа ааааа") == digest_of(1, "AAAAAAAAAA"), "Russian letters"


def test_a_code_lives_no_longer_than_72_hours(pupil, kira):
    given = pupil_codes.issue_code(person=pupil, by=kira).issued
    assert given.row.expires_at - given.row.issued_at <= timedelta(hours=72, seconds=1)
    ResetCode.objects.update(expires_at=timezone.now())

    with pytest.raises(Refused, match="срок кода"):
        pupil_codes.use_code(
            username=pupil.user.username, code=given.code, password=OWN
        )


def test_after_five_wrong_tries_the_right_code_is_dead(pupil, kira):
    code = pupil_codes.issue_code(person=pupil, by=kira).issued.code
    for _ in range(MAX_TRIES):
        with pytest.raises(Refused):
            pupil_codes.use_code(
                username=pupil.user.username, code="22222-22222", password=OWN
            )

    with pytest.raises(Refused):
        pupil_codes.use_code(username=pupil.user.username, code=code, password=OWN)
    assert ResetCode.objects.get().tries == MAX_TRIES
    assert AuditEvent.objects.filter(what="reset_code.exhausted").exists()


def test_before_the_fifth_it_is_alive(pupil, kira):
    code = pupil_codes.issue_code(person=pupil, by=kira).issued.code
    for _ in range(MAX_TRIES - 1):
        with pytest.raises(Refused):
            pupil_codes.use_code(
                username=pupil.user.username, code="22222-22222", password=OWN
            )

    pupil_codes.use_code(username=pupil.user.username, code=code, password=OWN)
    assert ResetCode.objects.get().used_at


def test_a_weak_password_uses_nothing_up(pupil, kira):
    code = pupil_codes.issue_code(person=pupil, by=kira).issued.code

    with pytest.raises(ValidationError):
        pupil_codes.use_code(username=pupil.user.username, code=code, password="123")

    row = ResetCode.objects.get()
    assert (row.used_at, row.tries) == (None, 0)


def test_a_new_code_kills_the_one_before(pupil, kira, pavel):
    first = pupil_codes.issue_code(person=pupil, by=kira).issued.code
    pupil_codes.issue_code(person=pupil, by=pavel)

    with pytest.raises(Refused):
        pupil_codes.use_code(username=pupil.user.username, code=first, password=OWN)
    with pytest.raises(IntegrityError):
        ResetCode.objects.update(revoked_at=None)


def test_all_sessions_end(client, pupil, kira, mia):
    client.force_login(mia)
    page = link("registry:my_card")
    assert client.get(page).status_code == 200
    code = pupil_codes.issue_code(person=pupil, by=kira).issued.code
    assert client.get(page).status_code == 200

    pupil_codes.use_code(username=mia.username, code=code, password=OWN)

    assert client.get(page).status_code == 302


def test_the_parent_is_told_of_the_code_and_of_the_password(pupil, kira, pavel):
    code = pupil_codes.issue_code(person=pupil, by=kira).issued.code
    pupil_codes.use_code(username=pupil.user.username, code=code, password=OWN)

    letters = Notification.objects.filter(recipient=pavel).order_by("pk")
    assert [each.letter for each in letters] == [
        "pupil_code_issued",
        "pupil_password_set",
    ]


def test_a_parent_without_a_cabinet_is_told_by_e_mail(pupil, kira):
    guardian = pupil.guardianships.get().guardian
    guardian.user, guardian.email = None, "pavel@example.ru"
    guardian.save()

    pupil_codes.issue_code(person=pupil, by=kira)

    assert Notification.objects.get().address == "pavel@example.ru"


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
@pytest.mark.parametrize("is_here", [True, False])
def test_never_for_staff_of_any_organisation(
    school, other_school, pupil, kira, pavel, role, is_here
):
    organisation = school if is_here else other_school
    Membership.objects.create(user=pupil.user, organisation=organisation, role=role)

    for by in (kira, pavel):
        with pytest.raises(PermissionDenied):
            pupil_codes.issue_code(person=pupil, by=by)
    with pytest.raises(PermissionDenied, match="сотрудника"):
        reset_codes.issue(user=pupil.user, organisation=school, by=kira)
    assert not ResetCode.objects.exists()


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_nor_for_who_keeps_the_portal(pupil, kira, flag):
    User.objects.filter(pk=pupil.user_id).update(**{flag: True})

    with pytest.raises(PermissionDenied):
        pupil_codes.issue_code(person=pupil, by=kira)


def test_who_became_staff_since_does_not_come_in_by_it(school, pupil, kira):
    code = pupil_codes.issue_code(person=pupil, by=kira).issued.code
    Membership.objects.create(
        user=pupil.user, organisation=school, role=Role.RESPONSIBLE
    )

    with pytest.raises(Refused):
        pupil_codes.use_code(username=pupil.user.username, code=code, password=OWN)


def test_who_may_issue_it(school, other_school, pupil, kira, pavel, dina, max_, mia):
    pupil_codes.issue_code(person=pupil, by=pavel)
    pupil_codes.issue_code(person=pupil, by=kira)
    for other in (dina, max_):
        with pytest.raises(PermissionDenied, match="куратор"):
            pupil_codes.issue_code(person=pupil, by=other)
    with pytest.raises(PermissionDenied, match="Свой пароль"):
        pupil_codes.issue_code(person=pupil, by=mia)
    Membership.objects.create(user=mia, organisation=other_school, role=Role.MENTEE)
    with pytest.raises(PermissionDenied, match="в другой организации"):
        pupil_codes.issue_code(person=pupil, by=kira)
    pupil_codes.issue_code(person=pupil, by=pavel)


def test_an_adult_mentor_gets_no_code(school, kira, max_, newcomer):
    with pytest.raises(PermissionDenied, match="Код выдают ученику"):
        pupil_codes.issue_code(person=make_person(school, user=max_), by=kira)
    with pytest.raises(PermissionDenied, match="откройте ученику кабинет"):
        pupil_codes.issue_code(person=newcomer, by=kira)


def test_a_former_guardian_issues_nothing(school, pupil, pavel):
    pupil.guardianships.update(to_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(PermissionDenied):
        pupil_codes.issue_code(person=pupil, by=pavel)


def test_a_class_gets_its_cabinets(school, kira, newcomer):
    twin = make_child(school, name="Новиков Ян Ильич")
    make_mentee_card(twin)

    opened = pupil_codes.open_accounts(people=[newcomer, twin], by=kira)

    users = [each.person.user for each in opened]
    assert [user.username for user in users] == ["novikov.y", "novikov.y2"]
    assert not any(user.has_usable_password() for user in users)
    assert all(user.roles_in(school.pk) == {Role.MENTEE} for user in users)
    pupil_codes.use_code(
        username=users[0].username, code=opened[0].issued.code, password=OWN
    )


def test_all_cabinets_are_opened_or_none(school, kira, newcomer, pupil):
    without_card = make_child(school, name="Бескарточный Лев Ильич")

    with pytest.raises(Refused, match="заведите карточку"):
        pupil_codes.open_accounts(people=[newcomer, without_card], by=kira)
    with pytest.raises(PermissionDenied, match="кабинет уже есть"):
        pupil_codes.open_accounts(people=[newcomer, pupil], by=kira)
    with pytest.raises(Refused, match="хотя бы одного"):
        pupil_codes.open_accounts(people=[], by=kira)

    newcomer.refresh_from_db()
    assert newcomer.user is None


def test_only_the_curator_opens_cabinets(newcomer, max_):
    with pytest.raises(PermissionDenied):
        pupil_codes.open_accounts(people=[newcomer], by=max_)


def test_the_curator_prints_slips_for_a_class(client, school, kira, newcomer):
    group = Group.objects.create(organisation=school, name="8А", school_year=2026)
    newcomer.group = group
    newcomer.save()
    other = make_child(school, name="Другов Пётр Ильич")
    make_mentee_card(other)
    make_person(school, "Взрослов Олег Ильич")
    client.force_login(kira)
    url = link("registry:pupil_account_bulk")
    page = client.get(f"{url}?group={group.pk}")
    assert [person.pk for person in page.context["pupils"]] == [newcomer.pk]
    assert "Ввести пароль" in page.content.decode()
    fresh(client, kira)
    assert len(client.get(url).context["pupils"]) == 2
    nobody = client.post(url, {}).content.decode()
    assert "хотя бы одного" in nobody

    slips = client.post(url, {"chosen": [newcomer.pk]}, follow=True)

    slip = slips.context["slips"][0]
    assert slip.code in slips.content.decode()
    printed = whole_text(client.get(link("registry:code_slips_pdf")).content)
    assert slip.login in printed
    assert slip.code in printed
    assert slip.code not in str(dict(client.session)), "the session keeps no code"
    client.post(link("registry:code_slips"))
    assert client.get(link("registry:code_slips")).context["slips"] == []
    again = client.get(link("registry:code_slips_pdf"))
    assert again.status_code == 302


def test_a_used_code_leaves_the_page(client, pupil, kira):
    fresh(client, kira).post(link("registry:code_issue", pk=pupil.pk))
    slip = client.get(link("registry:code_slips")).context["slips"][0]

    pupil_codes.use_code(username=slip.login, code=slip.code, password=OWN)

    assert client.get(link("registry:code_slips")).context["slips"] == []


def test_a_parent_gives_his_child_a_code_after_the_password(client, pupil, pavel):
    client.force_login(pavel)
    url = link("registry:code_issue", pk=pupil.pk)
    assert url in client.get(link("registry:my_card")).content.decode()
    assert "Ввести пароль" in client.get(url).content.decode()
    client.post(url)
    assert not ResetCode.objects.exists()

    fresh(client, pavel)
    assert "Выдать код" in client.get(url).content.decode()
    shown = client.post(url, follow=True).content.decode()

    assert "Передайте коды сейчас" in shown
    assert ResetCode.objects.get().issued_by == pavel


def test_a_second_click_issues_nothing_and_loses_nothing(client, pupil, newcomer, kira):
    fresh(client, kira)
    for url, typed_in in (
        (link("registry:code_issue", pk=pupil.pk), {}),
        (link("registry:pupil_account_bulk"), {"chosen": [newcomer.pk]}),
    ):
        key = KEY.search(client.get(url).content.decode())[1]
        first = client.post(url, {FIELD: key, **typed_in}, follow=True)
        second = client.post(url, {FIELD: key, **typed_in}, follow=True)

        codes = [slip.code for slip in first.context["slips"]]
        assert [slip.code for slip in second.context["slips"]] == codes
    assert ResetCode.objects.count() == 2


def test_a_stranger_finds_no_pupil(client, pupil, sam, max_):
    url = link("registry:code_issue", pk=pupil.pk)
    for user in (max_, sam):
        assert fresh(client, user).post(url).status_code == 404
    client.force_login(max_)
    assert client.get(link("registry:pupil_account_bulk")).status_code == 403


def test_the_pupil_comes_in_by_the_slip(client, pupil, kira):
    code = pupil_codes.issue_code(person=pupil, by=kira).issued.code
    url = reverse("registry:code_use")
    name = pupil.user.username
    assert url in client.get(reverse("account_login")).content.decode()

    for wrong, words in (
        (typed(name, "22222-22222"), "не подошли"),
        (typed("никто", code), "не подошли"),
        (typed(name, code, again="иначе"), "не совпали"),
        (typed(name, code, password="123", again="123"), "ароль"),
    ):
        assert words in client.post(url, wrong).content.decode()
    done = client.post(url, typed(name, code.lower().replace("-", " ")), follow=True)

    assert "Пароль задан" in done.content.decode()
    assert "_auth_user_id" not in client.session, "he signs in with his own password"


def test_one_address_does_not_try_codes_all_day(client, pupil, kira, monkeypatch):
    monkeypatch.setattr("registry.views.codes.CODES_AN_HOUR", 1)
    url = reverse("registry:code_use")

    client.post(url, typed("никто", "22222"))
    late = client.post(url, typed("никто", "22222"))

    assert "Подождите час" in late.content.decode()


def test_a_list_of_pupils_costs_the_same_however_long(
    client, school, kira, django_assert_max_num_queries
):
    client.force_login(kira)
    for number in range(12):
        make_mentee_card(make_child(school, name=f"Учеников Ян {number}"))

    with django_assert_max_num_queries(16):
        client.get(link("registry:pupil_account_bulk"))


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_two_parallel_uses_one_sets_the_password(race_rounds):
    if connection.vendor != "postgresql":
        lacking("PostgreSQL")
    with everywhere():
        school = make_organisation()
        kira = make_member(school, Role.CURATOR)
        child = make_child(school, user=make_member(school, Role.MENTEE))
        make_mentee_card(child)
        for _ in range(race_rounds):
            code = pupil_codes.issue_code(person=child, by=kira).issued.code
            outcomes = _both(child.user.username, code)

            assert sorted(outcomes) == ["refused", "set"]


def _both(username, code):
    barrier, outcomes = Barrier(2), []

    def run(number):
        barrier.wait()
        try:
            pupil_codes.use_code(
                username=username, code=code, password=f"{OWN}-{number}"
            )
            outcomes.append("set")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_a_grown_mentee_without_e_mail_gets_a_code(school, kira, mia):
    grown = make_person(school, "Студентов Ян Ильич", user=mia)
    make_mentee_card(grown)
    User.objects.filter(pk=mia.pk).update(email="")

    assert pupil_codes.issue_code(person=grown, by=kira)

    User.objects.filter(pk=mia.pk).update(email="mia@example.ru")
    with pytest.raises(PermissionDenied, match="без почты"):
        pupil_codes.issue_code(person=grown, by=kira)


def test_a_link_given_before_opens_nothing_any_more(newcomer, kira):
    issued = invite_person(person=newcomer, role=Role.MENTEE, by=kira)

    pupil_codes.open_accounts(people=[newcomer], by=kira)

    issued.invitation.refresh_from_db()
    assert not issued.invitation.is_open


def test_a_login_taken_at_the_same_moment_is_left_alone(newcomer, kira, monkeypatch):
    logins = iter([kira.username, "novikov.y"])
    monkeypatch.setattr(pupil_codes, "suggested_login", lambda *_: next(logins))

    opened = pupil_codes.open_accounts(people=[newcomer], by=kira)

    assert opened[0].person.user.username == "novikov.y"


def test_without_any_free_login_it_is_said(newcomer, kira, monkeypatch):
    monkeypatch.setattr(pupil_codes, "suggested_login", lambda *_: kira.username)

    with pytest.raises(Refused, match="через минуту"):
        pupil_codes.open_accounts(people=[newcomer], by=kira)

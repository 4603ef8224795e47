"""An erased person is nowhere; what he takes with him is all his (invariants 21, 23, 24)."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as conf

from accounts import audit
from accounts.enums import Role
from accounts.models import AuditEvent, User
from accounts.tests.factories import make_member, make_organisation
from common import ledger
from common.errands import ErrandState
from common.tenancy import within
from documents.models import Document
from documents.tests.factories import make_draft, make_signed
from documents.tests.sample_payloads import order
from mentoring.tests.planting import MARK, Planter, rows_with
from registry.actions import erasures
from registry.actions.reference import load_reference
from registry.models import Erasure, Person
from registry.queries.personal_data import data_archive
from registry.tests.consent_factories import make_mentor_card, make_person

SURNAME = "Щуроглазов"
NAME = f"{SURNAME} Ферапонт Зосимович"


@pytest.fixture
def folders(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def school(db, folders):
    load_reference()
    organisation = make_organisation()
    with within(organisation.pk):
        yield organisation


@pytest.fixture
def staff(school):
    return {
        "director": make_member(school, Role.DIRECTOR, name="Орлова Дина Павловна"),
        "curator": make_member(school, Role.CURATOR, name="Котова Кира Львовна"),
        "admin": make_member(school, Role.SYSTEM_ADMINISTRATOR, name="Админов Лев"),
    }


@pytest.fixture
def person(school):
    user = make_member(school, Role.MENTOR, name=NAME)
    User.objects.filter(pk=user.pk).update(
        username="shchuroglazov", email="shchuroglazov@example.org"
    )
    user.refresh_from_db()
    return make_person(school, NAME, user=user, phone="8 900 765-43-21")


def erased(person, staff, committed):
    asked = erasures.record(
        person=person,
        ground="request",
        requested_on=person.created_at.date(),
        remark=f"{MARK} просит {NAME}",
        by=staff["curator"],
    )
    erasures.approve(erasure=asked, by=staff["director"])
    with committed():
        erasures.carry_out(erasure=asked, by=staff["admin"])
    asked.refresh_from_db()
    assert asked.errand_state == ErrandState.DONE, asked.errand_failure
    return asked


def files_with(*marks):
    return [
        path
        for path in Path(conf.VAR_DIR).rglob("*")
        if path.is_file()
        and any(
            mark.encode() in path.read_bytes() or mark in path.name for mark in marks
        )
    ]


def test_an_erased_person_is_nowhere_but_in_kept_orders(
    school, staff, person, committed
):
    Planter(school, person, staff["curator"]).plant()
    Person.objects.filter(pk=person.pk).update(
        last_name=SURNAME,
        first_name="Ферапонт",
        patronymic="Зосимович",
        phone="8 900 765-43-21",
    )
    other = make_mentor_card(
        make_person(school, "Тихий Лев Юрьевич"),
        counterpart_names=f"{NAME}; Мирная Мия",
    )
    draft = make_draft(
        staff["curator"], school, payload=order(), title="О работе с Щуроглазовым Ф. З."
    )
    signed = make_signed(
        staff["curator"], staff["director"], school, title=f"О награждении: {NAME}"
    )
    audit.record(
        by=staff["curator"],
        what="note",
        on=school,
        remark=f"Спросить у {SURNAME}а Ф. З.",
    )
    assert len({table for table, _ in rows_with(MARK, SURNAME)}) > 40

    done = erased(person, staff, committed)

    left = rows_with(MARK, SURNAME, "shchuroglazov", "765-43-21")
    assert {table for table, _ in left} <= {"documents_document"}, left
    assert len(left) == 1
    assert [each["what"] for each in done.kept] == [
        f"{signed.kind.title} от {signed.signed_on:%d.%m.%Y} № {signed.number}"
    ]
    assert not files_with(MARK, SURNAME)
    other.refresh_from_db()
    assert other.counterpart_names == "[данные уничтожены]; Мирная Мия"
    draft.refresh_from_db()
    assert SURNAME not in draft.title
    person.refresh_from_db()
    assert person.erased_at is not None
    assert person.user is None
    assert (person.phone, person.contacts, person.name_cases) == ("", "", {})


def test_everything_classed_personal_is_in_the_export_and_nobody_elses(
    school, staff, person
):
    planter = Planter(school, person, staff["curator"])
    planted = planter.plant()
    hidden = set(planted["hidden"]) - set(planted["told"]) - {MARK}
    other = make_person(school, "Тихий Лев Юрьевич", phone="other-phone")
    Planter(school, _with_account(school, other), staff["curator"]).plant("othermark")

    archive = zipfile.ZipFile(io.BytesIO(data_archive(person)))

    told = archive.read("мои-данные.json").decode()
    page = archive.read("мои-данные.html").decode()
    plain = told.casefold().replace("_", "-")
    missing = [
        word
        for word in planted["told"]
        if word.casefold().replace("_", "-") not in plain
    ]
    assert not [word for word in missing if word != MARK]
    assert SURNAME in page or MARK in page
    assert json.loads(told)
    for text in (told, page):
        assert not [word for word in hidden if word in text]
        assert "othermark" not in text
        assert "other-phone" not in text
    files = [name for name in archive.namelist() if name.startswith("files/")]
    assert files
    assert all(archive.read(name) == MARK.encode() for name in files)


def _with_account(school, person):
    person.user = make_member(school, Role.MENTOR, name=person.full_name)
    person.save()
    return person


def test_each_erasure_has_one_act_that_names_nobody(school, staff, person, committed):
    done = erased(person, staff, committed)

    act = Document.objects.get(kind__code="act_data_destruction")
    assert done.act == act
    assert act.number
    text = json.dumps(act.payload, ensure_ascii=False)
    assert SURNAME not in text + act.title
    assert [line["what"] for line in act.payload["log"]] == [
        "Зарегистрировано обращение, поданное на бумаге",
        "Принято решение уничтожить",
        "Исполнение начато, согласия прекращены",
        "Персональные данные уничтожены",
    ]
    assert act.payload["log"][-1]["by"] == "Системный администратор, Л. Админов"
    assert AuditEvent.objects.filter(what="erasure.done").count() == 1


def test_carried_out_twice_is_carried_out_once(school, staff, person, committed):
    done = erased(person, staff, committed)
    Erasure.objects.filter(pk=done.pk).update(errand_state=ErrandState.WAITING)

    from registry.tasks import carry_out_erasure

    carry_out_erasure(done.pk)

    assert Document.objects.filter(kind__code="act_data_destruction").count() == 1
    assert len(ledger.entries()) == 1


def test_an_account_at_home_elsewhere_stays_there(school, staff, person, committed):
    elsewhere = make_organisation()
    from accounts.models import Membership

    Membership.objects.create(
        user=person.user, organisation=elsewhere, role=Role.MENTOR
    )
    user = person.user

    erased(person, staff, committed)

    user.refresh_from_db()
    assert user.is_active
    assert user.username == "shchuroglazov"
    assert not user.roles_in(school.pk)
    assert user.roles_in(elsewhere.pk)


def test_a_session_ends_with_the_account(school, staff, person, committed, client):
    client.force_login(
        person.user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    mine = f"/{school.slug}/cabinet/my/card/"
    assert client.get(mine).status_code == 200

    erased(person, staff, committed)

    assert client.get(mine).status_code == 302


def test_the_ledger_holds_keys_and_days_alone(school, staff, person, committed):
    done = erased(person, staff, committed)

    (entry,) = ledger.entries()
    assert entry["person"] == person.pk
    assert entry["by"] == done.done_by_id
    assert SURNAME not in ledger.path().read_text()
    assert ledger.path().stat().st_mode & 0o777 == 0o600


def test_a_worker_that_falls_in_the_middle_leaves_all_or_nothing(
    school, staff, person, committed, monkeypatch
):
    from registry.actions.forgetting import work

    def fall(*args, **kwargs):
        raise RuntimeError("killed")

    monkeypatch.setattr(work, "act_payload", fall)
    asked = erasures.record(
        person=person,
        ground="request",
        requested_on=person.created_at.date(),
        remark="",
        by=staff["curator"],
    )
    erasures.approve(erasure=asked, by=staff["director"])
    with committed():
        erasures.carry_out(erasure=asked, by=staff["admin"])
    asked.refresh_from_db()
    person.refresh_from_db()
    assert (asked.status, asked.errand_state) == ("approved", ErrandState.WAITING)
    assert person.last_name == SURNAME
    assert not ledger.entries()

    monkeypatch.undo()
    from registry.tasks import carry_out_erasure

    with committed():
        carry_out_erasure(asked.pk)

    person.refresh_from_db()
    assert person.last_name == "Данные уничтожены"

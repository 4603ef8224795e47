"""A backup brings nobody back: the ledger is replayed before the first request (20, 22)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common import ledger
from common.tenancy import everywhere, within
from common.tests.processes import database_url
from documents.models import Document
from mentoring import integrity
from registry.actions.consents import withdraw
from registry.actions.erasing_again import replay
from registry.actions.erasure_ledger import settle
from registry.actions.reference import load_reference
from registry.enums import ConsentStatus
from registry.models import Consent, Erasure, Person
from registry.tests.consent_factories import make_consent, make_person
from scripts.places import ROOT

# A person is saved in a backup, erased, and the backup put back; and a consent likewise.
ROUND_TRIP = """
from pathlib import Path
import django
django.setup()
from celery import current_app
current_app.conf.task_always_eager = True
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common.tenancy import within
from documents.models import Document
from registry.actions import erasures
from registry.actions.consents import withdraw
from registry.actions.reference import load_reference
from registry.enums import ConsentStatus
from registry.models import Consent, Erasure, Person
from registry.tests.consent_factories import make_consent, make_person
from mentoring.tests.planting import rows_with

load_reference()
school = make_organisation()
director = make_member(school, Role.DIRECTOR, name="Орлова Дина Павловна")
curator = make_member(school, Role.CURATOR, name="Котова Кира Львовна")
admin = make_member(school, Role.SYSTEM_ADMINISTRATOR, name="Админов Лев Ильич")
with within(school.pk):
    person = make_person(school, "Щуроглазов Ферапонт Зосимович")
    other = make_person(school, "Тихий Лев Юрьевич")
    consent = make_consent(other, status=ConsentStatus.VERIFIED)
call_command("backup")
archive = next((Path(settings.VAR_DIR) / "backups").glob("*.tar.gz"))

with within(school.pk):
    withdraw(consent=consent, by=curator)
    asked = erasures.record(person=person, ground="request",
        requested_on=person.created_at.date(), remark="", by=curator)
    erasures.approve(erasure=asked, by=director)
    erasures.carry_out(erasure=asked, by=admin)
    assert Erasure.objects.get().status == "done"
assert not rows_with("Щуроглазов")
connection.close()
call_command("restore", str(archive))

with within(school.pk):
    assert not rows_with("Щуроглазов")
    assert Person.objects.get(pk=person.pk).erased_at
    assert Erasure.objects.get().status == "done"
    assert Document.objects.filter(kind__code="act_data_destruction").count() == 1
    assert Consent.objects.get(pk=consent.pk).status == "withdrawn"
call_command("integrity_check")
print("STAYED ERASED")
"""


def run_round_trip(url, var):
    environ = {
        **os.environ,
        "DATABASE_URL": url,
        "VAR_DIR": str(var),
        "MEDIA_ROOT": str(var / "media"),
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
    }
    return subprocess.run(
        [sys.executable, "-c", ROUND_TRIP],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_erased_stay_erased_after_a_restore_on_sqlite(tmp_path, migrated_sqlite):
    file = shutil.copy(migrated_sqlite, tmp_path / "portal.sqlite3")

    done = run_round_trip(f"sqlite:///{file}", tmp_path)

    assert done.stdout.endswith("STAYED ERASED\n"), done.stderr


@pytest.mark.services
def test_the_erased_stay_erased_after_a_restore_on_postgresql(tmp_path, postgresql):
    own = connection.settings_dict["NAME"]
    name = f"{own}_erased"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
    try:
        done = run_round_trip(database_url().removesuffix(own) + name, tmp_path)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(f'DROP DATABASE "{name}"')

    assert done.stdout.endswith("STAYED ERASED\n"), done.stderr


@pytest.fixture
def school(db, tmp_path, settings):
    settings.VAR_DIR = tmp_path
    load_reference()
    organisation = make_organisation()
    make_member(organisation, Role.SYSTEM_ADMINISTRATOR, name="Админов Лев Ильич")
    with within(organisation.pk):
        yield organisation


def told_of(person, **changed):
    ledger.append(
        {
            "what": "erasure",
            "person": person.pk,
            "made": person.created_at.isoformat(),
            "ground": "request",
            "requested_on": "2026-11-02",
            "due_on": "2026-11-12",
            "by": None,
            **changed,
        }
    )


def test_another_database_with_the_same_keys_is_left_alone(school):
    person = make_person(school)
    told_of(person, made="2020-01-01T00:00:00+00:00")

    assert replay(with_withdrawals=True).erasures == 0
    assert Person.objects.get(pk=person.pk).erased_at is None


def test_an_open_request_of_the_backup_is_the_one_carried_out(school):
    person = make_person(school)
    by = make_member(school, Role.DIRECTOR)
    asked = Erasure.objects.create(
        organisation=school,
        person=person,
        ground="withdrawal",
        requested_on="2026-11-02",
        due_on="2026-12-02",
        requested_by=by,
    )
    told_of(person, by=by.pk)

    assert replay(with_withdrawals=False).erasures == 1
    assert replay(with_withdrawals=False).erasures == 0
    asked.refresh_from_db()
    assert (asked.status, asked.done_by) == ("done", by)
    assert Document.objects.filter(kind__code="act_data_destruction").count() == 1


def test_withdrawals_are_replayed_after_a_restore_alone(school, committed):
    person = make_person(school)
    consent = make_consent(person, status=ConsentStatus.VERIFIED)
    curator = make_member(school, Role.CURATOR)
    with committed():
        withdraw(consent=consent, by=curator)
    Consent.objects.filter(pk=consent.pk).update(status="verified", withdrawn_at=None)

    assert replay(with_withdrawals=False).withdrawals == 0
    out = StringIO()
    call_command("replay_ledger", stdout=out)

    assert "Отозвано повторно согласий: 1" in out.getvalue()
    assert Consent.objects.get(pk=consent.pk).status == "withdrawn"


def test_what_a_crash_kept_from_the_ledger_is_told_to_it_later(school):
    person = make_person(school)
    make_consent(person, status=ConsentStatus.WITHDRAWN)

    with everywhere():
        assert settle() == 1
        assert settle() == 0


def test_a_person_who_came_back_is_noticed(school):
    person = make_person(school)
    told_of(person)

    assert list(integrity.erased_people_stay_erased()) == [
        f"запись {person.pk}: человек уничтожен и вернулся"
    ]
    replay(with_withdrawals=False)
    assert not list(integrity.erased_people_stay_erased())
    ledger.path().unlink()
    assert "рядом с базой" in next(integrity.erased_people_stay_erased())


def test_an_organisation_without_anybody_waits(school):
    lonely = make_organisation()
    with within(lonely.pk):
        person = make_person(lonely)
    told_of(person)

    assert replay(with_withdrawals=False).erasures == 0

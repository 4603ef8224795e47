"""Tables on their way in forget the erased and never bring him back (invariants 20, 54)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.storage import default_storage
from django.db import close_old_connections, connections
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common.tenancy import within
from registry.actions import erasures, imports
from registry.actions.reference import load_reference
from registry.models import Erasure, ImportBatch, Person
from registry.tests.consent_factories import make_cycle, make_person
from registry.tests.import_files import mentor, mentors_table, uploaded

NAME = "Щуроглазов Ферапонт Зосимович"
OTHER = "Тихий Лев Юрьевич"


@pytest.fixture
def folders(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


def told():
    load_reference()
    school = make_organisation()
    staff = {
        role: make_member(school, role, name="Котова Кира Львовна")
        for role in (Role.DIRECTOR, Role.CURATOR, Role.SYSTEM_ADMINISTRATOR)
    }
    return school, staff


def decided(person, staff):
    asked = erasures.record(
        person=person,
        ground="request",
        requested_on=timezone.localdate(person.created_at),
        remark="",
        by=staff[Role.CURATOR],
    )
    return erasures.approve(erasure=asked, by=staff[Role.DIRECTOR])


def brought(cycle, curator, *names):
    content = mentors_table(*(mentor(name) for name in names))
    return imports.upload(
        cycle=cycle, kind="mentors", upload=uploaded(content), by=curator
    )


def test_a_row_is_emptied_the_file_goes_the_others_stay(db, folders, committed):
    school, staff = told()
    with within(school.pk):
        cycle = make_cycle(school)
        with committed():
            batch = brought(cycle, staff[Role.CURATOR], NAME, OTHER)
        batch.refresh_from_db()
        file = batch.attachment.file.name
        assert (batch.accepted_count, batch.rejected_count) == (2, 0)
        person = make_person(school, NAME, birth_on=None)
        asked = decided(person, staff)

        with committed():
            erasures.carry_out(erasure=asked, by=staff[Role.SYSTEM_ADMINISTRATOR])

        batch.refresh_from_db()
        assert not default_storage.exists(file)
        assert default_storage.exists(batch.attachment.file.name)
        assert batch.attachment.name == "файл уничтожен.txt"
        assert (batch.accepted_count, batch.rejected_count) == (1, 1)
        emptied, other = batch.rows.all()
        assert (emptied.cells, emptied.line, emptied.verdict) == ([], {}, "rejected")
        assert "Тихий" in str(other.cells)

        with committed():
            imports.confirm(batch=batch, by=staff[Role.CURATOR])
        names = set(Person.objects.values_list("last_name", flat=True))
        assert "Щуроглазов" not in names
        assert "Тихий" in names


def test_a_check_under_way_is_stopped(db, folders, committed):
    school, staff = told()
    with within(school.pk):
        batch = brought(make_cycle(school), staff[Role.CURATOR], NAME)
        asked = decided(make_person(school, NAME), staff)

        with committed():
            erasures.carry_out(erasure=asked, by=staff[Role.SYSTEM_ADMINISTRATOR])

        batch.refresh_from_db()
        assert (batch.status, batch.errand_state) == ("cancelled", "none")
        assert "загрузите файл снова" in batch.refusal


@pytest.mark.services
def test_a_load_beside_an_erasure_brings_nobody_back(
    postgresql, folders, race_rounds, monkeypatch
):
    from registry.tasks import carry_out_erasure, run_import

    monkeypatch.setattr("common.errands.send", lambda name, pk: None)
    school, staff = told()
    for number in range(race_rounds):
        with within(school.pk):
            name = f"Щуроглазов{'абвгдежзиклмнопрстуфхцчшэюя'[number % 27]} Ферапонт {'А' * (number // 27 + 1)}ович"
            person = make_person(school, name, birth_on=None)
            batch = brought(make_cycle(school), staff[Role.CURATOR], name, OTHER)
            run_import(batch.pk)
            imports.confirm(
                batch=ImportBatch.objects.get(pk=batch.pk), by=staff[Role.CURATOR]
            )
            asked = decided(person, staff)
            erasures.carry_out(erasure=asked, by=staff[Role.SYSTEM_ADMINISTRATOR])

        _both_at_once(
            lambda pk=batch.pk: run_import(pk),
            lambda pk=asked.pk: carry_out_erasure(pk),
        )

        with within(school.pk):
            erasure = Erasure.objects.get(pk=asked.pk)
            assert erasure.status == "done", erasure.errand_failure
            last = name.split(" ", 1)[0]
            assert not Person.objects.filter(last_name=last).exists()


def _both_at_once(*jobs):
    together = threading.Barrier(len(jobs))

    def one(job):
        close_old_connections()
        try:
            together.wait(timeout=60)
            job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as crowd:
        list(crowd.map(one, jobs))

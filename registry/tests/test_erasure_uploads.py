"""Tables on their way in forget the erased and never bring him back (invariants 20, 54)."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common.tenancy import within
from registry.actions import erasures, imports
from registry.actions.reference import load_reference
from registry.models import Person
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

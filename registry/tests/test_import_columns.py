"""What the columns are, where the portal did not see it: told once, remembered."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from common.errors import Refused
from registry.actions import import_columns
from registry.enums import ImportStatus, TableKind
from registry.models import ColumnMemory, ImportBatch, MentorCard, Person
from registry.tests.consent_factories import load_texts, make_cycle
from registry.tests.import_files import Curator, mentor, mentors_table, people_url

ODD = "Кто;Позвонить;Силён в чём;Шифр\r\n{name};+7 913 111-22-33;шахматы;А-17"
RIGHT = {"column_0": "full_name", "column_1": "contacts", "column_2": "competences"}


@pytest.fixture
def curator(client, school, kira, committed):
    load_texts()
    make_cycle(school)
    return Curator(client, school, kira, committed)


def sent(curator, name="Морозов Максим Ильич") -> ImportBatch:
    text = ODD.format(name=name)
    curator.upload(text.encode(), TableKind.MENTORS, "a.csv")
    return ImportBatch.objects.latest("pk")


def say(curator, batch, **columns):
    url = people_url(curator.school, f"imports/{batch.pk}/columns/")
    with curator.committed():
        return curator.client.post(url, columns)


def test_columns_named_by_the_curator_are_read_and_remembered(curator):
    batch = sent(curator)
    batch.refresh_from_db()
    assert batch.status == ImportStatus.REFUSED
    page = curator.see(batch).content.decode()
    assert f"imports/{batch.pk}/columns/" in page
    shown = curator.client.get(
        people_url(curator.school, f"imports/{batch.pk}/columns/")
    ).content.decode()
    assert "Силён в чём" in shown
    assert "Например: шахматы" in shown

    say(curator, batch, **RIGHT, column_3="")

    batch.refresh_from_db()
    assert batch.status == ImportStatus.CHECKED, batch.refusal
    curator.press(batch, "confirm")
    assert MentorCard.objects.get().competences_text == "шахматы"
    assert AuditEvent.objects.filter(what="import.columns_chosen").exists()

    again = sent(curator, "Орлов Олег Ильич")
    again.refresh_from_db()
    assert (again.status, again.rejected_count) == (ImportStatus.CHECKED, 0)


def test_a_column_may_be_left_out_and_changed_back(curator):
    batch = curator.checked(mentors_table(mentor(interests="шахматы")))
    at = next(i for i, column in enumerate(batch.layout) if column[0] == "interests")
    kept = {f"column_{i}": column[0] for i, column in enumerate(batch.layout)}

    say(curator, batch, **{**kept, f"column_{at}": ""})
    batch.refresh_from_db()
    assert batch.layout[at][0] == ""
    assert batch.rows.get().line["interests"] == []
    say(curator, batch, **kept)

    batch.refresh_from_db()
    assert batch.rows.get().line["interests"] == ["шахматы"]
    assert ColumnMemory.objects.get().code == "interests"


def test_one_meaning_is_not_given_to_two_columns(curator):
    batch = curator.checked(mentors_table(mentor()))

    answer = say(curator, batch, column_1="full_name", column_2="full_name")

    assert "выбран для двух столбцов" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.status == ImportStatus.CHECKED


@pytest.mark.parametrize("chosen", [{0: "password"}, {99: "full_name"}])
def test_what_is_no_column_is_refused(curator, kira, chosen):
    batch = curator.checked(mentors_table(mentor()))

    with pytest.raises(Refused, match="столбца нет"):
        import_columns.choose_columns(batch=batch, chosen=chosen, by=kira)


def test_a_loaded_table_keeps_its_columns(curator, kira):
    batch = curator.load(mentors_table(mentor()))

    with pytest.raises(PermissionDenied, match="пока таблица не загружена"):
        import_columns.choose_columns(batch=batch, chosen={}, by=kira)
    assert Person.objects.count() == 1


def test_the_columns_are_named_by_who_loads(curator, dina):
    batch = curator.checked(mentors_table(mentor()))

    with pytest.raises(PermissionDenied):
        import_columns.choose_columns(batch=batch, chosen={}, by=dina)


def test_what_one_school_said_another_does_not_hear(curator, other_school):
    ColumnMemory.objects.create(
        organisation=other_school, kind="mentors", heading="интересы наставника"
    )

    batch = curator.checked(mentors_table(mentor(interests="шахматы")))

    assert batch.rows.get().line["interests"] == ["шахматы"]

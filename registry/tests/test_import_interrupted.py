"""An import killed, stopped or started twice leaves no row or all of them (49)."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from common.errands import ClaimLost, ErrandState, sweep, take
from registry.actions import import_rows, imports
from registry.actions.import_rows import write_rows
from registry.enums import CycleStatus, ImportStatus, TableKind
from registry.models import (
    Consent,
    ImportBatch,
    ImportRow,
    MenteeCard,
    MentorCard,
    Person,
)
from registry.queries.cycles import current_cycle
from registry.tasks import run_import
from registry.tests.consent_factories import (
    load_texts,
    make_cycle,
    make_person,
    make_topics,
)
from registry.tests.import_files import (
    Curator,
    mentee,
    mentees_table,
    mentor,
    mentors_table,
    uploaded,
)

pytestmark = pytest.mark.both
NAMES = ("Белов Лев Ильич", "Зимин Олег Юрьевич", "Лугов Семён Ильич")


@pytest.fixture
def curator(client, school, kira, committed):
    load_texts()
    make_topics("резьба")
    make_cycle(school)
    return Curator(client, school, kira, committed)


@cache
def table() -> bytes:
    """Three good mentors, the same bytes every time: a workbook keeps its moment."""
    return mentors_table(
        *(
            mentor(name, contacts=f"8913000000{number}", competences="резьба")
            for number, name in enumerate(NAMES)
        )
    )


@pytest.fixture
def confirmed(curator, kira):
    """A confirmed table whose worker has not come yet."""
    batch = curator.checked(table())
    return imports.confirm(batch=batch, by=kira)


def everything_written() -> tuple[int, int, int, int]:
    return (
        Person.objects.count(),
        MentorCard.objects.count(),
        Consent.objects.count(),
        MentorCard.competences.through.objects.count(),
    )


NOTHING = (0, 0, 0, 0)
ALL = (3, 3, 3, 3)


def test_a_worker_that_dies_after_its_claim_leaves_nothing(confirmed):
    claim = take(ImportBatch, confirmed.pk)

    assert claim is not None
    assert everything_written() == NOTHING


def test_the_next_worker_does_the_whole_work(confirmed, settings, committed):
    take(ImportBatch, confirmed.pk)
    settings.ERRAND_LEASE_SECONDS = -1
    settings.ERRAND_WAIT_SECONDS = -1

    with committed():
        sweep()

    confirmed.refresh_from_db()
    # The sweep only hands over; the message finds the row waiting.
    run_import(confirmed.pk)
    confirmed.refresh_from_db()
    assert confirmed.status == ImportStatus.APPLIED
    assert everything_written() == ALL


@pytest.mark.parametrize("moment", ["registry_person", "registry_mentorcard", "registry_consent", "accounts_auditevent"])  # fmt: skip
def test_a_crash_in_the_middle_of_writing_leaves_nothing(confirmed, moment):
    claim = take(ImportBatch, confirmed.pk)

    class Killed(BaseException):
        """What kill -9 is to the transaction."""

    def die(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if f'INTO "{moment}"' in sql:
            raise Killed
        return result

    with pytest.raises(Killed), connection.execute_wrapper(die):
        write_rows(batch=confirmed, claim=claim)

    assert everything_written() == NOTHING
    confirmed.refresh_from_db()
    assert confirmed.status == ImportStatus.APPLYING


def test_the_errand_run_twice_writes_once(confirmed):
    run_import(confirmed.pk)
    run_import(confirmed.pk)

    assert everything_written() == ALL


def test_a_late_finisher_undoes_what_it_wrote(confirmed):
    late = take(ImportBatch, confirmed.pk)
    ImportBatch.objects.filter(pk=confirmed.pk).update(errand_state=ErrandState.WAITING)
    quick = take(ImportBatch, confirmed.pk)

    with pytest.raises(ClaimLost):
        write_rows(batch=confirmed, claim=late)

    assert everything_written() == NOTHING
    write_rows(batch=confirmed, claim=quick)
    assert everything_written() == ALL


def test_a_load_that_is_stopped_waits_for_its_confirmation(confirmed, kira):
    claim = take(ImportBatch, confirmed.pk)

    imports.cancel(batch=confirmed, by=kira)

    with pytest.raises(ClaimLost):
        imports.show_progress(batch=confirmed, claim=claim, done=1, total=3)
    confirmed.refresh_from_db()
    assert confirmed.status == ImportStatus.CHECKED
    assert everything_written() == NOTHING


def test_a_check_that_is_stopped_keeps_no_verdicts(curator, kira, school):
    batch = imports.upload(
        cycle=current_cycle(school),
        kind=TableKind.MENTORS,
        upload=uploaded(table()),
        by=kira,
    )

    curator.press(batch, "cancel")
    run_import(batch.pk)

    batch.refresh_from_db()
    assert batch.status == ImportStatus.CANCELLED
    assert not ImportRow.objects.exists()


def test_a_check_repeated_after_a_crash_keeps_every_row_once(curator, kira, school):
    batch = imports.upload(
        cycle=current_cycle(school),
        kind=TableKind.MENTORS,
        upload=uploaded(table()),
        by=kira,
    )
    take(ImportBatch, batch.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(errand_state=ErrandState.WAITING)

    run_import(batch.pk)

    batch.refresh_from_db()
    assert batch.status == ImportStatus.CHECKED
    assert ImportRow.objects.count() == batch.row_count == 3


def test_work_given_up_can_be_started_again(curator, confirmed):
    ImportBatch.objects.filter(pk=confirmed.pk).update(
        errand_state=ErrandState.FAILED, errand_failure="Работа трижды прерывалась."
    )
    page = curator.see(confirmed).content.decode()

    curator.press(confirmed, "retry")

    confirmed.refresh_from_db()
    assert "Работа трижды прерывалась." in page
    assert confirmed.status == ImportStatus.APPLIED


def test_the_clicks_that_come_twice_have_one_effect(curator):
    batch = curator.checked(table())
    again = curator.checked(table())

    curator.press(batch, "confirm")
    response = curator.press(batch, "confirm")

    assert again.pk == batch.pk
    assert response.status_code == 200
    assert everything_written() == ALL


def test_the_same_file_after_the_load_leads_to_the_earlier_import(curator, school):
    batch = curator.load(table())

    response = curator.upload(table())

    assert response.status_code == 200
    assert response.context["earlier"] == batch
    assert f"/people/imports/{batch.pk}/" in response.content.decode()
    assert ImportBatch.objects.count() == 1


def test_a_cancelled_file_may_be_sent_again(curator):
    batch = curator.checked(table())
    curator.press(batch, "cancel")

    again = curator.load(table())

    assert again.pk != batch.pk
    assert everything_written() == ALL


def test_the_progress_of_writing_is_seen(confirmed, monkeypatch):
    seen = []
    monkeypatch.setattr(import_rows, "CHUNK", 1)
    monkeypatch.setattr(
        import_rows, "show_progress", lambda *, done, **_: seen.append(done)
    )

    run_import(confirmed.pk)

    assert seen == [1, 2, 3]


def test_the_progress_of_the_check_is_seen(curator):
    batch = curator.checked(
        mentors_table(
            *(
                mentor(
                    f"Белов{'а' * number} Лев Ильич", contacts=f"8913000{number:04d}"
                )
                for number in range(1, 71)
                for _ in range(4)
            )
        )
    )

    assert (batch.row_count, batch.progress) == (280, 280)
    assert batch.accepted_count == 70


def test_two_rows_that_became_one_person_send_the_table_back(curator, school):
    batch = curator.checked(
        mentees_table(mentee(birth_year=2012), mentee(birth_year=None)),
        TableKind.MENTEES,
    )
    assert batch.accepted_count == 2
    make_person(
        school,
        "Мирная Мия Олеговна",
        birth_on=date(2012, 4, 3),
        contacts="+7 913 555-66-77",
    )

    curator.press(batch, "confirm")

    batch.refresh_from_db()
    assert "загрузите файл снова" in batch.errand_failure
    assert not MenteeCard.objects.exists()


def test_an_applied_table_is_neither_cancelled_nor_retried(curator):
    batch = curator.load(table())

    cancelled, again = curator.press(batch, "cancel"), curator.press(batch, "retry")

    assert (cancelled.status_code, again.status_code) == (403, 403)
    assert everything_written() == ALL


def test_a_table_still_being_checked_is_not_confirmed(curator, kira, school):
    batch = imports.upload(
        cycle=current_cycle(school),
        kind=TableKind.MENTORS,
        upload=uploaded(table()),
        by=kira,
    )

    assert curator.press(batch, "confirm").status_code == 403


def test_in_a_closed_cycle_nothing_is_confirmed(curator):
    batch = curator.checked(table())
    batch.cycle.status = CycleStatus.CLOSED
    batch.cycle.save()

    assert curator.press(batch, "confirm").status_code == 403


def test_people_who_appeared_meanwhile_send_the_table_back(curator, school, kira):
    """Two rows that have become one person are not guessed at."""
    batch = curator.checked(mentors_table(mentor()))
    for year in (1980, 1985):
        make_person(
            school,
            "Морозов Максим Ильич",
            birth_on=date(year, 1, 1),
            phone="+7 913 111-22-33",
        )

    curator.press(batch, "confirm")

    batch.refresh_from_db()
    assert batch.errand_state == ErrandState.FAILED
    assert "загрузите файл снова" in batch.errand_failure
    assert not MentorCard.objects.exists()


def test_the_page_is_told_how_far_the_work_has_come(confirmed):
    claim = take(ImportBatch, confirmed.pk)

    imports.show_progress(batch=confirmed, claim=claim, done=2, total=3)

    confirmed.refresh_from_db()
    assert (confirmed.progress, confirmed.row_count) == (2, 3)


def test_a_table_is_put_away_by_those_who_load_tables(confirmed, dina):
    with pytest.raises(PermissionDenied, match="куратор"):
        imports.cancel(batch=confirmed, by=dina)

    confirmed.refresh_from_db()
    assert confirmed.status == ImportStatus.APPLYING

"""A real worker killed in the middle of an import: nothing is lost, nothing doubled (49)."""

from __future__ import annotations

import time
from random import Random

import pytest

from common.errands import sweep
from common.tests.processes import wait_until
from registry.actions import imports
from registry.enums import ImportStatus, TableKind
from registry.models import Consent, ImportBatch, MentorCard, Person
from registry.tests.consent_factories import load_texts, make_cycle
from registry.tests.import_files import mentor, mentors_table, uploaded

pytestmark = pytest.mark.services
ROWS = 300
LETTERS = "абвгдежзик"


def table(round_number: int) -> bytes:
    """Mentors of this round alone."""
    return mentors_table(
        *(
            mentor(
                f"Белов{''.join(LETTERS[int(digit)] for digit in str(number))} Лев Ильич",
                contacts=f"8{9000000000 + number}",
            )
            for number in range(round_number * ROWS + 1, (round_number + 1) * ROWS + 1)
        )
    )


def status_of(batch: ImportBatch) -> str:
    return ImportBatch.objects.get(pk=batch.pk).status


def swept(batch: ImportBatch, status: ImportStatus) -> bool:
    """Let the clock tick, as beat does, and see whether the work is done."""
    sweep()
    return status_of(batch) == status


def test_a_killed_worker_leaves_no_row_or_all(
    transactional_db, school, kira, worker, settings, kill_rounds
):
    load_texts()
    cycle = make_cycle(school)
    moments = Random(7)

    for round_number in range(kill_rounds):
        settings.ERRAND_LEASE_SECONDS = settings.ERRAND_WAIT_SECONDS = 60
        before = round_number * ROWS
        batch = imports.upload(
            cycle=cycle,
            kind=TableKind.MENTORS,
            upload=uploaded(table(round_number)),
            by=kira,
        )
        wait_until(lambda: status_of(batch) == ImportStatus.CHECKED)  # noqa: B023 -- called at once
        imports.confirm(batch=batch, by=kira)
        time.sleep(moments.uniform(0, 1))

        worker.kill()

        is_written = status_of(batch) == ImportStatus.APPLIED
        assert MentorCard.objects.count() == before + (ROWS if is_written else 0)
        assert Person.objects.count() == MentorCard.objects.count()

        worker.start()
        # The dead worker's claim has run out; a live one's has not.
        settings.ERRAND_LEASE_SECONDS = settings.ERRAND_WAIT_SECONDS = 3
        wait_until(lambda: swept(batch, ImportStatus.APPLIED))  # noqa: B023 -- called at once
        assert MentorCard.objects.count() == before + ROWS
        assert Person.objects.count() == Consent.objects.count() == before + ROWS

"""A worker killed again and again while it checks, loads and prints: the same on any database.

`test_kills.py` plays the rounds in its own process on PostgreSQL and Redis, and by

    python -m mentoring.tests.kill_rounds 20

in a folder of its own (VAR_DIR) on the embedded default: SQLite and the queue of files.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import django
from django.apps import apps
from django.test.utils import override_settings

if not apps.ready:
    django.setup()


from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Organisation
from common.errands import ErrandRow, ErrandState, sweep
from common.links import current_slug
from common.tenancy import within
from common.tests.processes import Worker, wait_until
from documents import actions as documents
from documents.enums import DocumentStatus
from documents.models import Decision, Document
from mentoring import headless
from mentoring.demo.institutions import INSTITUTIONS, Chapter
from mentoring.demo.load import create_organisation
from mentoring.demo.story import Story
from mentoring.demo.tables import Bases, Wanted, bases
from programmes.actions import pairs
from programmes.enums import PairStatus
from programmes.models import Pair
from registry.actions import imports
from registry.actions.reference import load_reference
from registry.enums import ImportStatus, TableKind
from registry.models import (
    Cycle,
    ImportBatch,
    ImportRow,
    MenteeCard,
    MentorCard,
    Person,
)

FIRST_NUMBER = 41  # what the demo's register begins at
MENTORS, MENTEES = 10, 60
LONGEST_WORK_SECONDS = 1.5
YOUNG_TEACHERS = replace(INSTITUTIONS[1], chapter=Chapter.PLANNED)


@dataclass
class Battle:
    """A school of teachers, its cycle, and a worker that will not be left in peace."""

    organisation: Organisation
    cycle: Cycle
    staff: headless.Staff
    worker: Worker
    moments: Random
    kills: int = 0

    @contextmanager
    def killed_in_the_middle(self, row: ErrandRow) -> Iterator[None]:
        """kill -9 at a random moment of the row's errand; look; let another finish it."""
        with override_settings(ERRAND_LEASE_SECONDS=60, ERRAND_WAIT_SECONDS=60):
            wait_until(lambda: fresh(row).errand_state != ErrandState.WAITING)
        time.sleep(self.moments.uniform(0, LONGEST_WORK_SECONDS))
        self.worker.kill()
        self.kills += 1
        yield
        # No more signs of life: one tick of the clock takes the claim of the dead away,
        # the next one hands the row over.
        with override_settings(ERRAND_LEASE_SECONDS=0, ERRAND_WAIT_SECONDS=0):
            sweep()
            sweep()
        self.worker.start()
        wait_until(lambda: is_over(row))
        assert fresh(row).errand_state == ErrandState.DONE, fresh(row).errand_failure


def fresh(row: ErrandRow) -> ErrandRow:
    """Return the row as the database has it now."""
    found: ErrandRow = type(row)._base_manager.get(pk=row.pk)
    return found


def is_over(row: ErrandRow) -> bool:
    """Tell whether the row's errand has come to an end, good or bad."""
    return fresh(row).errand_state in {ErrandState.DONE, ErrandState.FAILED}


def checked_under_fire(
    battle: Battle, kind: TableKind, name: str, content: bytes
) -> ImportBatch:
    """Upload a table, kill its check; every row is there once in the end."""
    batch = imports.upload(
        cycle=battle.cycle,
        kind=kind,
        upload=SimpleUploadedFile(name, content),
        by=battle.staff.curator,
    )
    with battle.killed_in_the_middle(batch):
        assert ImportRow.objects.filter(batch=batch).count() in {0, size_of(kind)}
    batch.refresh_from_db()
    assert batch.status == ImportStatus.CHECKED
    assert batch.accepted_count == batch.row_count == size_of(kind)
    assert ImportRow.objects.filter(batch=batch).count() == size_of(kind)
    return batch


def size_of(kind: TableKind) -> int:
    """Return how many rows a table of this kind has."""
    return MENTORS if kind == TableKind.MENTORS else MENTEES


def applied_under_fire(battle: Battle, batch: ImportBatch) -> None:
    """Confirm a checked table, kill its loading: none of the rows or all, and once."""
    cards = MentorCard if batch.kind == TableKind.MENTORS else MenteeCard
    before, people_before = cards.objects.count(), Person.objects.count()
    whole = size_of(TableKind(batch.kind))
    imports.confirm(batch=batch, by=battle.staff.curator)
    with battle.killed_in_the_middle(batch):
        assert cards.objects.count() - before in {0, whole}
        assert Person.objects.count() - people_before in {0, whole}
    batch.refresh_from_db()
    assert batch.status == ImportStatus.APPLIED
    assert cards.objects.count() - before == whole
    assert Person.objects.count() - people_before == whole


def printed_under_fire(battle: Battle, number: int) -> None:
    """Sign an order on one pair, kill its printing: one number, one PDF, one decision."""
    pair = agreed_pair(battle)
    order = pairs.submit(pairs=[pair], by=battle.staff.curator)
    order = documents.sign(document=order, by=battle.staff.director)
    with battle.killed_in_the_middle(order):
        found = Document.objects.get(pk=order.pk)
        assert found.status == DocumentStatus.SIGNED
        assert found.number == f"{number}-ОД"
    order.refresh_from_db()
    assert order.number == f"{number}-ОД"
    with default_storage.open(order.pdf.name or "") as file:
        content = file.read()
    assert hashlib.sha256(content).hexdigest() == order.sha256
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert order.number in words
    assert Decision.objects.filter(document=order, kind="signed").count() == 1
    pair.refresh_from_db()
    assert pair.status == PairStatus.ACTIVE


def agreed_pair(battle: Battle) -> Pair:
    """Make one pair by hand of those who are still free, agreed on paper."""
    today = timezone.localdate()
    headless.record_consents(
        cycle=battle.cycle, signed_on=today, by=battle.staff.curator
    )
    taken = Pair.objects.filter(cycle=battle.cycle).values("mentor_card")
    mentor = MentorCard.objects.filter(cycle=battle.cycle).exclude(pk__in=taken).first()
    mentee = MenteeCard.objects.filter(cycle=battle.cycle, pair_members=None).first()
    assert mentor is not None
    assert mentee is not None
    assert mentor.form is not None
    pair = pairs.propose(
        mentor_card=mentor,
        mentee_cards=[mentee],
        form=mentor.form,
        starts_on=today,
        ends_on=today + timedelta(days=180),
        by=battle.staff.curator,
    )
    headless.record_answers(
        cycle=battle.cycle, answered_on=today, by=battle.staff.curator
    )
    pair.refresh_from_db()
    return pair


def play(worker: Worker, rounds: int, seed: int = 7) -> None:
    """Kill the worker `rounds` times, each time at another kind of work."""
    load_reference()
    organisation = create_organisation(YOUNG_TEACHERS, None)
    token = current_slug.set(organisation.slug)
    with within(organisation.pk):
        story = Story(organisation, YOUNG_TEACHERS)
        story.tell()
        cycle = Cycle.objects.get()
        battle = Battle(organisation, cycle, story.staff, worker, Random(seed))
        fight(battle, rounds)
        look_over(battle)
    current_slug.reset(token)


def fight(battle: Battle, rounds: int) -> None:
    """Go through the works in turn until the worker has been killed often enough."""
    table, number = 0, FIRST_NUMBER
    while battle.kills < rounds:
        tables = tables_of(table)
        table += 1
        for kind, name, content in (
            (TableKind.MENTORS, "mentors.xlsx", tables.mentors),
            (TableKind.MENTEES, "mentees.xlsx", tables.mentees),
        ):
            batch = checked_under_fire(battle, kind, name, content)
            applied_under_fire(battle, batch)
        for _ in range(MENTORS):
            if battle.kills >= rounds:
                return
            printed_under_fire(battle, number)
            number += 1


def tables_of(number: int) -> Bases:
    """Return two tables with people nobody has met yet."""
    wanted = Wanted(
        mentors=MENTORS,
        mentees=MENTEES,
        workplace=YOUNG_TEACHERS.short_name,
        year=timezone.localdate().year,
        seed=1000 + number,
        is_about_staff=True,
    )
    return bases(wanted)


def look_over(battle: Battle) -> None:
    """Nothing lost, nothing doubled: numbers without gap, one file per paper."""
    signed = Document.objects.filter(number__endswith="-ОД", is_external=False)
    numbers = sorted(int(paper.number.removesuffix("-ОД")) for paper in signed)
    assert numbers == list(range(FIRST_NUMBER, FIRST_NUMBER + len(numbers)))
    assert len({paper.sha256 for paper in signed}) == len(numbers)
    _, files = default_storage.listdir(f"documents/{battle.organisation.pk}")
    assert {f"documents/{battle.organisation.pk}/{name}" for name in files} == {
        paper.pdf.name for paper in signed
    }
    assert not ImportBatch.objects.exclude(status=ImportStatus.APPLIED).exists()


def main(rounds: int) -> None:
    """Play on the database and the folder the environment names."""
    from django.conf import settings

    worker = Worker("", Path(settings.VAR_DIR)).start()
    try:
        play(worker, rounds)
    finally:
        worker.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Many directors' clicks at once: numbers without gap or repeat (T10, invariants 35–39)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.tests.factories import make_organisation
from common.errors import Refused
from common.tenancy import within
from conftest import lacking
from documents import actions
from documents.actions.registers import take_number
from documents.enums import DocumentStatus, RegisterCode
from documents.kinds import Paper
from documents.models import Document, DocumentKind
from documents.tests.factories import make_kind

SIGNERS = 50
ABORTED = "aborted_order"


class AbortedOrder(Paper):
    """Is refused after its number was taken."""

    code = ABORTED

    @classmethod
    def on_signed(cls, document, *, by):
        raise Refused(f"Номер {document.number} возвращается.")


@pytest.fixture
def hall(transactional_db, school, dina):
    """A school on PostgreSQL with a director; errands are only noted."""
    if connection.vendor != "postgresql":
        lacking("PostgreSQL")
    make_kind()
    make_kind(ABORTED)
    return school


def lay(organisation, count: int, kind: str = "sample_order") -> list[Document]:
    """Lay papers on the desk, past the actions: the race begins after them."""
    sort = DocumentKind.objects.get(code=kind)
    return Document.objects.bulk_create(
        Document(
            organisation=organisation,
            kind=sort,
            title="О назначении",
            status=DocumentStatus.SUBMITTED,
            check_code=os.urandom(10).hex(),
        )
        for _ in range(count)
    )


def all_at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """Run `act` in so many threads from one barrier; an exception is an outcome."""
    barrier = Barrier(count)

    def run(index: int) -> object:
        try:
            barrier.wait()
            return act(index)
        except Exception as error:  # noqa: BLE001 -- the outcome under test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def signing(organisation, documents: list[Document], director: User):
    def act(index: int) -> str:
        with within(organisation.pk):
            user = User.objects.get(pk=director.pk)
            return actions.sign(document=documents[index], by=user).number

    return act


def numbers_of(organisation):
    with within(organisation.pk):
        return list(
            Document.objects.exclude(serial=None)
            .order_by("serial")
            .values_list("serial", flat=True)
        )


def run_signings(hall, dina, rounds, signers):
    for done in range(rounds):
        documents = lay(hall, signers)

        outcomes = all_at_once(signers, signing(hall, documents, dina))

        first = done * signers + 1
        assert sorted(int(str(outcome)) for outcome in outcomes) == list(
            range(first, first + signers)
        )
    assert numbers_of(hall) == list(range(1, rounds * signers + 1))
    moments = list(
        Document.objects.order_by("serial").values_list("signed_at", flat=True)
    )
    assert moments == sorted(moments)


@pytest.mark.services
def test_fifty_concurrent_signings_give_numbers_without_gap_or_repeat(hall, dina):
    run_signings(hall, dina, rounds=2, signers=SIGNERS)


@pytest.mark.deep
def test_ten_concurrent_signings_a_thousand_times_over(hall, dina, race_rounds):
    run_signings(hall, dina, rounds=race_rounds, signers=10)


@pytest.mark.services
def test_without_the_lock_the_same_signings_collide(hall, dina, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **kwargs: rows)
    collisions: list[object] = []
    for _ in range(5):
        documents = lay(hall, SIGNERS)
        outcomes = all_at_once(SIGNERS, signing(hall, documents, dina))
        collisions += [outcome for outcome in outcomes if not isinstance(outcome, str)]
        if collisions:
            break

    assert collisions


@pytest.mark.services
def test_many_clicks_on_one_paper_give_one_number(hall, dina):
    (document,) = lay(hall, 1)

    outcomes = all_at_once(20, signing(hall, [document] * 20, dina))

    assert outcomes == ["1"] * 20
    assert numbers_of(hall) == [1]
    assert document.decisions.filter(kind="signed").count() == 1


@pytest.mark.services
def test_aborted_signings_among_others_leave_no_gap(hall, dina):
    good = lay(hall, 20)
    bad = lay(hall, 5, ABORTED)

    outcomes = all_at_once(25, signing(hall, good + bad, dina))

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 5
    assert numbers_of(hall) == list(range(1, 21))


@pytest.mark.services
def test_two_schools_do_not_wait_for_each_other(hall, dina):
    other = make_organisation()
    documents = lay(hall, 5)

    with transaction.atomic(), within(other.pk):
        take_number(other, RegisterCode.ORDERS)
        outcomes = all_at_once(5, signing(hall, documents, dina))

    assert sorted(map(str, outcomes)) == ["1", "2", "3", "4", "5"]


def signed_on_sqlite(file: Path, mode: str) -> dict[str, list[str]]:
    """Let 20 threads of a process of its own sign on a file database."""
    run = subprocess.run(
        [sys.executable, "-m", "documents.tests.sqlite_signers", mode],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "VAR_DIR": str(file.parent),
            "DATABASE_URL": f"sqlite:///{file}",
            "REDIS_URL": "",
        },
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    answer: dict[str, list[str]] = json.loads(run.stdout.splitlines()[-1])
    return answer


@pytest.fixture
def sqlite_file(migrated_sqlite, tmp_path):
    return Path(shutil.copy(migrated_sqlite, tmp_path / "signing.sqlite3"))


@pytest.mark.both
def test_twenty_concurrent_signings_on_sqlite(sqlite_file):
    answer = signed_on_sqlite(sqlite_file, "IMMEDIATE")

    assert answer["failures"] == []
    assert sorted(map(int, answer["numbers"])) == list(range(1, 21))


@pytest.mark.both
def test_deferred_transactions_on_sqlite_lose_signings(sqlite_file):
    answer = signed_on_sqlite(sqlite_file, "DEFERRED")

    assert answer["failures"]

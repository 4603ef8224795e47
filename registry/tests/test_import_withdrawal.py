"""Import beside a withdrawal: whatever the order, the withdrawal wins (invariant 20)."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common.tenancy import everywhere
from registry.actions import consents, imports
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus, TableKind
from registry.models import ImportBatch, MenteeCard
from registry.tasks import run_import
from registry.tests.consent_factories import (
    load_texts,
    make_consent,
    make_cycle,
    make_person,
)
from registry.tests.import_files import mentee, mentees_table, uploaded

NAME = "Лисицын Олег Юрьевич"
YEAR = 1990


def confirmed(cycle, kira, name: str) -> ImportBatch:
    """A table of one mentee whose consent stands and who has no card yet."""
    batch = imports.upload(
        cycle=cycle,
        kind=TableKind.MENTEES,
        upload=uploaded(mentees_table(mentee(name, birth_year=YEAR))),
        by=kira,
    )
    run_import(batch.pk)
    batch.refresh_from_db()
    return imports.confirm(batch=batch, by=kira)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_beside_an_import_wins(race_rounds, settings):
    if connection.vendor != "postgresql":
        pytest.skip("a race of transactions needs PostgreSQL")
    settings.CELERY_TASK_ALWAYS_EAGER = False
    with everywhere():
        school = make_organisation()
        kira = make_member(school, Role.CURATOR)
        cycle = make_cycle(school)
        load_texts()
        for number in range(race_rounds):
            name = f"{NAME[:-2]}{chr(ord('а') + number % 30) * (number // 30 + 1)}ч"
            person = make_person(school, name, birth_on=None, birth_year=YEAR)
            consent = make_consent(
                person, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED
            )
            batch = confirmed(cycle, kira, name)

            failed = _race(
                lambda batch=batch: run_import(batch.pk),
                lambda consent=consent: consents.withdraw(consent=consent, by=kira),
            )

            assert not failed
            consent.refresh_from_db()
            card = MenteeCard.objects.get(person=person)
            assert consent.status == ConsentStatus.WITHDRAWN
            assert card.status in {MenteeStatus.WITHDRAWN, MenteeStatus.CONSENT_WAIT}


def _race(*acts) -> list[BaseException]:
    barrier = Barrier(len(acts))
    failed: list[BaseException] = []

    def run(act):
        with everywhere():
            barrier.wait()
            try:
                act()
            except Exception as error:  # noqa: BLE001 -- whatever it is, the test shows it
                failed.append(error)
            finally:
                connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed

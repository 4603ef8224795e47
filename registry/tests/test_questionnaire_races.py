"""Questionnaires when two act at once; only PostgreSQL lets them see each other."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.enums import Role
from accounts.tests.factories import make_member, make_organisation
from common.errors import Refused
from common.tenancy import everywhere
from registry.actions.consents import withdraw
from registry.actions.questionnaires import Overtaken, keep_draft, submit
from registry.models import Consent, PrimaryQuestionnaire, Request
from registry.tests.consent_factories import load_texts
from registry.tests.questionnaire_factories import (
    consented_mentee,
    consented_mentor,
    told,
)

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(transactional_db):
    """A school with a curator, every organisation in scope."""
    if connection.vendor != "postgresql":
        pytest.skip("a race of transactions needs PostgreSQL")
    with everywhere():
        school = make_organisation()
        load_texts()
        yield school, make_member(school, Role.CURATOR)


def race(*acts):
    """Run the acts at once; return what was refused."""
    barrier, refused = Barrier(len(acts)), []

    def run(act):
        with everywhere():
            barrier.wait()
            try:
                act()
            except (PermissionDenied, Refused) as refusal:
                refused.append(refusal)
            finally:
                connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_of_two_windows_at_once_one_saves_and_the_other_is_told(hall, race_rounds):
    school, kira = hall
    for number in range(race_rounds):
        card = consented_mentor(school, name=f"Морозов Максим {number}")

        refused = race(
            *(
                lambda words=words, card=card: keep_draft(
                    card=card, kind="primary", answers=told(interests=words), by=kira
                )
                for words in ("Лыжи", "Коньки")
            )
        )

        assert [type(one) for one in refused] == [Overtaken]
        kept = PrimaryQuestionnaire.objects.get(card=card)
        assert kept.version == 1
        assert kept.interests != ""


def test_nothing_is_written_after_a_withdrawal(hall, race_rounds):
    """Invariants 16 and 20: the withdrawal has the last word."""
    school, kira = hall
    for number in range(race_rounds):
        card = consented_mentor(school, name=f"Морозов Максим {number}")
        consent = Consent.objects.get(person=card.person)

        race(
            lambda consent=consent: withdraw(consent=consent, by=kira),
            lambda card=card: keep_draft(
                card=card, kind="primary", answers=told(interests="Лыжи"), by=kira
            ),
        )

        consent.refresh_from_db()
        assert consent.withdrawn_at is not None
        written = PrimaryQuestionnaire.objects.filter(card=card)
        assert not written.filter(changed_at__gt=consent.withdrawn_at).exists()


def test_a_questionnaire_sent_from_two_windows_makes_its_requests_once(
    hall, race_rounds
):
    school, kira = hall
    for _ in range(race_rounds):
        card = consented_mentee(school)

        refused = race(
            *(
                lambda card=card: submit(
                    card=card,
                    kind="mentee",
                    answers=told(requests_text="Алгебра\nДоска"),
                    by=kira,
                )
                for _ in range(2)
            )
        )

        assert len(refused) == 1
        assert Request.objects.filter(card=card).count() == 2

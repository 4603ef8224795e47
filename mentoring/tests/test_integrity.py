from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from accounts import audit
from accounts.actions.chain import chain_events
from accounts.models import AuditEvent, AuditLink
from accounts.tasks import chain
from common.tenancy import within
from documents.models import Counter
from mentoring import integrity
from mentoring.tests.world import school_in_full_swing
from programmes.models import Acceptance, Pair, PairMember
from registry.models import Consent, ImportBatch, MenteeQuestionnaire, MentorCard


@contextmanager
def with_the_guards_off() -> Iterator[None]:
    """Let a test do what PostgreSQL's triggers refuse: somebody with the server's keys."""
    switch = "ALTER TABLE accounts_auditlink {} TRIGGER USER"
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(switch.format("DISABLE"))
        yield
        cursor.execute(switch.format("ENABLE"))


def check() -> str:
    out = StringIO()
    call_command("integrity_check", stdout=out)
    return out.getvalue()


@pytest.fixture
def swing(db):
    organisation = school_in_full_swing()
    chain()
    with within(organisation.pk):
        yield organisation


def test_a_school_in_full_swing_is_whole(swing):
    assert "нарушено" not in check()
    assert not AuditEvent.objects.filter(link=None).exists()


def test_events_are_chained_once_and_in_order(school, dina):
    for _ in range(3):
        audit.record(by=dina, what="organisation.changed", on=school)

    assert chain_events(organisation=school) == 3
    assert chain_events(organisation=school) == 0
    assert list(AuditLink.objects.values_list("position", flat=True)) == [1, 2, 3]


def test_a_link_that_says_something_else_is_found(school, dina):
    for _ in range(2):
        audit.record(by=dina, what="organisation.changed", on=school)
    chain_events(organisation=school)

    with with_the_guards_off():
        AuditLink.objects.filter(position=1).update(digest="0" * 64)

    assert len(list(integrity.chain_holds())) == 2


def test_a_link_taken_out_is_found(school, dina):
    for _ in range(3):
        audit.record(by=dina, what="organisation.changed", on=school)
    chain_events(organisation=school)

    with with_the_guards_off():
        AuditLink.objects.filter(position=2).delete()

    assert any("пропало" in line for line in integrity.chain_holds())


def test_every_break_is_named(swing):
    Counter.objects.filter(last__gt=0).update(start=1)
    MentorCard.objects.update(capacity=0)
    Acceptance.objects.update(answer="waiting")
    PairMember.objects.update(is_current=False)
    ImportBatch.objects.filter(pk__gt=0).first().rows.first().delete()

    with pytest.raises(CommandError, match="Нарушений"):
        check()
    assert list(integrity.numbers_have_no_gaps())
    assert list(integrity.working_pairs_have_their_papers())
    assert list(integrity.pairs_have_mentees())
    assert list(integrity.imported_rows_add_up())


def test_answers_nobody_agreed_to_are_named(swing):
    assert MenteeQuestionnaire.objects.exists()
    assert not list(integrity.questionnaires_stand_on_consents())

    # Taken back later changes nothing; taken back before, the answers had no ground.
    Consent.objects.update(status="withdrawn", withdrawn_at=timezone.now())
    assert not list(integrity.questionnaires_stand_on_consents())
    Consent.objects.update(withdrawn_at=timezone.now() - timedelta(days=4000))

    assert list(integrity.questionnaires_stand_on_consents())


def test_an_overloaded_mentor_is_named(swing):
    assert Pair.objects.working().exists()

    MentorCard.objects.update(capacity=0)

    assert list(integrity.mentors_are_not_overloaded())

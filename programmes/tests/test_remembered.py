"""What tests begin with is the same put in as made: or they would prove something else."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.models import AuditEvent
from common.tests.remembered import Remembered
from documents.models import DocumentKind
from programmes.actions import roadmaps
from programmes.models import Measure, MeasureItem, Responsible, Roadmap, Section
from registry.actions.reference import load_reference
from registry.models import Competence, ConsentText, MentoringForm, Stage

pytestmark = pytest.mark.both
VOCABULARY = (Competence, ConsentText, DocumentKind, MentoringForm, Stage)
PLAN = (AuditEvent, Measure, MeasureItem, Responsible, Roadmap, Section)
LINKS = (Measure.stages, Measure.document_kinds, Section.stages, Section.document_kinds)


def rows_of(*models):
    models += tuple(each.through for each in LINKS)
    return {
        model: list(model._base_manager.order_by("pk").values()) for model in models
    }


def begun_twice(remembered, make, **own):
    """What was made the first time, and what was put in after that was undone."""
    with transaction.atomic():
        remembered.begin(make, own)
        first = rows_of(*VOCABULARY, *PLAN)
        transaction.set_rollback(True)
    remembered.begin(forbidden, own)
    return first, rows_of(*VOCABULARY, *PLAN)


def forbidden():
    raise AssertionError("made again")


def test_the_vocabulary_put_in_is_the_vocabulary_loaded(db):
    made, put = begun_twice(Remembered(), load_reference)

    assert made[Stage]
    assert put == made


def test_a_plan_put_in_is_the_plan_loaded(cycle):
    def load():
        roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)

    made, put = begun_twice(Remembered(), load)

    assert made[Measure]
    assert put == made
    latest = Measure.objects.latest("pk")
    again = Measure.objects.create(
        organisation_id=latest.organisation_id, section=latest.section, ordinal=99
    )
    assert again.pk > latest.pk


def test_a_plan_is_put_in_where_nothing_holds_a_transaction_too(
    transactional_db, cycle
):
    def load():
        roadmaps.load_roadmap(cycle=cycle, template_code="seven_stages", by=None)

    made, put = begun_twice(Remembered(), load)

    assert made[Measure]
    assert put == made


def test_where_something_is_already_it_is_made_in_the_usual_way(db):
    remembered = Remembered()
    begun_twice(remembered, load_reference)
    Stage.objects.filter(ordinal=1).delete()

    remembered.begin(load_reference)

    assert Stage.objects.filter(ordinal=1).exists()


def test_what_was_made_beside_other_rows_is_not_remembered(db):
    remembered = Remembered()
    Stage.objects.create(code="яя", title="Своя", short_title="Своя", ordinal=99)

    remembered.begin(load_reference)

    assert remembered.tables == []


def test_what_changes_rows_that_stood_there_is_not_remembered(db):
    remembered = Remembered()
    stage = Stage.objects.create(
        code="яя", title="Своя", short_title="Своя", ordinal=99
    )

    def make():
        Competence.objects.create(title="Своя", normalised="своя")
        Stage.objects.filter(pk=stage.pk).update(title="Другая")

    remembered.begin(make)

    assert remembered.tables == []

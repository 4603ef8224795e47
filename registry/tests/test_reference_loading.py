"""The vocabulary comes into the database from its files, and only what differs is written."""

from __future__ import annotations

import pytest

from documents.models import DocumentKind
from registry import reference
from registry.actions.reference import load_reference
from registry.models import (
    Competence,
    ConsentText,
    MentoringForm,
    MentoringKind,
    MentorPool,
    Stage,
)

pytestmark = pytest.mark.both


def rows():
    models = (DocumentKind, Stage, MentoringForm, MentoringKind, MentorPool)
    return [model.objects.count() for model in (*models, Competence, ConsentText)]


def test_every_entry_of_the_files_becomes_a_row(db):
    load_reference()

    assert rows() == [
        len(entries())
        for entries in (
            reference.document_kinds,
            reference.stages,
            reference.forms,
            reference.kinds,
            reference.pools,
            reference.competences,
            reference.consent_texts,
        )
    ]


def test_loading_again_writes_nothing(db, django_assert_num_queries):
    load_reference()

    with django_assert_num_queries(11) as asked:  # nine tables and a savepoint
        load_reference()

    words = [query["sql"].split()[0] for query in asked.captured_queries]
    assert not {"INSERT", "UPDATE", "DELETE"} & set(words)


def test_what_differs_from_the_files_is_corrected(db):
    load_reference()
    Stage.objects.filter(code="S1").update(title="Прежнее название")
    ConsentText.objects.update(blocks={})

    load_reference()

    assert not Stage.objects.filter(title="Прежнее название").exists()
    assert not ConsentText.objects.filter(blocks={}).exists()


def test_what_left_the_files_stays(db):
    Stage.objects.create(code="S0", title="Из прежней методики", ordinal=0)

    load_reference()

    assert Stage.objects.filter(code="S0").exists()


def test_an_organisations_own_words_stay_its_own(school):
    tag = reference.competences()[0]
    load_reference()
    own = Competence.objects.create(
        organisation=school,
        normalised=Competence.objects.get(title=tag.title).normalised,
        title="Своё написание",
    )

    load_reference()

    own.refresh_from_db()
    assert (own.title, own.synonyms) == ("Своё написание", [])

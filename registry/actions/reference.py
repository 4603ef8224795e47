"""The vocabulary of the method, from its files into the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from django.db import transaction
from django.db.models import Model, QuerySet

from common.russian.names import normalise
from documents.models import DocumentKind
from registry import reference
from registry.enums import ErasureGround
from registry.models import (
    Competence,
    ConsentText,
    ErasureTerm,
    MentoringForm,
    MentoringKind,
    MentorPool,
    PortfolioSection,
    Stage,
)


@transaction.atomic
def load_reference() -> None:
    """Bring the common reference rows up to the files; organisations' own stay.

    Repeating changes nothing. A row that left the files stays: papers point to it.
    """
    _load_vocabulary()
    _bring_up(
        DocumentKind.objects.all(),
        ("code",),
        (
            {
                "code": kind.code,
                "number": kind.number,
                "title": kind.title,
                "stages": list(kind.stages),
                "prepared_by": kind.preparer,
                "signed_by": kind.signer,
                "register": "" if kind.register == "none" else kind.register,
                "is_publishable": kind.is_publishable,
            }
            for kind in reference.document_kinds()
        ),
    )
    _bring_up(
        ConsentText.objects.filter(organisation=None),
        ("kind", "version"),
        (
            {
                "kind": text.code,
                "version": text.version,
                "title": text.title,
                # As the database gives it back: lists for tuples.
                "blocks": json.loads(json.dumps(asdict(text))),
            }
            for text in reference.consent_texts()
        ),
    )
    _bring_in_terms()


# The law's own terms; what an organisation's lawyer reads otherwise is corrected in the
# administration and never brought back: whether the day of receipt counts, and which term
# a plain demand has, is argued about.
TERMS = (
    (ErasureGround.REQUEST, 7, True, "152-ФЗ, ст. 20 ч. 3"),
    (ErasureGround.UNLAWFUL, 10, True, "152-ФЗ, ст. 21 ч. 3"),
    (ErasureGround.WITHDRAWAL, 30, False, "152-ФЗ, ст. 21 ч. 5"),
    (ErasureGround.PURPOSE, 30, False, "152-ФЗ, ст. 21 ч. 4"),
)


def _bring_in_terms() -> None:
    known = set(ErasureTerm.objects.values_list("ground", flat=True))
    ErasureTerm.objects.bulk_create(
        ErasureTerm(ground=ground, days=days, is_working=is_working, basis=basis)
        for ground, days, is_working, basis in TERMS
        if ground not in known
    )


def _load_vocabulary() -> None:
    _bring_up(
        Stage.objects.all(),
        ("code",),
        (
            {
                "code": stage.code,
                "title": stage.title,
                "short_title": stage.short_title,
                "ordinal": ordinal,
            }
            for ordinal, stage in enumerate(reference.stages(), start=1)
        ),
    )
    _bring_up(
        MentoringForm.objects.filter(organisation=None),
        ("code",),
        (
            {
                "code": form.code,
                "title": form.title,
                "contour": str(form.contour),
                "role_models": [model.title for model in form.role_models],
                "is_active": form.is_offered,
            }
            for form in reference.forms()
        ),
    )
    _bring_up(
        MentoringKind.objects.all(),
        ("code",),
        (
            {
                "code": kind.code,
                "title": kind.title,
                "definition": kind.definition,
                "ordinal": ordinal,
            }
            for ordinal, kind in enumerate(reference.kinds(), start=1)
        ),
    )
    _bring_up(
        MentorPool.objects.all(),
        ("code",),
        (
            {
                "code": pool.code,
                "title": pool.title,
                "contour": str(pool.contour),
                "ordinal": ordinal,
            }
            for ordinal, pool in enumerate(reference.pools(), start=1)
        ),
    )
    _bring_up(
        PortfolioSection.objects.filter(organisation=None),
        ("title",),
        (
            {"title": section.title, "hint": section.hint, "ordinal": ordinal}
            for ordinal, section in enumerate(reference.portfolio_sections(), start=1)
        ),
    )
    _bring_up(
        Competence.objects.filter(organisation=None),
        ("normalised",),
        (
            {
                "normalised": normalise(tag.title),
                "title": tag.title,
                "synonyms": list(tag.synonyms),
            }
            for tag in reference.competences()
        ),
    )


def _bring_up(
    rows: QuerySet[Model], keys: tuple[str, ...], wanted: Iterable[Mapping[str, object]]
) -> None:
    """Create what is lacking and correct what differs: a query each, not one a row."""
    known = {_key(vars(row), keys): row for row in rows.select_for_update()}
    created, corrected, fields = [], [], set()
    for values in wanted:
        row = known.get(_key(values, keys))
        if row is None:
            created.append(rows.model(**values))
            continue
        differing = {name for name in values if getattr(row, name) != values[name]}
        for name in differing:
            setattr(row, name, values[name])
        if differing:
            corrected.append(row)
            fields |= differing
    rows.bulk_create(created)
    if corrected:
        rows.bulk_update(corrected, sorted(fields))


def _key(values: Mapping[str, object], keys: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(values[key] for key in keys)

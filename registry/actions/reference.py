"""The vocabulary of the method, from its files into the database."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from common.russian.names import normalise
from documents.models import DocumentKind
from registry import reference
from registry.models import (
    Competence,
    ConsentText,
    MentoringForm,
    MentoringKind,
    Stage,
)


@transaction.atomic
def load_reference() -> None:
    """Bring the common reference rows up to the files; organisations' own stay.

    Repeating changes nothing. A row that left the files stays: papers point to it.
    """
    _load_vocabulary()
    for kind in reference.document_kinds():
        DocumentKind.objects.update_or_create(
            code=kind.code,
            defaults={
                "number": kind.number,
                "title": kind.title,
                "stages": list(kind.stages),
                "prepared_by": kind.preparer,
                "signed_by": kind.signer,
                "register": "" if kind.register == "none" else kind.register,
                "is_publishable": kind.is_publishable,
            },
        )
    for text in reference.consent_texts():
        ConsentText.objects.update_or_create(
            organisation=None,
            kind=text.code,
            version=text.version,
            defaults={"title": text.title, "blocks": asdict(text)},
        )


def _load_vocabulary() -> None:
    for ordinal, stage in enumerate(reference.stages(), start=1):
        Stage.objects.update_or_create(
            code=stage.code,
            defaults={
                "title": stage.title,
                "short_title": stage.short_title,
                "ordinal": ordinal,
            },
        )
    for form in reference.forms():
        MentoringForm.objects.update_or_create(
            organisation=None,
            code=form.code,
            defaults={
                "title": form.title,
                "contour": str(form.contour),
                "role_models": [model.title for model in form.role_models],
                "is_active": form.is_offered,
            },
        )
    for ordinal, kind in enumerate(reference.kinds(), start=1):
        MentoringKind.objects.update_or_create(
            code=kind.code,
            defaults={
                "title": kind.title,
                "definition": kind.definition,
                "ordinal": ordinal,
            },
        )
    for tag in reference.competences():
        Competence.objects.update_or_create(
            organisation=None,
            normalised=normalise(tag.title),
            defaults={"title": tag.title, "synonyms": list(tag.synonyms)},
        )

"""Consents to publish, papers on the page, the words of a case; plain."""

from __future__ import annotations

from itertools import count

from django.core.files.base import ContentFile

from documents.enums import DocumentStatus
from documents.models import Attachment, Document, DocumentKind
from registry.enums import ConsentKind, ConsentStatus
from registry.models import Consent, Person
from registry.tests.consent_factories import make_consent

_numbers = count(1)
EVERYTHING = ("full_name", "place", "achievements", "review")
CASE = {
    "title": "От страха сцены к конференции",
    "problem": "Наставляемая боялась выступать.",
    "solution": "Наставник разбирал с ней каждое выступление.",
    "result": "Доклад на школьной конференции.",
    "quote": "Теперь я выступаю сама.",
    "has_names": True,
}


def allow(person: Person, *fields: str) -> Consent:
    """A standing consent to publish, by default of everything."""
    return make_consent(
        person,
        ConsentKind.PUBLICATION,
        ConsentStatus.VERIFIED,
        answers={code: {"is_allowed": True} for code in fields or EVERYTHING},
    )


def make_public_paper(organisation, **values: object) -> Document:
    """A regulation in force, with its PDF, on the page."""
    kind = DocumentKind.objects.get(code=values.pop("kind", "regulation"))
    number = next(_numbers)
    return Document.objects.create(
        **{
            "organisation": organisation,
            "kind": kind,
            "title": "Положение о наставничестве",
            "status": DocumentStatus.SIGNED,
            "number": f"{number}-ОД",
            "signed_on": "2026-09-01",
            "check_code": f"public{number}",
            "is_public": True,
            **values,
        }
    )


def with_scan(document: Document, by) -> Document:
    """The same with the scan of its paper."""
    document.scan = Attachment.objects.create(
        organisation=document.organisation,
        file=ContentFile(b"%PDF-1.4\n%%EOF\n", name="scan.pdf"),
        name="Положение.pdf",
        content_type="application/pdf",
        size=15,
        sha256="0" * 64,
        uploaded_by=by,
    )
    document.save()
    return document

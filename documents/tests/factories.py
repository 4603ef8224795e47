"""Papers and their kinds, plain."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from documents import actions
from documents.enums import RegisterCode
from documents.kinds import Paper
from documents.models import Document, DocumentKind
from documents.tests.sample_payloads import order

PDF = b"%PDF-1.4\n%%EOF\n"


class SampleOrder(Paper):
    """An order of the test's own, printed by the common template."""

    code = "sample_order"
    template_name = "papers/order.html"


def make_kind(code: str = "sample_order", **values: object) -> DocumentKind:
    """A kind of the vocabulary, by default an order numbered among orders."""
    kind, _ = DocumentKind.objects.get_or_create(
        code=code,
        defaults={
            "title": "Приказ о кураторе",
            "register": RegisterCode.ORDERS,
            **values,
        },
    )
    return kind


def make_draft(by: User, organisation, *, kind: str = "sample_order", **values):
    """A draft drawn up by the curator."""
    make_kind(kind)
    return actions.prepare(
        organisation=organisation,
        kind=kind,
        title=values.pop("title", "О назначении куратора"),
        payload=values.pop("payload", order()),
        by=by,
    )


def make_submitted(by: User, organisation, **values) -> Document:
    """A paper on the director's desk."""
    return actions.submit(document=make_draft(by, organisation, **values), by=by)


def make_signed(by: User, director: User, organisation, **values) -> Document:
    """A paper in force."""
    document = make_submitted(by, organisation, **values)
    return actions.sign(document=document, by=director)


def make_upload(content: bytes = PDF, name: str = "скан.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)

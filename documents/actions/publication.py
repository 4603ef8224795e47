"""Which papers the public page shows."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from documents.actions.steps import lock
from documents.enums import DocumentStatus
from documents.models import Document
from documents.permissions import may_show


@transaction.atomic
def show_on_page(*, document: Document, by: User) -> Document:
    """Show a paper in force on the public page; papers about people never (R-296)."""
    document = lock(document)
    may_show(by, document).require()
    if document.status != DocumentStatus.SIGNED:
        raise Refused("На странице показывают подписанный документ, который действует.")
    return _set(document, by, is_public=True)


@transaction.atomic
def hide_from_page(*, document: Document, by: User) -> Document:
    """Take a paper off the public page."""
    document = lock(document)
    may_show(by, document).require()
    return _set(document, by, is_public=False)


def _set(document: Document, by: User, *, is_public: bool) -> Document:
    document.is_public = is_public
    document.save(update_fields=["is_public"])
    what = "document.shown" if is_public else "document.hidden"
    audit.record(by=by, what=what, on=document)
    return document

"""From an idea to the director's desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from common.russian.names import normalise
from documents.actions.steps import decide, draft, lock, tell
from documents.enums import DOCUMENT_TRANSITIONS, DecisionKind, DocumentStatus
from documents.kinds import paper_of
from documents.letters import DocumentRecalled, DocumentSubmitted
from documents.models import Document
from documents.permissions import may_prepare, may_recall
from documents.queries import signers


@transaction.atomic
def prepare(
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    payload: Mapping[str, object],
    by: User,
) -> Document:
    """Draw up a draft; `kind` is the code of a DocumentKind (R-350)."""
    may_prepare(by, organisation.pk).require()
    document = draft(organisation, kind, title, payload, by)
    document.save()
    audit.record(by=by, what="document.prepared", on=document)
    return document


@transaction.atomic
def rewrite(
    *, document: Document, title: str, payload: Mapping[str, object], by: User
) -> Document:
    """Change what a draft or a returned paper says; a submitted one stands."""
    document = lock(document)
    may_prepare(by, document.organisation_id).require()
    if document.status not in {DocumentStatus.DRAFT, DocumentStatus.RETURNED}:
        raise Refused(
            "Менять можно проект и возвращённый документ."
            " Попросите директора вернуть его с замечанием."
        )
    document.title = title
    document.search_text = normalise(title)
    document.payload = dict(payload)
    document.save(update_fields=["title", "search_text", "payload"])
    audit.record(by=by, what="document.rewritten", on=document)
    return document


@transaction.atomic
def submit(*, document: Document, by: User) -> Document:
    """Lay a paper before the director; from here on its content stands (design 4.2)."""
    document = lock(document)
    may_prepare(by, document.organisation_id).require()
    DOCUMENT_TRANSITIONS.check(document.status, DocumentStatus.SUBMITTED)
    document.status = DocumentStatus.SUBMITTED
    document.save(update_fields=["status"])
    decision = decide(document, DecisionKind.SUBMITTED, by)
    paper_of(document).on_submitted(document, by=by)
    audit.record(by=by, what="document.submitted", on=document)
    tell(
        DocumentSubmitted,
        signers(document.organisation),
        decision,
        page="documents:document_sign",
    )
    return document


@transaction.atomic
def recall(*, document: Document, by: User) -> Document:
    """Take a paper back from the director's desk before he decides; it is a draft again."""
    document = lock(document)
    may_recall(by, document).require()
    DOCUMENT_TRANSITIONS.check(document.status, DocumentStatus.DRAFT)
    document.status = DocumentStatus.DRAFT
    document.save(update_fields=["status"])
    decision = decide(document, DecisionKind.RECALLED, by)
    paper_of(document).on_recalled(document, by=by)
    audit.record(by=by, what="document.recalled", on=document)
    tell(DocumentRecalled, signers(document.organisation), decision)
    return document

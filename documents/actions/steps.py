"""What every step of a document's life shares: the lock, the story, the letter."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from accounts.models import Organisation, User
from common.links import link
from common.russian.names import normalise
from documents.enums import DecisionKind, DocumentStatus
from documents.kinds import is_printed
from documents.models import Decision, Document, DocumentKind
from notifications.actions import notify
from notifications.letters import Letter

RENDER = "documents.render"
# Without letters and digits that look alike: the code may have to be typed.
CODE_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12


def lock(document: Document) -> Document:
    """Lock the row until the transaction ends.

    Papers are locked before what they are about (pairs, cycles), registers last.
    """
    return (
        Document.objects.select_for_update(of=("self",), no_key=True)
        .select_related("kind", "organisation")
        .get(pk=document.pk)
    )


def draft(
    organisation: Organisation,
    kind: str,
    title: str,
    payload: Mapping[str, object],
    by: User,
) -> Document:
    """Return a draft that is not saved yet."""
    return Document(
        organisation=organisation,
        kind=DocumentKind.objects.get(code=kind),
        title=title,
        search_text=normalise(title),
        payload=dict(payload),
        check_code=new_check_code(),
        status=DocumentStatus.DRAFT,
        created_by=by,
    )


def new_check_code() -> str:
    """Return a code that cannot be guessed: some 59 bits."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def decide(
    document: Document, kind: DecisionKind, by: User, remark: str = ""
) -> Decision:
    """Add a step to the document's story."""
    return Decision.objects.create(
        organisation_id=document.organisation_id,
        document=document,
        kind=kind,
        by=by,
        remark=remark,
    )


def expect_pdf(document: Document) -> list[str]:
    """Mark the PDF as waiting where there is one to be; return the fields to save."""
    return document.expect_errand() if is_printed(document) else []


def tell(
    letter: type[Letter],
    to: Iterable[User | None],
    decision: Decision,
    page: str = "documents:document_detail",
) -> None:
    """Write to people, except to who took the step, about a step just taken."""
    document = decision.document
    notify(
        letter=letter,
        to=[user for user in to if user is not None and user.pk != decision.by_id],
        organisation=document.organisation,
        key=f"{letter.code}:{decision.pk}",
        path=link(page, organisation=document.organisation.slug, pk=document.pk),
        context={"document": document, "remark": decision.remark},
    )

"""Papers: what the portal knows to print, and what their signing does upstairs.

A Paper is declared in `<floor>/papers.py`, above the actions it calls, and found by the
code of its DocumentKind. A kind without a Paper is only registered: it has no PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.urls import reverse

from accounts.models import User
from common.links import absolute
from common.russian.dates import long_date
from common.verdict import YES, Verdict
from documents.enums import DocumentStatus
from documents.models import Document
from documents.payloads import PaperState

papers: dict[str, type[Paper]] = {}
followers: list[type[Follower]] = []

STATES: dict[str, PaperState] = {
    DocumentStatus.SIGNED: "signed",
    DocumentStatus.ANNULLED: "annulled",
}


class Paper:
    """One kind of paper; subclass it with a `code` of its own.

    The hooks run inside the transaction of the step they are named after, so that the
    paper and its effect stand or fall together. `summary_template` is what the signing
    page shows beside the paper: reasons, consents, load.
    """

    code: ClassVar[str] = ""
    template_name: ClassVar[str] = ""
    summary_template: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        if "code" not in vars(cls):
            return
        if cls.code in papers:
            raise ValueError(f"Two papers are called {cls.code}")
        papers[cls.code] = cls

    @classmethod
    def on_submitted(cls, document: Document, *, by: User) -> None:
        """Follow its submission to the director."""

    @classmethod
    def on_recalled(cls, document: Document, *, by: User) -> None:
        """Follow its recall before a decision: it is a draft again."""

    @classmethod
    def on_returned(cls, document: Document, *, by: User) -> None:
        """Follow its return with a remark."""

    @classmethod
    def on_signed(cls, document: Document, *, by: User) -> None:
        """Follow its signing: what it orders comes about."""

    @classmethod
    def on_annulled(cls, document: Document, *, by: User) -> None:
        """Follow its annulment."""

    @classmethod
    def may_be_decided_by(cls, user: User, document: Document) -> Verdict:
        """Say no when the paper is about the person himself (invariant 10)."""
        return YES

    @classmethod
    def summary_context(cls, document: Document) -> Mapping[str, object]:
        """Return what `summary_template` shows."""
        return {}

    @classmethod
    def payload_for_print(cls, document: Document) -> dict[str, object]:
        """Return the payload with the requisites as they stand now.

        Once signed, the payload has them in itself and only the mark of annulment
        may be added.
        """
        state = STATES.get(document.status, "draft")
        if document.is_frozen:
            return {**document.payload, "state": state}
        return {
            **document.payload,
            "state": state,
            "number": "",
            "date": "",
            "check_url": "",
        }


class Follower:
    """Who follows the papers of every kind; subclass it in `<floor>/papers`.

    The hooks run inside the transaction of the act, after those of the Paper itself;
    papers signed outside the portal come into force when they are entered.
    """

    def __init_subclass__(cls) -> None:
        followers.append(cls)

    @classmethod
    def on_in_force(cls, document: Document, *, by: User) -> None:
        """Follow a paper the director has signed, here or outside."""

    @classmethod
    def on_annulled(cls, document: Document, *, by: User) -> None:
        """Follow the end of its force."""


def paper_of(document: Document) -> type[Paper]:
    """Return the Paper of the document's kind; a bare one when the kind has none."""
    return papers.get(document.kind.code, Paper)


def is_printed(document: Document) -> bool:
    """Tell whether the portal makes the PDF of this document."""
    return not document.is_external and bool(paper_of(document).template_name)


def check_url(document: Document) -> str:
    """Return the address printed as a QR code: anybody may check the paper there."""
    return absolute(reverse("documents:document_check", args=[document.check_code]))


def signed_payload(
    document: Document, signature: Mapping[str, object] | None
) -> dict[str, object]:
    """Return the payload a signature freezes: number, day and who signed are in it."""
    if document.signed_on is None:
        raise ValueError("A document without a day is not signed")
    requisites: dict[str, object] = {
        "state": "signed",
        "number": document.number,
        "date": long_date(document.signed_on),
        "check_url": check_url(document),
    }
    if signature is not None:
        requisites["signature"] = signature
    return {**document.payload, **requisites}

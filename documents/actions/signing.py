"""The director's decisions, and papers that need none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errands import hand_over
from common.errors import Refused
from common.russian.names import normalise
from documents.actions.files import Scan, attached
from documents.actions.registers import take_number
from documents.actions.steps import RENDER, decide, draft, expect_pdf, lock, tell
from documents.enums import (
    DOCUMENT_TRANSITIONS,
    DecisionKind,
    DocumentStatus,
    RegisterCode,
)
from documents.kinds import followers, paper_of, signed_payload
from documents.letters import DocumentAnnulled, DocumentReturned, DocumentSigned
from documents.models import Document
from documents.numbering import NO_NUMBER, local_day
from documents.pdf import payload_digest
from documents.permissions import (
    may_annul,
    may_confirm,
    may_prepare,
    may_return,
    may_sign,
)
from documents.queries import signature_of

# What a signature writes, once.
FROZEN = (
    "status",
    "payload",
    "payload_digest",
    "search_text",
    "register",
    "year",
    "serial",
    "number",
    "signed_on",
    "signed_at",
    "signed_by",
)


@transaction.atomic
def sign(*, document: Document, by: User) -> Document:
    """Take the decision: number, day and content stand from now on (design 4.2, 4.5).

    What the paper orders comes about in the same transaction. Signing a signed paper
    changes nothing, so a second click finds the first one's number (invariant 39).
    """
    document = lock(document)
    may_sign(by, document).require()
    if document.status == DocumentStatus.SIGNED:
        return document
    if document.status == DocumentStatus.DRAFT:
        raise Refused("Это ещё проект: сначала куратор представляет его на подпись.")
    DOCUMENT_TRANSITIONS.check(document.status, DocumentStatus.SIGNED)
    _freeze(document, by, signature_of(document.organisation, by=by))
    decision = decide(document, DecisionKind.SIGNED, by)
    paper_of(document).on_signed(document, by=by)
    for follower in followers:
        follower.on_in_force(document, by=by)
    audit.record(by=by, what="document.signed", on=document)
    tell(DocumentSigned, [document.created_by], decision)
    return document


@transaction.atomic
def issue(
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    payload: Mapping[str, object],
    by: User,
) -> Document:
    """Issue a paper that needs no director: a programme, a report, a certificate.

    It is numbered by its kind's register, or «б/н»; who signs it stands in the payload.
    The caller does itself what follows: the Paper's hooks are for the director's acts.
    """
    may_prepare(by, organisation.pk).require()
    return issue_after(
        organisation=organisation, kind=kind, title=title, payload=payload, by=by
    )


@transaction.atomic
def issue_after(
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    payload: Mapping[str, object],
    by: User,
) -> Document:
    """Issue the paper another act ends with; the caller has asked whether it may be done.

    So an act of destruction comes from whoever carried the director's decision out.
    """
    document = draft(organisation, kind, title, payload, by)
    if document.kind.register == RegisterCode.ORDERS:
        raise Refused("Приказ подписывает директор: представьте его на подпись.")
    DOCUMENT_TRANSITIONS.check(document.status, DocumentStatus.SIGNED)
    _freeze(document, by, None)
    decide(document, DecisionKind.SIGNED, by)
    audit.record(by=by, what="document.issued", on=document)
    return document


def _freeze(
    document: Document, by: User, signature: Mapping[str, object] | None
) -> None:
    _give_number(document)
    document.signed_by = by
    document.status = DocumentStatus.SIGNED
    document.search_text = normalise(f"{document.title} {document.number}")
    document.payload = signed_payload(document, signature)
    document.payload_digest = payload_digest(document.payload)
    errand = expect_pdf(document)
    is_new = document.pk is None
    document.save(update_fields=None if is_new else [*FROZEN, *errand])
    if errand:
        hand_over(RENDER, document.pk)


def _give_number(document: Document) -> None:
    organisation = document.organisation
    if document.kind.register:
        number = take_number(organisation, document.kind.register)
        document.register = number.register
        document.year, document.serial = number.year, number.serial
        document.number = number.text
        document.signed_at, document.signed_on = number.given_at, number.given_on
    else:
        now = timezone.now()
        document.number = NO_NUMBER
        document.signed_at = now
        document.signed_on = local_day(now, organisation.time_zone)


@transaction.atomic
def return_for_changes(*, document: Document, remark: str, by: User) -> Document:
    """Send a paper back to who drew it up, saying what to change."""
    document = lock(document)
    may_return(by, document).require()
    remark = _said(remark, "Напишите, что исправить: куратор увидит замечание.")
    DOCUMENT_TRANSITIONS.check(document.status, DocumentStatus.RETURNED)
    document.status = DocumentStatus.RETURNED
    document.save(update_fields=["status"])
    decision = decide(document, DecisionKind.RETURNED, by, remark)
    paper_of(document).on_returned(document, by=by)
    audit.record(by=by, what="document.returned", on=document, remark=remark)
    tell(DocumentReturned, [document.created_by], decision)
    return document


@transaction.atomic
def annul(*, document: Document, remark: str, by: User) -> Document:
    """End the force of a signed paper; its number stays in the register (invariant 36)."""
    document = lock(document)
    may_annul(by, document).require()
    remark = _said(remark, "Напишите основание: каким документом или почему.")
    DOCUMENT_TRANSITIONS.check(document.status, DocumentStatus.ANNULLED)
    document.status = DocumentStatus.ANNULLED
    document.save(update_fields=["status"])
    decision = decide(document, DecisionKind.ANNULLED, by, remark)
    paper_of(document).on_annulled(document, by=by)
    for follower in followers:
        follower.on_annulled(document, by=by)
    audit.record(by=by, what="document.annulled", on=document, remark=remark)
    tell(DocumentAnnulled, [document.created_by], decision)
    return document


def _said(remark: str, reminder: str) -> str:
    if not remark.strip():
        raise Refused(reminder)
    return remark.strip()


@transaction.atomic
def confirm_on_paper(
    *, document: Document, confirmed_on: date, scan: Scan, by: User
) -> Document:
    """Note that the printed sheet bears the ink (4.5).

    The scan comes now or later: an attachment kept before, or a file just sent.
    """
    document = lock(document)
    may_confirm(by, document).require()
    _check_confirmation(document, confirmed_on, scan)
    is_first = document.confirmed_on is None
    document.confirmed_on = document.confirmed_on or confirmed_on
    document.scan = attached(document.organisation, scan, by)
    document.save(update_fields=["confirmed_on", "scan"])
    if is_first:
        decide(document, DecisionKind.CONFIRMED, by)
    audit.record(by=by, what="document.confirmed", on=document)
    return document


def _check_confirmation(document: Document, confirmed_on: date, scan: Scan) -> None:
    signed_on = document.signed_on
    if document.status != DocumentStatus.SIGNED or signed_on is None:
        raise Refused("Подпись на бумаге отмечают у подписанного документа в силе.")
    if document.is_external:
        raise Refused("Этот документ подписан вне портала: отмечать нечего.")
    if document.confirmed_on is not None and (scan is None or document.scan_id):
        raise Refused("Подпись на бумаге уже отмечена.")
    today = local_day(timezone.now(), document.organisation.time_zone)
    if not signed_on <= confirmed_on <= today:
        raise Refused(
            f"Бумагу подписывают не раньше {signed_on:%d.%m.%Y} и не позже сегодняшнего"
            " дня. Исправьте дату."
        )

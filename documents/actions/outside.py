"""Papers issued outside the portal."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from common.russian.names import normalise
from documents.actions.files import Scan, attached
from documents.actions.steps import decide, draft
from documents.enums import DOCUMENT_TRANSITIONS, DecisionKind, DocumentStatus
from documents.kinds import followers
from documents.models import Document
from documents.numbering import NO_NUMBER, local_day
from documents.permissions import may_prepare


@transaction.atomic
def register_external(  # noqa: PLR0913 -- a paper has this many requisites
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    number: str,
    signed_on: date,
    by: User,
    scan: Scan = None,
) -> Document:
    """Enter a paper signed outside the portal, with its own number; it is in force.

    The portal's registers give it no number and keep no counter for it.
    """
    may_prepare(by, organisation.pk).require()
    document = draft(organisation, kind, title, {}, by)
    number = number.strip() or NO_NUMBER
    _check_external(document, number, signed_on)
    DOCUMENT_TRANSITIONS.check(document.status, DocumentStatus.SIGNED)
    document.status = DocumentStatus.SIGNED
    document.is_external = True
    document.number = number
    document.signed_on = signed_on
    document.scan = attached(organisation, scan, by)
    document.search_text = normalise(f"{title} {number}")
    document.save()
    decide(document, DecisionKind.SIGNED, by)
    for follower in followers:
        follower.on_in_force(document, by=by)
    audit.record(by=by, what="document.registered", on=document)
    return document


def _check_external(document: Document, number: str, signed_on: date) -> None:
    if signed_on > local_day(timezone.now(), document.organisation.time_zone):
        raise Refused("Дата документа ещё не наступила. Исправьте дату.")
    same = Document.objects.in_force().filter(
        organisation=document.organisation,
        kind=document.kind,
        number=number,
        signed_on=signed_on,
    )
    if number != NO_NUMBER and same.exists():
        raise Refused("Документ с таким видом, номером и датой уже внесён.")

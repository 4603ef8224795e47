"""May this person do that with official paper?"""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from documents.enums import DocumentStatus
from documents.kinds import paper_of
from documents.models import Document

DIRECTOR = "директор или исполняющий его обязанности"
CURATOR = "куратор или заместитель директора"


def may_prepare(user: User, organisation_id: int) -> Verdict:
    """Papers are drawn up, submitted and registered by the curator."""
    return may(user, Permission.DOCUMENT_PREPARE, organisation_id, CURATOR)


def may_recall(user: User, document: Document) -> Verdict:
    """What nobody has decided yet is taken back by who may lay it there."""
    verdict = may_prepare(user, document.organisation_id)
    if verdict and document.status != DocumentStatus.SUBMITTED:
        return no("Отозвать можно документ, который ждёт подписи.")
    return verdict


def may_sign(user: User, document: Document) -> Verdict:
    """Only the director or who acts for him signs, and not on his own matter (38, 10)."""
    return all_of(
        may(user, Permission.DOCUMENT_SIGN, document.organisation_id, DIRECTOR),
        paper_of(document).may_be_decided_by(user, document),
    )


def may_return(user: User, document: Document) -> Verdict:
    """Who decides on a paper may also return it."""
    return may(user, Permission.DOCUMENT_SIGN, document.organisation_id, DIRECTOR)


def may_annul(user: User, document: Document) -> Verdict:
    """What the director signed only the director takes back."""
    return may(user, Permission.DOCUMENT_SIGN, document.organisation_id, DIRECTOR)


def may_confirm(user: User, document: Document) -> Verdict:
    """The signed sheet is noted by who keeps it: the curator or the director himself."""
    as_director = may_annul(user, document)
    return as_director or may_prepare(user, document.organisation_id)


def may_show(user: User, document: Document) -> Verdict:
    """The public page is the curator's; it shows only what is not about people."""
    return all_of(
        may(user, Permission.PAGE_CHANGE, document.organisation_id, CURATOR),
        YES
        if document.kind.is_publishable
        else no("Документы этого вида касаются людей: на странице их не показывают."),
    )


def may_change_register(user: User, organisation_id: int) -> Verdict:
    """How papers are numbered is the director's decision."""
    return may(user, Permission.REGISTER_CHANGE, organisation_id, "директор")


def may_view_desk(user: User, organisation_id: int) -> Verdict:
    """The desk is the place of who signs."""
    return may(user, Permission.DOCUMENT_SIGN, organisation_id, DIRECTOR)

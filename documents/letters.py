"""Letters about papers: to who signs, and to who drew them up."""

from __future__ import annotations

from accounts.enums import Role
from notifications.letters import CURATORS, Letter


class DocumentSubmitted(Letter):
    """A paper waits for the director."""

    code = "document_submitted"
    subject = "Документ ждёт вашей подписи"
    template_name = "letters/documents/document_submitted.txt"
    readers = frozenset({Role.DIRECTOR})
    is_obligatory = True


class DocumentRecalled(Letter):
    """The curator took a paper back before the director decided."""

    code = "document_recalled"
    subject = "Документ отозван: подписывать его не нужно"
    template_name = "letters/documents/document_recalled.txt"
    readers = frozenset({Role.DIRECTOR})


class DocumentReturned(Letter):
    """The director returned a paper with a remark."""

    code = "document_returned"
    subject = "Документ возвращён с замечанием"
    template_name = "letters/documents/document_returned.txt"
    readers = CURATORS


class DocumentSigned(Letter):
    """The director signed a paper."""

    code = "document_signed"
    subject = "Документ подписан"
    template_name = "letters/documents/document_signed.txt"
    readers = CURATORS


class DocumentAnnulled(Letter):
    """A signed paper is no longer in force."""

    code = "document_annulled"
    subject = "Документ утратил силу"
    template_name = "letters/documents/document_annulled.txt"
    readers = CURATORS

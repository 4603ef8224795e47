"""Letters about papers: to who signs, and to who drew them up."""

from __future__ import annotations

from notifications.letters import Letter


class DocumentSubmitted(Letter):
    """A paper waits for the director."""

    code = "document_submitted"
    subject = "Документ ждёт вашей подписи"
    template_name = "letters/documents/document_submitted.txt"


class DocumentReturned(Letter):
    """The director returned a paper with a remark."""

    code = "document_returned"
    subject = "Документ возвращён с замечанием"
    template_name = "letters/documents/document_returned.txt"


class DocumentSigned(Letter):
    """The director signed a paper."""

    code = "document_signed"
    subject = "Документ подписан"
    template_name = "letters/documents/document_signed.txt"


class DocumentAnnulled(Letter):
    """A signed paper is no longer in force."""

    code = "document_annulled"
    subject = "Документ утратил силу"
    template_name = "letters/documents/document_annulled.txt"

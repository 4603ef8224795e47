"""The order that introduces mentoring, and what its signing brings about."""

from __future__ import annotations

from accounts.models import User
from documents.kinds import Paper
from documents.models import Document
from programmes.actions import introduction


class OrderIntroduction(Paper):
    """DK-01 «Приказ о внедрении целевой модели наставничества» (R-255, R-298)."""

    code = "order_cmn_introduction"
    template_name = "papers/introduction_order.html"

    @classmethod
    def on_submitted(cls, document: Document, *, by: User) -> None:
        introduction.follow_submission(document=document)

    @classmethod
    def on_signed(cls, document: Document, *, by: User) -> None:
        introduction.follow_signing(document=document, by=by)

    @classmethod
    def on_annulled(cls, document: Document, *, by: User) -> None:
        introduction.follow_annulment(document=document)

"""The order on pairs: what the director sees, and what his decision brings about."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from common.verdict import Verdict
from documents.kinds import Paper
from documents.models import Document
from programmes.actions import pairs
from programmes.permissions.pairs import may_decide_order
from programmes.queries.order_summary import summary_of


class OrderPairs(Paper):
    """DK «Приказ о закреплении наставнических пар» (R-257)."""

    code = "order_pairs"
    template_name = "papers/order_pairs.html"
    summary_template = "programmes/_order_pairs_summary.html"

    @classmethod
    def on_submitted(cls, document: Document, *, by: User) -> None:
        pairs.follow_submission(document=document, by=by)

    @classmethod
    def on_recalled(cls, document: Document, *, by: User) -> None:
        pairs.follow_recall(document=document, by=by)

    @classmethod
    def on_returned(cls, document: Document, *, by: User) -> None:
        pairs.follow_return(document=document, by=by)

    @classmethod
    def on_signed(cls, document: Document, *, by: User) -> None:
        pairs.activate(document=document, by=by)

    @classmethod
    def on_annulled(cls, document: Document, *, by: User) -> None:
        pairs.follow_annulment(document=document)

    @classmethod
    def may_be_decided_by(cls, user: User, document: Document) -> Verdict:
        return may_decide_order(user, document)

    @classmethod
    def summary_context(cls, document: Document) -> Mapping[str, object]:
        return {"order": summary_of(document)}

"""Papers of the floor `registry`."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from common.verdict import Verdict
from documents.kinds import Paper
from documents.models import Document
from registry.actions import mentor_register
from registry.models import MentorRegisterEdition
from registry.permissions.mentor_register import may_decide_register
from registry.queries.erasure_act import ACT
from registry.queries.mentor_register import (
    ORDER,
    entrants_of,
    leavers_of,
    regulation_in_force,
)


class OrderMentorRegister(Paper):
    """DK-09 «Приказ об утверждении реестра наставников» with the register, DK-55."""

    code = ORDER
    template_name = "papers/order_mentor_register.html"
    summary_template = "registry/_mentor_register_summary.html"

    @classmethod
    def on_submitted(cls, document: Document, *, by: User) -> None:
        mentor_register.follow_submission(document=document)

    @classmethod
    def on_signed(cls, document: Document, *, by: User) -> None:
        mentor_register.follow_signing(document=document, by=by)

    @classmethod
    def on_annulled(cls, document: Document, *, by: User) -> None:
        mentor_register.follow_annulment(document=document, by=by)

    @classmethod
    def may_be_decided_by(cls, user: User, document: Document) -> Verdict:
        return may_decide_register(user, document)

    @classmethod
    def summary_context(cls, document: Document) -> Mapping[str, object]:
        edition = MentorRegisterEdition.objects.filter(document=document).first()
        return {
            "edition": edition,
            "entrants": entrants_of(edition) if edition else [],
            "leavers": leavers_of(edition) if edition else [],
            "regulation": regulation_in_force(document.organisation),
        }


class ErasureAct(Paper):
    """The act of destruction: issued by the worker that destroyed, printed after."""

    code = ACT
    template_name = "papers/erasure_act.html"

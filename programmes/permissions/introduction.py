"""May this person change the order that introduces mentoring?"""

from __future__ import annotations

from accounts.models import User
from common.verdict import Verdict, all_of, no
from documents.enums import DocumentStatus
from documents.models import Document
from documents.permissions import may_prepare
from registry.models import Cycle
from registry.permissions.cycles import may_introduce_cycle

OVERTAKEN = (
    "Цикл уже введён другим приказом. Этот проект больше не нужен: отправлять"
    " и менять его не надо."
)


def may_change_introduction(user: User, document: Document) -> Verdict:
    """The draft and the returned order are the curator's; a submitted one stands."""
    if document.status not in {DocumentStatus.DRAFT, DocumentStatus.RETURNED}:
        if document.status == DocumentStatus.SUBMITTED:
            return no("Приказ уже у директора: изменить его можно после возврата.")
        return no(
            f"Состояние приказа — «{document.get_status_display()}»: меняют только проект."
        )
    cycle = (
        Cycle.objects.filter(introduction_order=document)
        .select_related("organisation", "introduction_order")
        .first()
    )
    if cycle is None:
        return no(OVERTAKEN)
    return all_of(
        may_prepare(user, document.organisation_id), may_introduce_cycle(user, cycle)
    )

"""What a paper of any kind does to the plans when it comes into force or loses it."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from documents.models import Document
from programmes.actions.measure_papers import mark_measure, take_mark_back
from programmes.actions.waiting_terms import follow_order


@transaction.atomic
def follow_in_force(*, document: Document, by: User) -> None:
    """Terms after it begin (R-300); the measure that asked for it is done (R-322)."""
    follow_order(document=document, by=by, told=f"подписан документ: {document}")
    mark_measure(document=document, by=by)


@transaction.atomic
def follow_annulment(*, document: Document, by: User) -> None:
    """Terms after it wait again; a measure it alone proved is open again."""
    follow_order(document=document, by=by, told=f"отменён документ: {document}")
    take_mark_back(document=document, by=by)

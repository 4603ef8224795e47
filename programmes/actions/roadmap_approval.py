"""The plan becomes an official paper: by an order, or by «УТВЕРЖДАЮ» on it (R-295)."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from documents import actions as documents
from documents.enums import DocumentStatus
from documents.models import Document
from programmes.models import Roadmap
from programmes.permissions.roadmap import may_change_roadmap
from programmes.queries.roadmap_sheet import (
    APPENDIX,
    ORDER_TITLE,
    order_payload,
    roadmap_payload,
)

ORDER, PLAN = "order_roadmap_approval", "roadmap"
UNDER_WAY = (DocumentStatus.DRAFT, DocumentStatus.RETURNED)


@transaction.atomic
def prepare_approval(*, roadmap: Roadmap, kind: str, by: User) -> Document:
    """Draw up the paper that approves the plan as it stands; a draft is drawn up anew.

    `kind` is ORDER or PLAN. A plan approved before may be approved again, once changed.
    """
    # Signing holds the paper before the plan; here the same order, or the two would wait
    # for each other.
    papers = Document.objects.select_for_update(of=("self",))
    list(papers.filter(roadmaps_to_approve=roadmap))
    roadmap = _locked(roadmap)
    may_change_roadmap(by, roadmap.cycle).require()
    if not roadmap.sections.filter(measures__isnull=False).exists():
        raise Refused("В плане нет ни одного мероприятия: утверждать нечего.")
    current = roadmap.approval_draft
    if current is not None and current.status == DocumentStatus.SUBMITTED:
        raise Refused("План уже у директора. Дождитесь решения или попросите вернуть.")
    title, payload = _content(roadmap, kind, by)
    if current is not None and current.status in UNDER_WAY:
        if current.kind.code == kind:
            return documents.rewrite(
                document=current, title=title, payload=payload, by=by
            )
        raise Refused("Проект уже составлен: откройте его или отложите.")
    document = documents.prepare(
        organisation=roadmap.cycle.organisation,
        kind=kind,
        title=title,
        payload=payload,
        by=by,
    )
    roadmap.approval_draft = document
    roadmap.save(update_fields=["approval_draft"])
    return document


@transaction.atomic
def follow_submission(*, document: Document, by: User) -> None:
    """The director reads the plan as it stands now, not as it was when drawn up."""
    roadmap = _of(document)
    _, payload = _content(roadmap, document.kind.code, by)
    document.payload = payload
    document.save(update_fields=["payload"])


@transaction.atomic
def follow_signing(*, document: Document, by: User) -> None:
    """The plan is approved: its corner names the order."""
    roadmap = _of(document)
    roadmap.approving_document, roadmap.approval_draft = document, None
    if document.kind.code == ORDER and document.signed_on is not None:
        roadmap.approval = {
            **roadmap.approval,
            "order_number": document.number,
            "order_on": document.signed_on.isoformat(),
            "appendix": APPENDIX,
        }
    roadmap.save(update_fields=["approval", "approving_document", "approval_draft"])
    audit.record(
        by=by,
        what="roadmap.approved",
        on=roadmap,
        after={"document": document.pk, "number": document.number},
    )


@transaction.atomic
def follow_annulment(*, document: Document, by: User) -> None:
    """The plan is approved by nothing until a new paper comes.

    A paper that a later one has replaced approved nothing any more.
    """
    roadmap = Roadmap.objects.filter(approving_document=document).first()
    if roadmap is None:
        return
    roadmap = _locked(roadmap)
    if document.kind.code == ORDER:
        roadmap.approval = {
            **roadmap.approval,
            "order_number": "",
            "order_on": "",
            "appendix": "",
        }
    roadmap.approving_document = None
    roadmap.save(update_fields=["approval", "approving_document"])
    audit.record(by=by, what="roadmap.approval_annulled", on=roadmap)


def _content(roadmap: Roadmap, kind: str, by: User) -> tuple[str, dict[str, object]]:
    if kind == ORDER:
        return ORDER_TITLE, dict(order_payload(roadmap, by))
    return roadmap.title, dict(roadmap_payload(roadmap))


def _of(document: Document) -> Roadmap:
    roadmap = Roadmap.objects.filter(approval_draft=document).first()
    if roadmap is None:
        raise Refused(
            "Дорожная карта утверждается другим документом. Этот проект больше не нужен."
        )
    return _locked(roadmap)


def _locked(roadmap: Roadmap) -> Roadmap:
    return (
        Roadmap.objects.select_for_update(of=("self",))
        .select_related(
            "cycle__organisation",
            "cycle__introduction_order",
            "approval_draft__kind",
        )
        .get(pk=roadmap.pk)
    )

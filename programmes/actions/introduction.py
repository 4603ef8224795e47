"""The order that introduces mentoring: the cycle runs, terms «после приказа» begin."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from common.errors import Refused
from documents import actions as documents
from documents.models import Document
from programmes.actions.order_effects import follow_in_force
from programmes.models import Pair
from programmes.permissions.introduction import OVERTAKEN
from programmes.queries.introduction_texts import (
    TITLE,
    IntroductionTexts,
    introduction_payload,
    missing_from,
    texts_of,
    usual_texts,
)
from registry.actions import cycles
from registry.actions.cycles import INTRODUCTION
from registry.models import Cycle
from registry.permissions.cycles import may_introduce_cycle


@transaction.atomic
def introduce_by_paper(
    *,
    cycle: Cycle,
    title: str,
    number: str,
    signed_on: date,
    scan: UploadedFile[bytes] | None,
    by: User,
) -> Cycle:
    """Enter the order signed on paper; the roadmap's days are counted from it (R-300)."""
    cycle = cycles.introduce_by_paper(
        cycle=cycle, title=title, number=number, signed_on=signed_on, scan=scan, by=by
    )
    # The paper was in force before the cycle knew it for its own.
    if cycle.introduction_order is not None:
        follow_in_force(document=cycle.introduction_order, by=by)
    return cycle


@transaction.atomic
def prepare_order(
    *, cycle: Cycle, by: User, texts: IntroductionTexts | None = None
) -> Document:
    """Draw up the order of a cycle that has none; the cycle keeps its draft (DK-01)."""
    cycle = _locked(cycle)
    may_introduce_cycle(by, cycle).require()
    if cycle.introduction_order is not None:
        raise Refused("Проект приказа уже составлен: откройте его.")
    document = documents.prepare(
        organisation=cycle.organisation,
        kind=INTRODUCTION,
        title=TITLE,
        payload=introduction_payload(
            cycle.organisation, texts or usual_texts(cycle), by
        ),
        by=by,
    )
    cycle.introduction_order = document
    cycle.save(update_fields=["introduction_order"])
    return document


@transaction.atomic
def compose_order(
    *, document: Document, texts: IntroductionTexts, by: User
) -> Document:
    """Change the words of a draft or of a returned order."""
    cycle = _cycle_of(document)
    may_introduce_cycle(by, cycle).require()
    payload = introduction_payload(cycle.organisation, texts, by)
    return documents.rewrite(document=document, title=TITLE, payload=payload, by=by)


def follow_submission(*, document: Document) -> None:
    """The order goes to the director with all six points of R-298, or not at all."""
    lacking = missing_from(texts_of(document))
    if lacking:
        raise Refused(f"Заполните в приказе: {', '.join(lacking)}.")


@transaction.atomic
def follow_signing(*, document: Document, by: User) -> Cycle:
    """The signed order lets the cycle run (R-255)."""
    return cycles.let_run(cycle=_cycle_of(document), document=document, by=by)


@transaction.atomic
def follow_annulment(*, document: Document) -> None:
    """The cycle waits for another order.

    The order stays in force while pairs work in the cycle it introduced.
    """
    if Pair.objects.filter(cycle__introduction_order=document).working().exists():
        raise Refused("На этом приказе держатся работающие пары: сначала завершите их.")
    for cycle in Cycle.objects.filter(introduction_order=document):
        cycle.introduction_order = None
        cycle.save(update_fields=["introduction_order"])


def _locked(cycle: Cycle) -> Cycle:
    return (
        Cycle.objects.select_for_update(of=("self",))
        .select_related("organisation", "introduction_order")
        .get(pk=cycle.pk)
    )


def _cycle_of(document: Document) -> Cycle:
    cycle = Cycle.objects.filter(introduction_order=document).first()
    if cycle is None:
        raise Refused(OVERTAKEN)
    return _locked(cycle)

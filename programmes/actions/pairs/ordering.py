"""The order on pairs: drawn up, laid before the director, followed when he decides."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from documents import actions as documents
from documents.enums import DecisionKind
from documents.models import Document
from programmes.actions.pairs.steps import (
    lock_pair,
    lock_pairs,
    lock_people,
    move,
    refuse_unless_clear,
)
from programmes.enums import PairStatus
from programmes.models import Pair
from programmes.permissions.pairs import (
    may_change_order,
    may_strike_pair,
    may_submit_pairs,
)
from programmes.queries.order_pairs import (
    IN_ORDER,
    for_order,
    obstacles_of,
    pairs_of,
)
from programmes.queries.order_texts import (
    TITLE,
    OrderTexts,
    order_payload,
    pair_line,
    texts_of,
    usual_texts,
)
from registry.queries.consents import local_day

KIND = "order_pairs"


@transaction.atomic
def prepare_order(
    *, pairs: Iterable[Pair], by: User, texts: OrderTexts | None = None
) -> Document:
    """Draw up the order on these pairs; obstacles forbid its submission, not its draft."""
    chosen = _chosen(pairs, document=None)
    may_submit_pairs(by, chosen[0].organisation_id).require()
    words = texts or usual_texts(
        chosen[0].cycle, chosen, local_day(chosen[0].organisation)
    )
    document = documents.prepare(
        organisation=chosen[0].organisation,
        kind=KIND,
        title=TITLE,
        payload=order_payload(chosen, words, by),
        by=by,
    )
    Pair.objects.filter(pk__in=[pair.pk for pair in chosen]).update(order=document)
    return document


@transaction.atomic
def compose_order(
    *, document: Document, pairs: Iterable[Pair], texts: OrderTexts, by: User
) -> Document:
    """Change the pairs or the words of a draft or of a returned order."""
    document = _locked(document)
    may_change_order(by, document).require()
    chosen = _chosen(pairs, document=document)
    keys = [pair.pk for pair in chosen]
    Pair.objects.filter(order=document).exclude(pk__in=keys).update(order=None)
    Pair.objects.filter(pk__in=keys).update(order=document)
    payload = order_payload(chosen, texts, by)
    return documents.rewrite(document=document, title=TITLE, payload=payload, by=by)


@transaction.atomic
def submit_order(*, document: Document, by: User) -> Document:
    """Lay the order before the director, worded anew from its pairs as they are now."""
    document = _locked(document)
    may_change_order(by, document).require()
    pairs = pairs_of(document)
    if pairs:
        payload = order_payload(pairs, texts_of(document), by)
        documents.rewrite(document=document, title=TITLE, payload=payload, by=by)
    return documents.submit(document=document, by=by)


@transaction.atomic
def submit(
    *, pairs: Iterable[Pair], by: User, texts: OrderTexts | None = None
) -> Document:
    """Draw up the order and lay it before the director in one go."""
    return submit_order(document=prepare_order(pairs=pairs, by=by, texts=texts), by=by)


def _locked(document: Document) -> Document:
    return (
        Document.objects.select_for_update(of=("self",))
        .select_related("kind", "organisation")
        .get(pk=document.pk)
    )


def _chosen(pairs: Iterable[Pair], document: Document | None) -> list[Pair]:
    """Lock the pairs; all of one cycle, agreed or returned, in no other order."""
    locked = lock_pairs(pair.pk for pair in pairs)
    if not locked:
        raise Refused("Отметьте хотя бы одну пару.")
    key = document.pk if document else None
    for pair in locked:
        if pair.status not in IN_ORDER or pair.order_id not in {None, key}:
            raise Refused(
                "Отмеченные пары изменились: одна из них не согласована или уже в другом"
                " приказе. Обновите страницу."
            )
    if len({pair.cycle_id for pair in locked}) > 1:
        raise Refused("Пары разных циклов закрепляют разными приказами.")
    return for_order(Pair.objects.filter(pk__in=[pair.pk for pair in locked]))


@transaction.atomic
def follow_submission(*, document: Document, by: User) -> list[Pair]:
    """The order lies before the director: its pairs are submitted, if nothing forbids it."""
    lock_people(document)
    pairs = pairs_of(document)
    refuse_unless_clear(obstacles_of(pairs, local_day(document.organisation)))
    if document.payload["pairs"] != [pair_line(pair) for pair in pairs]:
        raise Refused(
            "Пары изменились после того, как составлен проект. Откройте проект приказа"
            " и отправьте его оттуда."
        )
    for pair in pairs:
        pair.remark = ""
        move(pair, PairStatus.SUBMITTED, by, fields=["remark"])
    return pairs


@transaction.atomic
def follow_recall(*, document: Document, by: User) -> list[Pair]:
    """The curator took the order back: its pairs are agreed as before, still in it."""
    pairs = lock_pairs(Pair.objects.filter(order=document).values_list("pk", flat=True))
    for pair in pairs:
        move(pair, PairStatus.AGREED, by, remark="Приказ отозван до подписи")
    return pairs


@transaction.atomic
def follow_return(*, document: Document, by: User) -> list[Pair]:
    """The director returned the order: its pairs are returned with his remark."""
    last = document.decisions.filter(kind=DecisionKind.RETURNED).latest("pk")
    pairs = lock_pairs(Pair.objects.filter(order=document).values_list("pk", flat=True))
    for pair in pairs:
        pair.remark = last.remark
        move(pair, PairStatus.RETURNED, by, fields=["remark"], remark=last.remark)
    return pairs


@transaction.atomic
def strike(*, pair: Pair, remark: str, by: User) -> Pair:
    """Take one pair out of the order before signing it; the rest stays on the desk.

    The pair goes back to the curator with the remark; the order is worded anew.
    """
    if pair.order is None:
        raise Refused("Эта пара уже не в приказе.")
    document = _locked(pair.order)
    pair = lock_pair(pair)
    may_strike_pair(by, pair).require()
    if not remark.strip():
        raise Refused("Напишите, почему пара убрана: куратор увидит замечание.")
    if Pair.objects.filter(order=document).count() == 1:
        raise Refused("Это последняя пара приказа: верните весь приказ с замечанием.")
    pair.order, pair.remark = None, remark.strip()
    fields = ["order", "remark"]
    move(pair, PairStatus.RETURNED, by, fields=fields, remark=pair.remark)
    _word_anew(document, by)
    return pair


def _word_anew(document: Document, by: User) -> None:
    """The director's own change of a paper on his desk, which nobody else may touch."""
    author = document.created_by or by
    payload = order_payload(pairs_of(document), texts_of(document), author)
    document.payload = dict(payload)
    document.save(update_fields=["payload"])
    audit.record(by=by, what="document.rewritten", on=document)


@transaction.atomic
def follow_annulment(*, document: Document) -> None:
    """An order by which pairs work stays in force."""
    if Pair.objects.filter(order=document).working().exists():
        raise Refused("По этому приказу работают пары: сначала завершите их.")

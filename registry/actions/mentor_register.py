"""The register of mentors: an edition drawn up, ordered, in force, taken back (R-163)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import User
from common.errors import Refused
from documents import actions as documents
from documents.actions.steps import lock
from documents.enums import DocumentStatus
from documents.models import Document
from registry.actions.cards import follow_mentor
from registry.enums import MentorStatus
from registry.models import (
    Cycle,
    MentorCard,
    MentorRegisterEdition,
    MentorRegisterEntry,
)
from registry.permissions.mentor_register import (
    BEGUN,
    has_regulation,
    may_change_register,
    may_prepare_register,
)
from registry.queries.mentor_register import (
    LEFT,
    ORDER,
    REGULATIONS,
    draft_edition,
    edition_in_force,
    entrants_of,
    leavers_of,
    people_leaving,
    people_to_enter,
)
from registry.queries.mentor_register_paper import (
    TITLE,
    RegisterTexts,
    register_payload,
    texts_of,
)

OVERTAKEN = "У этого приказа больше нет редакции реестра: составьте новый проект."
Leaving = Mapping[int, str]
"""Keys of the lines taken out, each with its reason."""


@transaction.atomic
def prepare_order(
    *,
    cycle: Cycle,
    entering: Collection[MentorCard],
    leaving: Leaving,
    texts: RegisterTexts,
    by: User,
) -> Document:
    """Draw the next edition up with its order; of two at once one is drawn up (DK-09)."""
    cycle = _locked(cycle)
    if draft_edition(cycle) is not None:
        raise Refused(BEGUN)
    may_prepare_register(by, cycle).require()
    last = MentorRegisterEdition.objects.filter(cycle=cycle).aggregate(
        last=Max("number")
    )["last"]
    edition = MentorRegisterEdition.objects.create(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        number=(last or 0) + 1,
        created_by=by,
    )
    _choose(edition, entering, leaving)
    document = documents.prepare(
        organisation=cycle.organisation,
        kind=ORDER,
        title=TITLE,
        payload=register_payload(edition, texts, by),
        by=by,
    )
    edition.document = document
    edition.save(update_fields=["document"])
    audit.record(
        by=by,
        what="mentor_register.prepared",
        on=edition,
        after={"number": edition.number},
    )
    return document


@transaction.atomic
def compose_order(
    *,
    document: Document,
    entering: Collection[MentorCard],
    leaving: Leaving,
    texts: RegisterTexts,
    by: User,
) -> Document:
    """Change who enters, who leaves and the words, while the order is a draft."""
    document = lock(document)
    edition = _edition_of(document)
    may_change_register(by, edition).require()
    MentorRegisterEntry.objects.filter(entered_by=edition).delete()
    MentorRegisterEntry.objects.filter(left_by=edition).update(
        left_by=None, left_reason=""
    )
    _choose(edition, entering, leaving)
    return documents.rewrite(
        document=document,
        title=TITLE,
        payload=register_payload(edition, texts, by),
        by=by,
    )


@transaction.atomic
def submit_order(*, document: Document, by: User) -> Document:
    """Lay the order before the director with the register as it stands today."""
    document = lock(document)
    edition = _edition_of(document)
    may_change_register(by, edition).require()
    document = documents.rewrite(
        document=document,
        title=TITLE,
        payload=register_payload(edition, texts_of(document), by),
        by=by,
    )
    return documents.submit(document=document, by=by)


@transaction.atomic
def follow_submission(*, document: Document) -> None:
    """Nothing goes to the director that he could not sign."""
    edition = _edition_of(document)
    _require_regulation(edition)
    _require_lines(edition)


@transaction.atomic
def follow_signing(*, document: Document, by: User) -> MentorRegisterEdition:
    """The edition is in force from the day of the order; who enters is registered.

    The cards are locked: who withdrew a moment ago is not entered.
    """
    edition = _edition_of(document)
    _require_regulation(edition)
    _require_lines(edition)
    day = document.signed_on
    for line in entrants_of(edition):
        line.entered_on = day
        line.save(update_fields=["entered_on"])
        follow_mentor(
            card=line.card,
            to=MentorStatus.REGISTERED,
            by=by,
            remark=f"Приказ № {document.number}",
        )
    MentorRegisterEntry.objects.filter(left_by=edition).update(left_on=day)
    edition.in_force_on = day
    edition.save(update_fields=["in_force_on"])
    audit.record(
        by=by,
        what="mentor_register.approved",
        on=edition,
        after={"in_force_on": str(day)},
    )
    return edition


@transaction.atomic
def follow_annulment(*, document: Document, by: User) -> None:
    """Everything the order did is undone: lines, exits, the state of the cards.

    It stands while a later edition rests upon it, or a mentor of it is at work.
    """
    edition = MentorRegisterEdition.objects.filter(document=document).first()
    if edition is None or edition.in_force_on is None:
        return
    _locked(edition.cycle)
    _require_last(edition)
    lines = list(entrants_of(edition))
    cards = _locked_cards([line.card_id for line in lines])
    _require_idle(cards)
    for card in cards:
        if card.status == MentorStatus.REGISTERED:
            follow_mentor(
                card=card,
                to=MentorStatus.SELECTED,
                by=by,
                remark=f"Приказ № {document.number} отменён",
            )
    MentorRegisterEntry.objects.filter(entered_by=edition).delete()
    MentorRegisterEntry.objects.filter(left_by=edition).update(
        left_by=None, left_on=None, left_reason=""
    )
    audit.record(by=by, what="mentor_register.annulled", on=edition)


def _choose(
    edition: MentorRegisterEdition,
    entering: Collection[MentorCard],
    leaving: Leaving,
) -> None:
    chosen = {card.pk for card in entering}
    cards = list(people_to_enter(edition.cycle).filter(pk__in=chosen))
    if len(cards) != len(chosen):
        raise Refused(
            "Кого-то из выбранных уже нет среди отобранных. Обновите страницу и выберите"
            " ещё раз."
        )
    lines = list(people_leaving(edition.cycle).filter(pk__in=leaving))
    if len(lines) != len(leaving):
        raise Refused(
            "Кого-то из исключаемых уже нет в реестре. Обновите страницу и выберите ещё"
            " раз."
        )
    if not cards and not lines:
        raise Refused("Отметьте, кого внести в реестр или исключить из него.")
    MentorRegisterEntry.objects.bulk_create(
        MentorRegisterEntry(
            organisation_id=edition.organisation_id, card=card, entered_by=edition
        )
        for card in cards
    )
    for line in lines:
        reason = leaving[line.pk].strip()
        if not reason:
            raise Refused(f"Напишите, почему исключается {line.card.person.full_name}.")
        line.left_by, line.left_reason = edition, reason
        line.save(update_fields=["left_by", "left_reason"])


def _require_regulation(edition: MentorRegisterEdition) -> None:
    """R-282; the Regulation is held, so that it is not annulled meanwhile."""
    list(
        Document.objects.in_force()
        .filter(organisation=edition.organisation_id, kind__code__in=REGULATIONS)
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    verdict = has_regulation(edition.organisation)
    if not verdict:
        raise Refused(verdict.refusal)


def _require_lines(edition: MentorRegisterEdition) -> None:
    lines = list(entrants_of(edition))
    cards = _locked_cards([line.card_id for line in lines])
    gone = [card for card in cards if card.status != MentorStatus.SELECTED]
    if gone:
        raise Refused(
            f"Уже не среди отобранных: {_named(gone)}. Верните приказ куратору: он"
            " уберёт их из редакции."
        )
    back = [line.card for line in leavers_of(edition) if not _is_gone(line.card)]
    if back:
        raise Refused(
            f"Исключать уже не нужно: {_named(back)}. Верните приказ куратору."
        )
    if not lines and not leavers_of(edition).exists():
        raise Refused("В редакции никого нет: отметьте, кого внести или исключить.")


def _is_gone(card: MentorCard) -> bool:
    return card.status in LEFT or bool(card.person.departure)


def _require_last(edition: MentorRegisterEdition) -> None:
    last = edition_in_force(edition.cycle)
    later = draft_edition(edition.cycle)
    if last is not None and last.number > edition.number:
        raise Refused(
            f"После этой редакции утверждена редакция № {last.number}: сначала отменяют"
            " её приказ."
        )
    if later is not None and _is_submitted(later):
        raise Refused(
            "Следующая редакция реестра уже на подписи: сначала верните её приказ."
        )
    if later is not None and leavers_of(later).filter(entered_by=edition).exists():
        raise Refused(
            "В проекте следующей редакции исключаются наставники этой. Сначала уберите"
            " их из проекта."
        )


def _is_submitted(edition: MentorRegisterEdition) -> bool:
    document = edition.document
    return document is not None and document.status == DocumentStatus.SUBMITTED


def _require_idle(cards: Collection[MentorCard]) -> None:
    at_work = {MentorStatus.READY, MentorStatus.IN_PAIR, MentorStatus.LONG_TERM}
    working = [card for card in cards if card.status in at_work]
    if working:
        raise Refused(
            f"По этому приказу уже работают: {_named(working)}. Исключите их следующей"
            " редакцией реестра."
        )


def _named(cards: Collection[MentorCard]) -> str:
    return ", ".join(card.person.full_name for card in cards)


def _locked(cycle: Cycle) -> Cycle:
    return (
        Cycle.objects.select_for_update(of=("self",))
        .select_related("organisation", "introduction_order")
        .get(pk=cycle.pk)
    )


def _locked_cards(keys: Collection[int]) -> list[MentorCard]:
    return list(
        MentorCard.objects.filter(pk__in=keys)
        .select_related("person")
        .order_by("pk")
        .select_for_update(of=("self",))
    )


def _edition_of(document: Document) -> MentorRegisterEdition:
    edition = (
        MentorRegisterEdition.objects.filter(document=document)
        .select_related("document", "cycle__organisation", "organisation")
        .select_for_update(of=("self",))
        .first()
    )
    if edition is None:
        raise Refused(OVERTAKEN)
    return edition

"""The organisation's own wording of a consent: a new edition, old consents keep theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from registry.actions.consents import text_for
from registry.enums import ConsentKind, ConsentStatus
from registry.models import Consent, ConsentText
from registry.permissions.consents import may_change_consent_text

LONGEST_TERM = 50


@dataclass(frozen=True, slots=True)
class Wording:
    """What an edition says: `blocks` by their codes, each its text and its items."""

    title: str
    plain_words: str
    years: int
    blocks: Mapping[str, tuple[str, Sequence[str]]]


@transaction.atomic
def edit_text(
    *, organisation: Organisation, kind: ConsentKind, wording: Wording, by: User
) -> ConsentText:
    """Make a new edition; who was asked and has neither form nor signature reads it.

    Every block the law asks for stays and says something. Consents given, and forms
    handed out, keep the edition they were given by (R-391).
    """
    may_change_consent_text(by, organisation).require()
    # Two editions at once are numbered one after another.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=organisation.pk
    )
    current = text_for(organisation, kind)
    blocks = {**current.blocks, **_told(current, wording)}
    if blocks == {**current.blocks, "years": current.term_years}:
        return current
    own = ConsentText.objects.filter(organisation=organisation, kind=kind)
    last = own.aggregate(last=Max("version"))["last"] or 0
    text = ConsentText.objects.create(
        organisation=organisation,
        kind=kind,
        version=last + 1,
        title=wording.title,
        blocks={**blocks, "version": last + 1},
    )
    asked = Consent.objects.filter(
        organisation=organisation, kind=kind, status=ConsentStatus.REQUIRED
    )
    # Whoever signs the old one at this moment holds the row: his signature goes first.
    locked = asked.select_for_update(of=("self",)).order_by("pk")
    keys = list(locked.values_list("pk", flat=True))
    Consent.objects.filter(pk__in=keys).update(text=text)
    audit.record(
        by=by,
        what="consent_text.edited",
        on=text,
        after={"kind": str(kind), "version": text.version},
    )
    return text


def _told(current: ConsentText, wording: Wording) -> dict[str, object]:
    if not 0 <= wording.years <= LONGEST_TERM:
        raise Refused(f"Срок — от 0 до {LONGEST_TERM} лет; 0 — до отзыва.")
    blocks = []
    for block in current.blocks["blocks"]:
        text, items = wording.blocks.get(block["code"], (block["text"], block["items"]))
        if not text.strip() and not items:
            name = block["heading"] or "Предмет согласия"
            raise Refused(
                f"Раздел «{name}» пуст, а закон его требует (152-ФЗ, статьи 9 и 10.1)."
                " Напишите его или верните прежний текст."
            )
        blocks.append({**block, "text": text.strip(), "items": list(items)})
    return {
        "title": wording.title,
        "plain_words": wording.plain_words,
        "years": wording.years,
        "blocks": blocks,
    }

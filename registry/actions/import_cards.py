"""The cards of a table: opened or brought up to date, with their tags and requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.russian.names import normalise
from registry.enums import CardSource, MenteeStatus, MentorStatus
from registry.importing.checking import is_address
from registry.models import (
    ImportBatch,
    MenteeCard,
    MentorCard,
    MentoringForm,
    Person,
    Request,
)
from registry.queries.vocabulary import vocabulary_of
from registry.spreadsheets.lines import Line, MenteeLine, MentorLine

Card = TypeVar("Card", MentorCard, MenteeCard)
CHUNK = 500
SHARED = (
    "form",
    "joined_on",
    "finished_on",
    "results",
    "case_url",
    "counterpart_names",
    "counterpart_workplace",
)
MENTOR = (
    *SHARED,
    "competences_text",
    "achievements",
    "interests",
    "wanted_age",
    "wanted_age_from",
    "wanted_age_to",
    "time_resource",
    "capacity",
)
MENTEE = (*SHARED, "is_completed_marked")
_NO = frozenset({"", "нет", "не", "-", "–", "—", "0"})


def write_mentors(
    batch: ImportBatch, lines: Sequence[MentorLine], people: Sequence[Person]
) -> list[int]:
    """Open or update the cards of mentors; return their keys in the lines' order."""
    forms = _forms(batch)
    standing = _standing(MentorCard.objects.filter(cycle=batch.cycle))
    cards = [
        _filled(
            standing.get(person.pk)
            or MentorCard(
                organisation_id=batch.organisation_id,
                cycle=batch.cycle,
                person=person,
                source=CardSource.IMPORT,
                status=MentorStatus.YEAR_BASE,
            ),
            {**_shared(line, forms), **_of_mentor(line)},
        )
        for line, person in zip(lines, people, strict=True)
    ]
    _save(cards, MENTOR)
    tags = _tags(batch, ["; ".join(line.competences) for line in lines])
    through = MentorCard.competences.through
    known = [
        card.pk
        for card, line in zip(cards, lines, strict=True)
        if line.competences and card.person_id in standing
    ]
    # The text of the table is new, and so are its tags.
    for start in range(0, len(known), CHUNK):
        through.objects.filter(mentorcard_id__in=known[start : start + CHUNK]).delete()
    through.objects.bulk_create(
        [
            through(mentorcard_id=card.pk, competence_id=key)
            for card, keys in zip(cards, tags, strict=True)
            for key in keys
        ],
        batch_size=1000,
    )
    return [card.pk for card in cards]


def write_mentees(
    batch: ImportBatch,
    lines: Sequence[MenteeLine],
    people: Sequence[Person],
    lacking: set[int],
) -> list[int]:
    """Open or update the cards of mentees; `lacking` are people without valid consent."""
    forms = _forms(batch)
    standing = _standing(MenteeCard.objects.filter(cycle=batch.cycle))
    cards = []
    for line, person in zip(lines, people, strict=True):
        card = standing.get(person.pk) or MenteeCard(
            organisation_id=batch.organisation_id,
            cycle=batch.cycle,
            person=person,
            source=CardSource.IMPORT,
            status=MenteeStatus.CONSENT_WAIT
            if person.pk in lacking
            else MenteeStatus.IN_BASE,
        )
        is_completed = normalise(line.completion_mark) not in _NO
        values = {**_shared(line, forms), "is_completed_marked": is_completed}
        cards.append(_filled(card, values))
    _save(cards, MENTEE)
    _ask(batch, lines, cards)
    return [card.pk for card in cards]


def _ask(
    batch: ImportBatch, lines: Sequence[MenteeLine], cards: Sequence[MenteeCard]
) -> None:
    """Add the requests that the cards do not have yet."""
    rows = Request.objects.filter(card__cycle=batch.cycle).values_list(
        "card_id", "text"
    )
    standing = {(card_id, normalise(text)) for card_id, text in rows}
    fresh = [
        Request(
            organisation_id=batch.organisation_id,
            card=card,
            text=line.request,
            asked_on=line.joined_on or timezone.localdate(),
        )
        for line, card in zip(lines, cards, strict=True)
        if line.request and (card.pk, normalise(line.request)) not in standing
    ]
    Request.objects.bulk_create(fresh, batch_size=CHUNK)
    tags = _tags(batch, [request.text for request in fresh])
    through = Request.competences.through
    through.objects.bulk_create(
        [
            through(request_id=request.pk, competence_id=key)
            for request, keys in zip(fresh, tags, strict=True)
            for key in keys
        ],
        batch_size=1000,
    )


def _tags(batch: ImportBatch, texts: Sequence[str]) -> list[list[int]]:
    """Return the keys of the tags of each text; other words stay as they are."""
    vocabulary = vocabulary_of(batch.organisation)
    return [list(vocabulary.recognise(text).tags) for text in texts]


def _shared(line: Line, forms: dict[str, MentoringForm]) -> dict[str, object]:
    return {
        "form": next((forms[code] for code in line.forms if code in forms), None),
        "joined_on": line.joined_on,
        "finished_on": line.finished_on,
        "results": line.results,
        "case_url": line.case_link if is_address(line.case_link) else "",
        "counterpart_names": "; ".join(line.counterparts),
        "counterpart_workplace": line.counterpart_workplace[:300],
    }


def _of_mentor(line: MentorLine) -> dict[str, object]:
    age = line.desired_age
    return {
        "competences_text": "; ".join(line.competences),
        "achievements": line.achievements,
        "interests": "; ".join(line.interests),
        "wanted_age": age.text[:120],
        "wanted_age_from": age.from_age,
        "wanted_age_to": age.to_age,
        "time_resource": line.time_resource[:200],
        "capacity": line.capacity,
    }


def _forms(batch: ImportBatch) -> dict[str, MentoringForm]:
    """The forms by code, the organisation's own before the federal ones."""
    rows = MentoringForm.objects.filter(
        Q(organisation=None) | Q(organisation_id=batch.organisation_id)
    )
    ordered = sorted(rows, key=lambda form: form.organisation_id or 0)
    return {form.code: form for form in ordered}


def _standing(cards: models.QuerySet[Card]) -> dict[int, Card]:
    return {card.person_id: card for card in cards.select_for_update(of=("self",))}


def _filled(card: Card, values: dict[str, object]) -> Card:
    """Write what the table says; what it leaves out stays as it is."""
    for name, value in values.items():
        if value not in (None, ""):
            setattr(card, name, value)
    return card


def _save(cards: Sequence[Card], fields: Sequence[str]) -> None:
    now = timezone.now()
    for card in cards:
        card.changed_at = now
    model = type(cards[0])
    model.objects.bulk_update(
        [card for card in cards if card.pk], [*fields, "changed_at"], batch_size=CHUNK
    )
    model.objects.bulk_create([card for card in cards if not card.pk], batch_size=CHUNK)

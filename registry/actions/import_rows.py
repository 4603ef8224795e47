"""Writing the accepted rows of a table: all of them in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from common.bulk import point_at
from common.errands import Claim
from common.russian.dates import school_year_start
from registry.actions.consents import require_for_all
from registry.actions.import_cards import write_mentees, write_mentors
from registry.actions.import_people import CHUNK, Registry
from registry.actions.imports import keep_applied, show_progress
from registry.actions.people import lock_people
from registry.enums import RowVerdict
from registry.importing.stored import LINES
from registry.models import Consent, ImportBatch, ImportRow, Person
from registry.queries.people import known_people
from registry.spreadsheets.columns import Base

# As many keys as either database takes in one statement.
AT_ONCE = 10_000


def write_rows(*, batch: ImportBatch, claim: Claim) -> None:
    """Load what was confirmed; killed at any moment, it leaves no row or all (49).

    The rows are understood first, outside the transaction, where progress can be seen.
    """
    accepted = batch.rows.exclude(verdict=RowVerdict.REJECTED).order_by("number")
    # The cells as they stood are not written: they would only fill the memory.
    rows = list(accepted.only("number", "line", "person_id", "organisation_id"))
    base = Base(batch.kind)
    lines = _lines(batch, rows, LINES[base], claim)
    with transaction.atomic():
        people = _write_people(batch, lines)
        _keep(batch, rows, people, _write_cards(batch, base, lines, people), claim)


def _write_cards(
    batch: ImportBatch, base: Base, lines: list[Any], people: list[Person]
) -> list[int]:
    """Write the cards of a base, asking for consents; return the keys of what was made.

    A list of people makes nobody a participant: no card, no consent asked (152-ФЗ ст. 5).
    """
    if not base.is_federal:
        return [person.pk for person in people]
    lacking = _asked_for_consent(people, batch)
    if base is Base.MENTORS:
        return write_mentors(batch, lines, people)
    return write_mentees(batch, lines, people, lacking)


def _asked_for_consent(people: list[Person], batch: ImportBatch) -> set[int]:
    """Ask for consents; return the keys of those whose consent does not stand.

    The consents are held until commit: one withdrawn meanwhile either is seen here or
    finds the card that was written, so the withdrawal wins (invariant 20).
    """
    lacking: set[int] = set()
    for start in range(0, len(people), AT_ONCE):
        some = people[start : start + AT_ONCE]
        held = Consent.objects.filter(person__in=some).order_by("pk")
        list(held.select_for_update(of=("self",)).values_list("pk"))
        lacking |= require_for_all(people=some, by=batch.created_by)
    return lacking


def _lines(
    batch: ImportBatch,
    rows: list[ImportRow],
    read: Callable[[dict[str, Any]], Any],
    claim: Claim,
) -> list[Any]:
    lines: list[Any] = []
    for done, row in enumerate(rows, start=1):
        lines.append(read(row.line))
        if done % CHUNK == 0:
            show_progress(batch=batch, claim=claim, done=done, total=batch.row_count)
    return lines


def _write_people(batch: ImportBatch, lines: list[Any]) -> list[Person]:
    """Write people, their classes, their guardians; return the people."""
    lock_people(batch.organisation)
    registry = Registry(batch.organisation, known_people(batch.organisation))
    people = registry.take_all(lines, school_year_start(batch.cycle.starts_on))
    registry.appoint_guardians(lines, people)
    return people


def _keep(
    batch: ImportBatch,
    rows: list[ImportRow],
    people: list[Person],
    card_ids: list[int],
    claim: Claim,
) -> None:
    became = [
        (row.pk, person.pk)
        for row, person in zip(rows, people, strict=True)
        if row.person_id != person.pk
    ]
    point_at(ImportRow, "person", became)
    keep_applied(batch=batch, card_ids=card_ids, claim=claim)

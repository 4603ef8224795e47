"""Writing the accepted rows of a table: all of them in one transaction, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from common.errands import Claim
from registry.actions.consents import require_for_all
from registry.actions.import_cards import write_mentees, write_mentors
from registry.actions.import_people import CHUNK, Registry
from registry.actions.imports import keep_applied, show_progress
from registry.actions.people import lock_people
from registry.enums import BaseKind, RowVerdict
from registry.importing.stored import mentee_line, mentor_line
from registry.models import ImportBatch, ImportRow, Person
from registry.queries.people import known_people
from registry.spreadsheets.lines import Line

L = TypeVar("L", bound=Line)


def write_rows(*, batch: ImportBatch, claim: Claim) -> None:
    """Load what was confirmed; killed at any moment, it leaves no row or all (49).

    The rows are understood first, outside the transaction, where progress can be seen.
    """
    rows = list(batch.rows.exclude(verdict=RowVerdict.REJECTED).order_by("number"))
    if batch.kind == BaseKind.MENTORS:
        _write_mentors(batch, rows, claim)
    else:
        _write_mentees(batch, rows, claim)


def _write_mentors(batch: ImportBatch, rows: list[ImportRow], claim: Claim) -> None:
    lines = _lines(batch, rows, mentor_line, claim)
    with transaction.atomic():
        people, _ = _write_people(batch, lines)
        _keep(batch, rows, people, write_mentors(batch, lines, people), claim)


def _write_mentees(batch: ImportBatch, rows: list[ImportRow], claim: Claim) -> None:
    lines = _lines(batch, rows, mentee_line, claim)
    with transaction.atomic():
        people, lacking = _write_people(batch, lines)
        card_ids = write_mentees(batch, lines, people, lacking)
        _keep(batch, rows, people, card_ids, claim)


def _lines(
    batch: ImportBatch,
    rows: list[ImportRow],
    read: Callable[[dict[str, Any]], L],
    claim: Claim,
) -> list[L]:
    lines: list[L] = []
    for done, row in enumerate(rows, start=1):
        lines.append(read(row.line))
        if done % CHUNK == 0:
            show_progress(batch=batch, claim=claim, done=done, total=batch.row_count)
    return lines


def _write_people(batch: ImportBatch, lines: list[L]) -> tuple[list[Person], set[int]]:
    """Write people, classes, guardians; return them and who lacks a valid consent."""
    lock_people(batch.organisation)
    registry = Registry(batch.organisation, known_people(batch.organisation))
    people = registry.take_all(lines, batch.cycle)
    registry.appoint_guardians(lines, people)
    return people, require_for_all(people=people, by=batch.created_by)


def _keep(
    batch: ImportBatch,
    rows: list[ImportRow],
    people: list[Person],
    card_ids: list[int],
    claim: Claim,
) -> None:
    for row, person in zip(rows, people, strict=True):
        row.person = person
    ImportRow.objects.bulk_update(rows, ["person"], batch_size=CHUNK)
    keep_applied(batch=batch, card_ids=card_ids, claim=claim)

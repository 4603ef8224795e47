"""The person in tables on their way in: his rows are emptied, the files of all go."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.core.files.base import ContentFile
from django.db.models import Q

from common.errands import ErrandState
from common.russian.names import normalise
from documents.models import Attachment
from registry.actions.forgetting.rows import remove_attachments
from registry.actions.forgetting.words import narrowed_rows
from registry.enums import IMPORT_TRANSITIONS, ImportStatus, RowVerdict
from registry.importing.identity import Likeness, likeness
from registry.mentions import Mentions
from registry.models import ImportBatch, ImportRow, Person

EMPTIED = "Данные этого человека уничтожены по его обращению: строка не загружается."
STUB_NAME = "файл уничтожен.txt"
STUB = (
    "Файл уничтожен вместе с данными человека, который в нём был. Строки остальных"
    " людей портал хранит в этой загрузке.\n"
)
STOPPED = (
    "Проверка остановлена: пока она шла, на портале уничтожали данные человека."
    " Уберите его из таблицы, если он там есть, и загрузите файл снова."
)


def empty_uploads(person: Person, mentions: Mentions) -> int:
    """Empty the person's rows of every table and destroy those files; return how many rows.

    A check or a load under way is stopped: its worker finds the claim lost and undoes
    what it did, so that the erased does not come back (invariant 20).
    """
    stopped = _stop_checks(person)
    rows = [
        row
        for row in _rows_that_may_be(person, mentions)
        if _is_of(row, person, mentions)
    ]
    by_batch: dict[int, list[ImportRow]] = {}
    for row in rows:
        by_batch.setdefault(row.batch_id, []).append(row)
    batches = ImportBatch._base_manager.filter(pk__in=[*by_batch, *stopped])
    for batch in batches.order_by("pk").select_for_update(of=("self",)):
        _stop_load(batch)
        _empty(batch, by_batch.get(batch.pk, []))
        _destroy_file(batch)
    return len(rows)


def _stop_checks(person: Person) -> list[int]:
    checking = ImportBatch._base_manager.filter(
        organisation=person.organisation_id, status=ImportStatus.CHECKING
    )
    keys = list(
        checking.order_by("pk")
        .select_for_update(of=("self",))
        .values_list("pk", flat=True)
    )
    IMPORT_TRANSITIONS.check(ImportStatus.CHECKING, ImportStatus.CANCELLED)
    ImportBatch._base_manager.filter(pk__in=keys).update(
        status=ImportStatus.CANCELLED, refusal=STOPPED, errand_state=ErrandState.NONE
    )
    return keys


def _rows_that_may_be(person: Person, mentions: Mentions) -> list[ImportRow]:
    of_here = ImportRow._base_manager.filter(organisation=person.organisation_id)
    named = narrowed_rows(of_here, ["cells", "line"], mentions)
    rows = of_here.filter(Q(person=person.pk) | Q(pk__in=named.values("pk")))
    return list(rows.order_by("pk").select_related("batch"))


def _is_of(row: ImportRow, person: Person, mentions: Mentions) -> bool:
    if row.person_id == person.pk:
        return True
    name = row.line.get("name") or {}
    if name:
        told = " ".join(
            str(name.get(part, "")) for part in ("last", "first", "patronymic")
        )
        is_namesake = normalise(told) == normalise(person.full_name)
        if is_namesake and _birth(row) is not None and person.birth is not None:
            return likeness(_birth(row), person.birth) is not Likeness.DIFFERENT
        if is_namesake:
            return True
    words = normalise(" ".join(str(cell) for cell in row.cells if cell is not None))
    named = not name and normalise(person.full_name) in words
    # A parent stands in a child's row: that row goes with him as well.
    return named or mentions.are_in(row.cells) or mentions.are_in(row.line)


def _birth(row: ImportRow) -> date | int | None:
    told = row.line.get("birth_on")
    if told:
        return date.fromisoformat(str(told))
    year = row.line.get("birth_year")
    return int(year) if year else None


def _stop_load(batch: ImportBatch) -> None:
    if batch.status != ImportStatus.APPLYING:
        return
    IMPORT_TRANSITIONS.check(batch.status, ImportStatus.CHECKED)
    batch.status = ImportStatus.CHECKED
    batch.errand_state = ErrandState.NONE
    batch.save(update_fields=["status", "errand_state"])


def _empty(batch: ImportBatch, rows: list[ImportRow]) -> None:
    is_applied = batch.status == ImportStatus.APPLIED
    for row in rows:
        row.cells, row.line = [], {}
        row.problems = [{"column": "", "message": EMPTIED, "is_fatal": True}]
        if not is_applied:
            row.verdict = RowVerdict.REJECTED
    ImportRow._base_manager.bulk_update(rows, ["cells", "line", "problems", "verdict"])
    if batch.status == ImportStatus.CHECKED:
        of_batch = ImportRow._base_manager.filter(batch=batch.pk)
        batch.rejected_count = of_batch.filter(verdict=RowVerdict.REJECTED).count()
        batch.accepted_count = batch.row_count - batch.rejected_count
        batch.save(update_fields=["accepted_count", "rejected_count"])


def _destroy_file(batch: ImportBatch) -> None:
    """Let a note stand for the file; the digest stays, so it does not come in again."""
    old = batch.attachment
    if old.name == STUB_NAME:
        return
    content = STUB.encode()
    batch.attachment = Attachment.objects.create(
        organisation_id=batch.organisation_id,
        file=ContentFile(content, name=f"{secrets.token_hex(16)}.txt"),
        name=STUB_NAME,
        content_type="text/plain; charset=utf-8",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=old.uploaded_by,
    )
    batch.save(update_fields=["attachment"])
    remove_attachments([old.pk])

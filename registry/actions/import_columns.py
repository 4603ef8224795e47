"""What the columns of a table are, where the portal did not see it by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errands import hand_over
from common.errors import Refused
from registry.actions.imports import ERRAND
from registry.enums import IMPORT_TRANSITIONS, ImportStatus
from registry.models import ColumnMemory, ImportBatch
from registry.permissions.imports import may_choose_columns
from registry.spreadsheets.columns import Base, known_columns
from registry.spreadsheets.titles import title_key


@transaction.atomic
def choose_columns(
    *, batch: ImportBatch, chosen: Mapping[int, str], by: User
) -> ImportBatch:
    """Take the curator's word for what each column is, and check the table anew.

    `chosen` maps positions to codes, "" is «do not load»; a position left out stays as
    recognised. What differs from the recognised is remembered by its heading: the next
    table of the organisation is read alike.
    """
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    may_choose_columns(by, batch).require()
    _require_sense(batch, chosen)
    IMPORT_TRANSITIONS.check(batch.status, ImportStatus.CHECKING)
    for heading, code in _news(batch, chosen):
        ColumnMemory.objects.update_or_create(
            organisation_id=batch.organisation_id,
            kind=batch.kind,
            heading=heading,
            defaults={"code": code},
        )
    batch.rows.all().delete()
    batch.chosen = {str(index): code for index, code in chosen.items()}
    batch.status = ImportStatus.CHECKING
    batch.refusal = ""
    batch.progress = 0
    batch.save(
        update_fields=[
            *("chosen", "status", "refusal", "progress"),
            *batch.expect_errand(),
        ]
    )
    audit.record(
        by=by, what="import.columns_chosen", on=batch, after={"chosen": batch.chosen}
    )
    hand_over(ERRAND, batch.pk)
    return batch


def _require_sense(batch: ImportBatch, chosen: Mapping[int, str]) -> None:
    titles = {column.code: column.title for column in known_columns(Base(batch.kind))}
    taken: set[str] = set()
    for index, code in chosen.items():
        is_known = not code or code in titles
        if not is_known or not 0 <= index < len(batch.layout):
            raise Refused("Такого столбца нет. Обновите страницу и выберите снова.")
        if code in taken:
            raise Refused(
                f"«{titles[code]}» выбран для двух столбцов. Оставьте один из них."
            )
        taken |= {code} - {""}


def _news(batch: ImportBatch, chosen: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Yield the headings that mean something else than was recognised."""
    for index, code in chosen.items():
        recognised, title, *_ = batch.layout[index]
        if code != recognised and (heading := title_key(title)[:200]):
            yield heading, code

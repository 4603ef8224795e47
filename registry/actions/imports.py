"""Tables on their way into the bases: uploaded, checked, confirmed, put away."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errands import Claim, ErrandState, hand_over
from common.errors import Refused
from common.links import link
from notifications.actions import notify
from notifications.letters import Letter
from registry.actions.tables import keep, look_at
from registry.enums import IMPORT_TRANSITIONS, ImportStatus, TableKind
from registry.importing.checking import Checked
from registry.letters import ImportChecked, ImportFinished
from registry.models import Cycle, ImportBatch, ImportRow
from registry.permissions.imports import (
    cancelled_as,
    may_cancel_import,
    may_confirm_import,
    may_import,
    may_retry_import,
)

ERRAND = "registry.import"
UNDER_WAY = (ImportStatus.CHECKING, ImportStatus.CHECKED, ImportStatus.APPLYING)


class AlreadyImported(Refused):
    """The same file is in the base already; `batch` is that import."""

    def __init__(self, batch: ImportBatch) -> None:
        super().__init__(
            "Этот файл уже загружен в этот цикл. Если список изменился, загрузите"
            " исправленный файл: сведения обновятся, повторов не будет."
        )
        self.batch = batch


@transaction.atomic
def upload(
    *, cycle: Cycle, kind: TableKind, upload: UploadedFile[bytes], by: User
) -> ImportBatch:
    """Take a table in and have it checked; nothing gets into the base yet.

    The same file sent twice (a double click, the back button) is one import. Raises
    AlreadyImported when the file was loaded before, Refused when it is no table.
    """
    may_import(by, cycle).require()
    # Two clicks of one person wait for each other here.
    cycle = Cycle.objects.select_for_update(of=("self",), no_key=True).get(pk=cycle.pk)
    table = look_at(upload)
    same = ImportBatch.objects.filter(cycle=cycle, kind=kind, sha256=table.sha256)
    applied = same.filter(status=ImportStatus.APPLIED).first()
    if applied is not None:
        raise AlreadyImported(applied)
    waiting = same.filter(status__in=UNDER_WAY).first()
    if waiting is not None:
        return waiting
    batch = ImportBatch(
        organisation_id=cycle.organisation_id,
        cycle=cycle,
        kind=kind,
        attachment=keep(organisation=cycle.organisation, table=table, by=by),
        sha256=table.sha256,
        created_by=by,
    )
    batch.expect_errand()
    batch.save()
    audit.record(by=by, what="import.uploaded", on=batch, after={"kind": str(kind)})
    hand_over(ERRAND, batch.pk)
    return batch


@transaction.atomic
def confirm(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Have the accepted rows loaded; a second click finds the load under way."""
    batch = _locked(batch)
    if batch.status in {ImportStatus.APPLYING, ImportStatus.APPLIED}:
        may_import(by, batch.cycle).require()
        return batch
    may_confirm_import(by, batch).require()
    IMPORT_TRANSITIONS.check(batch.status, ImportStatus.APPLYING)
    batch.status = ImportStatus.APPLYING
    batch.progress = 0
    batch.save(update_fields=["status", "progress", *batch.expect_errand()])
    audit.record(by=by, what="import.confirmed", on=batch)
    hand_over(ERRAND, batch.pk)
    return batch


@transaction.atomic
def cancel(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Put a table away; a load under way stops and leaves nothing behind."""
    batch = _locked(batch)
    may_cancel_import(by, batch).require()
    target = cancelled_as(batch)
    IMPORT_TRANSITIONS.check(batch.status, target)
    batch.status = target
    # The worker that holds the claim finds it lost and undoes what it did.
    batch.errand_state = ErrandState.NONE
    batch.save(update_fields=["status", "errand_state"])
    audit.record(by=by, what="import.cancelled", on=batch)
    return batch


@transaction.atomic
def retry(*, batch: ImportBatch, by: User) -> ImportBatch:
    """Start given-up work again."""
    batch = _locked(batch)
    may_retry_import(by, batch).require()
    batch.progress = 0
    batch.save(update_fields=["progress", *batch.expect_errand()])
    audit.record(by=by, what="import.retried", on=batch)
    hand_over(ERRAND, batch.pk)
    return batch


@transaction.atomic
def tell_apart(*, row: ImportRow, is_another: bool, by: User) -> ImportRow:
    """Take the curator's word that a row is, or is not, the member of staff offered."""
    batch = _locked(row.batch)
    may_confirm_import(by, batch).require()
    row = batch.rows.get(pk=row.pk)
    if not row.has_offer:
        raise Refused("В этой строке выбирать нечего. Обновите страницу.")
    row.line = {**row.line, "is_another": is_another}
    row.save(update_fields=["line"])
    audit.record(
        by=by,
        what="import.told_apart",
        on=batch,
        ids=[row.pk],
        after={"is_another": is_another},
    )
    return row


def show_progress(*, batch: ImportBatch, claim: Claim, done: int, total: int) -> None:
    """Let the page see how far the work has come; raise ClaimLost when it was stopped."""
    claim.beat()
    ImportBatch._base_manager.filter(pk=batch.pk).update(progress=done, row_count=total)


@transaction.atomic
def keep_check(*, batch: ImportBatch, checked: Checked, claim: Claim) -> ImportBatch:
    """Keep the verdicts; every row of the file is there, accepted or rejected."""
    batch = _locked(batch)
    IMPORT_TRANSITIONS.check(batch.status, ImportStatus.CHECKED)
    batch.rows.all().delete()
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                organisation_id=batch.organisation_id,
                batch=batch,
                number=row.number,
                cells=row.cells,
                line=row.line,
                verdict=row.verdict,
                problems=row.problems,
                person_id=row.person,
            )
            for row in checked.rows
        ],
        batch_size=500,
    )
    batch.status = ImportStatus.CHECKED
    batch.layout = checked.layout
    batch.notes = checked.notes
    batch.row_count = batch.progress = len(checked.rows)
    batch.accepted_count = checked.accepted_count
    batch.rejected_count = checked.rejected_count
    batch.save(
        update_fields=[
            "status",
            "layout",
            "notes",
            "row_count",
            "progress",
            "accepted_count",
            "rejected_count",
        ]
    )
    audit.record(
        by=None,
        what="import.checked",
        on=batch,
        after={"accepted": batch.accepted_count, "rejected": batch.rejected_count},
    )
    _tell(batch, ImportChecked, "checked")
    claim.finish()
    return batch


@transaction.atomic
def refuse(
    *,
    batch: ImportBatch,
    reason: str,
    claim: Claim,
    layout: Sequence[Sequence[str]] = (),
) -> ImportBatch:
    """Turn a table down as a whole, with what to do about it.

    With a `layout` the columns are the reason, and the curator may say what they are.
    """
    batch = _locked(batch)
    IMPORT_TRANSITIONS.check(batch.status, ImportStatus.REFUSED)
    batch.status = ImportStatus.REFUSED
    batch.refusal = reason
    batch.layout = [list(column) for column in layout]
    batch.save(update_fields=["status", "refusal", "layout"])
    audit.record(by=None, what="import.refused", on=batch)
    _tell(batch, ImportFinished, "refused")
    claim.finish()
    return batch


@transaction.atomic
def keep_applied(
    *, batch: ImportBatch, card_ids: list[int], claim: Claim
) -> ImportBatch:
    """Close the import inside the transaction that wrote its rows; one event for all."""
    batch = _locked(batch)
    IMPORT_TRANSITIONS.check(batch.status, ImportStatus.APPLIED)
    batch.status = ImportStatus.APPLIED
    batch.applied_at = timezone.now()
    batch.progress = batch.accepted_count
    batch.save(update_fields=["status", "applied_at", "progress"])
    audit.record(by=batch.created_by, what="import.applied", on=batch, ids=card_ids)
    _tell(batch, ImportFinished, "applied")
    claim.finish()
    return batch


def _tell(batch: ImportBatch, letter: type[Letter], step: str) -> None:
    organisation = batch.organisation
    notify(
        letter=letter,
        to=[batch.created_by],
        organisation=organisation,
        key=f"import:{batch.pk}:{step}",
        path=link(
            "registry:import_detail", organisation=organisation.slug, pk=batch.pk
        ),
        context={"batch": batch},
    )


def _locked(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)

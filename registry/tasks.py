"""What a worker does for the registry: check a table, load it; print blanks."""

from __future__ import annotations

from functools import partial

from django.utils import timezone

from common.errands import Claim, errand
from registry.actions import blanks, forgetting
from registry.actions.import_rows import write_rows
from registry.actions.imports import ERRAND, keep_check, refuse, show_progress
from registry.enums import ImportStatus
from registry.importing.checking import ColumnsRefused, check
from registry.models import BlankPack, Erasure, ImportBatch
from registry.queries.blanks import consents_in
from registry.queries.consent_paper import consents_pdf
from registry.queries.imports import told_of
from registry.queries.people import known_people
from registry.spreadsheets.columns import Base
from registry.spreadsheets.reading import read_table
from registry.spreadsheets.table import TableRefused


@errand(ERRAND, ImportBatch)
def run_import(batch: ImportBatch, claim: Claim) -> None:
    """Do the step the batch stands at; a batch put away meanwhile needs nothing."""
    if batch.status == ImportStatus.CHECKING:
        _check(batch, claim)
    elif batch.status == ImportStatus.APPLYING:
        write_rows(batch=batch, claim=claim)
    else:
        claim.finish()


def _check(batch: ImportBatch, claim: Claim) -> None:
    show = partial(_show, batch, claim)
    try:
        with batch.attachment.file.open("rb") as file:
            content = file.read()
        table = read_table(content, batch.attachment.name)
        checked = check(
            table,
            Base(batch.kind),
            known_people(batch.organisation),
            today=timezone.localdate(),
            show=show,
            told=told_of(batch),
        )
    except ColumnsRefused as refusal:
        refuse(batch=batch, reason=str(refusal), layout=refusal.layout, claim=claim)
        return
    except TableRefused as refusal:
        refuse(batch=batch, reason=str(refusal), claim=claim)
        return
    keep_check(batch=batch, checked=checked, claim=claim)


def _show(batch: ImportBatch, claim: Claim, done: int, total: int) -> None:
    show_progress(batch=batch, claim=claim, done=done, total=total)


@errand(blanks.ERRAND, BlankPack)
def print_blanks(pack: BlankPack, claim: Claim) -> None:
    """Print the files that are not there yet: what a dead worker did is kept."""
    for file in pack.files.filter(file=""):
        content = consents_pdf(consents_in(file))
        blanks.store_file(file=file, content=content, claim=claim)
    blanks.keep_printed(pack=pack, claim=claim)


@errand(forgetting.ERRAND, Erasure)
def carry_out_erasure(erasure: Erasure, claim: Claim) -> None:
    """Destroy what was decided: whole, or nothing until the next attempt."""
    forgetting.forget(erasure=erasure, claim=claim)

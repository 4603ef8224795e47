"""Questions about imports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When

from common.tables import workbook
from registry.enums import RowVerdict
from registry.importing.stored import cell_of
from registry.models import ColumnMemory, ImportBatch, ImportRow
from registry.spreadsheets.recognition import Told
from registry.spreadsheets.table import Cell

ACCEPTED = "accepted"
WHAT_TO_DO = "Что исправить"


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many rows of a table have a verdict."""

    verdict: RowVerdict
    count: int

    @property
    def query(self) -> str:
        """The query that lists them."""
        return f"?verdict={self.verdict.value}"


def verdict_counts(batch: ImportBatch) -> list[VerdictCount]:
    """Return the counts of the verdicts that occur, in the order of the enum."""
    rows = batch.rows.order_by().values("verdict").annotate(count=Count("pk"))
    counted = dict(rows.values_list("verdict", "count"))
    return [
        VerdictCount(verdict, counted[verdict])
        for verdict in RowVerdict
        if verdict in counted
    ]


def rows_of(batch: ImportBatch, verdict: str) -> QuerySet[ImportRow]:
    """Return the rows of one verdict, or ACCEPTED, or all.

    Of all, those that need a look come first.
    """
    rows = ImportRow.objects.filter(batch=batch).select_related("batch")
    if verdict in RowVerdict.values:
        return rows.filter(verdict=verdict)
    if verdict == ACCEPTED:
        return rows.exclude(verdict=RowVerdict.REJECTED)
    urgent = Case(
        When(verdict=RowVerdict.REJECTED, then=0),
        When(verdict=RowVerdict.WARNING, then=1),
        default=2,
    )
    return rows.order_by(urgent, "number")


def rejected_file(batch: ImportBatch) -> bytes:
    """Return an XLSX of the rejected rows: the file's own columns and what to put right."""
    headings = [title for _, title, *_ in batch.layout]
    rows = batch.rows.filter(verdict=RowVerdict.REJECTED)
    return workbook(
        "Не принято",
        [*headings, WHAT_TO_DO],
        ([*_cells(row), explained(row)] for row in rows.iterator()),
    )


def explained(row: ImportRow) -> str:
    """Return what is wrong with a row, a line for each problem, the fatal ones first."""
    problems = sorted(row.problems, key=lambda problem: not problem["is_fatal"])
    return "\n".join(
        f"{problem['column']}: {problem['message']}" for problem in problems
    )


def _cells(row: ImportRow) -> Iterable[Cell]:
    return [cell_of(cell) for cell in row.cells]


def told_of(batch: ImportBatch) -> Told:
    """Return what the curator said of the columns: of this table, and of earlier ones."""
    remembered = ColumnMemory.objects.filter(
        organisation_id=batch.organisation_id, kind=batch.kind
    )
    return Told(
        by_title=dict(remembered.values_list("heading", "code")),
        by_index={int(index): code for index, code in batch.chosen.items()},
    )

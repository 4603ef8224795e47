"""An uploaded table on its way into a base."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from accounts.models import TenantRow, User
from accounts.roles import Permission
from common.errands import ErrandRow, ErrandState
from common.tenancy import TenantManager
from documents.models import Attachment
from registry.enums import ImportStatus, RowVerdict, TableKind
from registry.models.cycle import Cycle
from registry.models.person import Person


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    """Imports by eye."""

    def visible_to(self, user: User) -> ImportBatchQuerySet:
        """Keep them all for who may import, none for anybody else."""
        importing = user.organisations_with(Permission.PERSON_IMPORT)
        return self.filter(organisation_id__in=importing)

    def for_list(self) -> ImportBatchQuerySet:
        """Carry what a list shows."""
        return self.select_related("attachment", "created_by", "cycle", "organisation")


ImportBatchManager = TenantManager.from_queryset(ImportBatchQuerySet)


class ImportBatch(TenantRow, ErrandRow):
    """One table. Its errand checks it or, once confirmed, applies it (invariants 49, 50).

    `row_count` rows stand in the file; each is an ImportRow, accepted or rejected.
    `progress` counts the rows done in the present step; `layout` holds the columns of
    the file in its order, with what stands in them first:
    [["full_name", "ФИО ученика", "Ким Юлия"], ["", "Примечание", ""], …].
    `chosen` is what the curator said of the columns on the mapping screen, by position:
    {"0": "full_name", "3": ""}; it wins over what was recognised.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="imports")
    kind = models.CharField("база", max_length=10, choices=TableKind)
    status = models.CharField(
        "состояние", max_length=10, choices=ImportStatus, default=ImportStatus.CHECKING
    )
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    refusal = models.TextField(blank=True)
    notes = models.JSONField(default=list)
    layout = models.JSONField(default=list)
    chosen = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    accepted_count = models.PositiveIntegerField(default=0)
    rejected_count = models.PositiveIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    objects: ClassVar[ImportBatchManager[Self]] = ImportBatchManager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "kind", "sha256"],
                condition=models.Q(status__in=["applying", "applied"]),
                name="import_same_file_once",
                violation_error_message="Этот файл уже загружен.",
            ),
            models.CheckConstraint(
                name="import_rows_add_up",
                condition=models.Q(status__in=["checking", "refused", "cancelled"])
                | models.Q(
                    row_count=models.F("accepted_count") + models.F("rejected_count")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.attachment}"

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it or will have it."""
        return self.errand_state in {ErrandState.WAITING, ErrandState.RUNNING}

    @property
    def has_failed(self) -> bool:
        """Whether the worker gave it up."""
        return self.errand_state == ErrandState.FAILED


class ColumnMemory(TenantRow):
    """What a heading meant when the curator said so: the next table is read alike."""

    kind = models.CharField(max_length=10, choices=TableKind)
    heading = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "heading"],
                name="column_memory_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.code}"


class ImportRow(TenantRow):
    """One row of a table: as read, what is wrong with it, and whom it became.

    `cells` are the row as it stands in the file, by the batch's layout; `line` is what
    was understood of it and will be written; `problems` are {"column", "message",
    "is_fatal"}.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("строка")
    cells = models.JSONField(default=list)
    line = models.JSONField(default=dict)
    verdict = models.CharField(max_length=10, choices=RowVerdict)
    problems = models.JSONField(default=list)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "number"], name="import_row_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"

    @property
    def has_offer(self) -> bool:
        """Whether somebody of the staff is offered as the same human being."""
        return any(problem.get("is_offer") for problem in self.problems)

    @property
    def shown_name(self) -> str:
        """The name as understood, else as it stands in the file."""
        name = self.line.get("name")
        if name:
            return " ".join(
                filter(None, (name["last"], name["first"], name["patronymic"]))
            )
        return " ".join(
            str(cell)
            for column, cell in zip(self.batch.layout, self.cells, strict=False)
            if column[0] in {"full_name", "last_name", "first_name", "patronymic"}
            and cell
        )

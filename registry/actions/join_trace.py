"""What a joining changes, written down as it happens, so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core import serializers
from django.db import models

Row = dict[str, Any]


@dataclass
class Trace:
    """Rows that changed hands, by table and column; rows that went; consents ended."""

    moved: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    dropped: list[Row] = field(default_factory=list)
    expired: dict[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table changed hands."""
        return {
            label: sum(map(len, columns.values()))
            for label, columns in self.moved.items()
        }

    def drop(self, rows: models.QuerySet[Any]) -> None:
        """Delete the rows and keep them whole."""
        self.dropped += [row_of(row) for row in rows]
        rows.delete()


def row_of(row: models.Model) -> Row:
    """The columns of a row; moments to the microsecond, which JSON would cut."""
    values: Row = serializers.serialize("python", [row])[0]
    for name, value in values["fields"].items():
        if isinstance(value, datetime | date):
            values["fields"][name] = value.isoformat()
    return values

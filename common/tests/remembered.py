"""Rows many tests begin with: made by the portal once, put back as they were ever after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

# What stands in every migrated database.
ALWAYS_THERE = {"django_migrations", "django_content_type", "auth_permission"}
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Table:
    """The rows of one table, column by column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def put(self, own: Mapping[str, Any]) -> None:
        """Insert the rows in one statement; `own` are columns that differ this time."""
        places = {
            self.columns.index(name): own[name] for name in own if name in self.columns
        }
        values = [
            places.get(place, value)
            for row in self.rows
            for place, value in enumerate(row)
        ]
        one = f"({', '.join(['%s'] * len(self.columns))})"
        columns = ", ".join(map(_quoted, self.columns))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {_quoted(self.name)} ({columns})"
                f" VALUES {', '.join([one] * len(self.rows))}",
                values,
            )


@dataclass
class Remembered:
    """What the portal makes the first time; later its rows are put in, keys and all.

    Only where the tables it fills are empty and no row that stood before is changed:
    anywhere else it is made again. What the making does besides must not matter.
    """

    tables: list[Table] = field(default_factory=list)

    def begin(
        self, make: Callable[[], object], own: Mapping[str, Any] = NOTHING
    ) -> None:
        """Let the rows be there; `own` names columns whose one value is of this test."""
        if not self.tables:
            self._make_and_remember(make)
        elif _filled(table.name for table in self.tables):
            make()
        else:
            with transaction.atomic():  # rows name rows of tables that are put in later
                for table in self.tables:
                    table.put(own)
            _count_on_after(self.tables)

    def _make_and_remember(self, make: Callable[[], object]) -> None:
        names = set(connection.introspection.table_names()) - ALWAYS_THERE
        before = {name: _read(name) for name in names}
        make()
        after = {name: _read(name) for name in names}
        changed = [name for name in sorted(names) if after[name] != before[name]]
        if not any(before[name].rows for name in changed):
            self.tables = [after[name] for name in changed]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _filled(names: Iterable[str]) -> bool:
    asked = " OR ".join(f"EXISTS (SELECT 1 FROM {_quoted(name)})" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return bool(cursor.fetchone()[0])


def _read(name: str) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_quoted(name)}")
        columns = tuple(column[0] for column in cursor.description)
        return Table(name, columns, tuple(map(tuple, cursor.fetchall())))


def _count_on_after(tables: Iterable[Table]) -> None:
    """Let new keys follow those put in; SQLite does so by itself."""
    if connection.vendor != "postgresql":
        return
    asked, values = [], []
    for table in tables:
        if "id" in table.columns:
            place = table.columns.index("id")
            sequence = "pg_get_serial_sequence(%s, 'id')"
            asked.append(f"setval({sequence}, greatest(nextval({sequence}), %s))")
            last = max(row[place] for row in table.rows)
            values += [table.name, table.name, last]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", values)

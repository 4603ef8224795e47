"""Writing one column of many rows at once, where `bulk_update` builds a CASE for each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models

# Two parameters a row; SQLite takes 999.
CHUNK = 400


def point_at(
    model: type[models.Model], field: str, pairs: Sequence[tuple[int, int]]
) -> None:
    """Let each row of the model, by key, name another row: (its key, the other's key).

    Both databases know UPDATE … FROM (VALUES …) and name its columns alike.
    """
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    column = quoted(str(model._meta.get_field(field).get_attname_column()[1]))  # type: ignore[union-attr]  # a column
    with connection.cursor() as cursor:
        for start in range(0, len(pairs), CHUNK):
            chunk = pairs[start : start + CHUNK]
            rows = ", ".join(["(%s, %s)"] * len(chunk))
            cursor.execute(
                f"UPDATE {table} SET {column} = told.column2"  # noqa: S608 -- names of our own tables alone
                f" FROM (VALUES {rows}) AS told WHERE {table}.id = told.column1",
                [key for pair in chunk for key in pair],
            )

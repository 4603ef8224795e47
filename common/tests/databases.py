"""A test database per process, copied from one that is migrated once: migrating is slow."""

from __future__ import annotations

import gc
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

# The PostgreSQL database that is migrated; it is read before any name is changed.
MODEL = f"test_{settings.DATABASES['default']['NAME']}"


def migrate_model(note: Path) -> None:
    """Make the PostgreSQL database the others are copied from; note that it is there."""
    drop(MODEL)  # what an interrupted run has left
    test = connection.settings_dict["TEST"]
    own, test["NAME"] = test.get("NAME"), MODEL
    gc.disable()  # migrations make ten thousand classes: a quarter of the time is saved
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        gc.enable()
        test["NAME"] = own
    connection.close()
    note.touch()


def copy_model(suffix: str) -> str:
    """Give this process a copy of the PostgreSQL database; return its name."""
    connection.settings_dict["NAME"] = MODEL
    creation = connection.creation
    copy = str(creation.get_test_db_clone_settings(suffix)["NAME"])
    drop(copy)
    creation.clone_test_db(suffix=suffix, verbosity=0)
    _use(copy)
    return copy


def copy_file(file: Path) -> None:
    """Fill this process's SQLite in memory from a file."""
    creation: Any = connection.creation  # SQLite's names its test database alone
    _use(creation._get_test_db_name())
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as model:
        model.backup(connection.connection)


def drop(name: str) -> None:
    """Drop a PostgreSQL database, if it is there."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        # Dropping waits for the server's next checkpoint: as long as it takes.
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

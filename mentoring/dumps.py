"""The database as one file and back, for the two databases the portal runs on."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.db import connection

from common.errors import Refused

# Everything of ours in the schema, whatever a later version of the code put there.
EMPTY_POSTGRESQL = """
DO $$
DECLARE statement text;
BEGIN
  FOR statement IN
    SELECT format('DROP %s IF EXISTS public.%I CASCADE', kind, relname)
    FROM pg_class JOIN (VALUES ('v', 'VIEW'), ('m', 'MATERIALIZED VIEW'), ('r', 'TABLE'),
      ('p', 'TABLE'), ('S', 'SEQUENCE')) AS kinds (letter, kind) ON letter = relkind::text
    WHERE relnamespace = 'public'::regnamespace AND NOT EXISTS
      (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')
    ORDER BY relkind IN ('r', 'p') DESC
  LOOP EXECUTE statement; END LOOP;
  FOR statement IN
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure)
    FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS
      (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')
  LOOP EXECUTE statement; END LOOP;
END $$;
"""


def dump(target: Path) -> None:
    """Write the database, as one moment saw it, into a file; the portal may be running."""
    if connection.vendor == "postgresql":
        _client(
            "pg_dump",
            ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"],
        )
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)


def load(source: Path) -> None:
    """Put a dump in the place of all tables; on PostgreSQL in one transaction."""
    connection.close()
    if connection.vendor == "postgresql":
        _load_postgresql(source)
    else:
        _load_sqlite(source)


def is_in_use() -> bool:
    """Tell whether another process is connected to the database or writes to it."""
    if connection.vendor != "postgresql":
        return False  # the launcher's lock says it
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0])


def _load_postgresql(source: Path) -> None:
    script = source.with_suffix(".sql")
    _client(
        "pg_restore",
        [
            "--no-owner",
            "--no-privileges",
            f"--file={source.with_suffix('.body')}",
            str(source),
        ],
    )
    with script.open("wb") as output:
        output.write(EMPTY_POSTGRESQL.encode())
        with source.with_suffix(".body").open("rb") as body:
            shutil.copyfileobj(body, output)
    _client(
        "psql",
        [
            *(
                "--no-psqlrc",
                "--quiet",
                "--single-transaction",
                "--set=ON_ERROR_STOP=1",
            ),
            *("--output=/dev/null", f"--file={script}"),
        ],
    )


def _client(program: str, words: Sequence[str]) -> None:
    settings = connection.settings_dict
    names = {
        "PGDATABASE": "NAME",
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
    }
    given = {name: str(settings[key]) for name, key in names.items() if settings[key]}
    options = settings["OPTIONS"]
    if "sslmode" in options:
        given["PGSSLMODE"] = str(options["sslmode"])
    try:
        done = subprocess.run(  # noqa: S603 -- the program is one of three, no shell
            [program, *words],
            env={**os.environ, **given},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Refused(
            f"Нет программы {program}: установите пакет postgresql-client "
            "не старше сервера базы данных."
        ) from error
    if done.returncode != 0:
        raise Refused(f"{program} не справился: {done.stderr.strip()[-1000:]}")


def _load_sqlite(source: Path) -> None:
    try:
        with closing(sqlite3.connect(source)) as copy:
            # The pages and indexes; the rows' own rules need functions Django adds.
            copy.execute("PRAGMA ignore_check_constraints = ON")
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise Refused(f"База данных в копии повреждена: {verdict}")
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    arriving = target.with_name(f"{target.name}.arriving")
    shutil.copyfile(source, arriving)
    # Before the new file stands, or the old log would be replayed into it.
    for log in ("-wal", "-shm"):
        target.with_name(target.name + log).unlink(missing_ok=True)
    arriving.replace(target)

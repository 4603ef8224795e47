"""A backup is checked whole before anything is touched, and brings everything back."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from common.errors import Refused
from common.tests import databases
from common.tests.processes import database_url
from mentoring import backups, dumps
from mentoring.backups import Manifest, Sum
from scripts import locking
from scripts.places import ROOT

# What the portal has: a row, a paper, a key. It is saved, lost, brought back, and read.
ROUND_TRIP = """
import shutil, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from accounts.models import Organisation
from mentoring import backups

with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE of_a_later_time (id integer)")
    cursor.execute("DROP TABLE of_a_later_time")
Organisation.objects.create(slug="school", name="Школа № 12", short_name="Школа № 12")
media, key = Path(settings.MEDIA_ROOT), Path(settings.VAR_DIR) / "secret_key"
(media / "papers").mkdir(parents=True)
(media / "papers" / "приказ.pdf").write_bytes(b"%PDF order 12")
key.write_text("the key")
call_command("backup")
archive = next((Path(settings.VAR_DIR) / "backups").glob("*.tar.gz"))

Organisation.objects.update(name="испорчено")
Organisation.objects.create(slug="later", name="Позже", short_name="Позже")
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE of_a_later_time (id integer)")
(media / "papers" / "приказ.pdf").write_bytes(b"lost")
(media / "later.pdf").write_bytes(b"later")
key.write_text("another key")
connection.close()
call_command("restore", str(archive))

assert [each.name for each in Organisation.objects.all()] == ["Школа № 12"]
assert "of_a_later_time" not in connection.introspection.table_names()
Organisation.objects.create(slug="next", name="Следующая", short_name="Следующая")
assert sorted(str(each.relative_to(media)) for each in media.rglob("*")) == [
    "papers", "papers/приказ.pdf"]
assert (media / "papers" / "приказ.pdf").read_bytes() == b"%PDF order 12"
assert key.read_text() == "the key" and key.stat().st_mode & 0o777 == 0o600
kept = backups.kept_before()
assert len(kept) == 1 and kept[0].stat().st_mode & 0o777 == 0o600
connection.close()
call_command("restore", str(kept[0]))
assert {each.slug for each in Organisation.objects.all()} == {"school", "later"}
print("ROUND TRIP")
"""


@pytest.fixture
def var(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return tmp_path


def run_round_trip(url: str, var: Path) -> subprocess.CompletedProcess[str]:
    environ = {
        **os.environ,
        "DATABASE_URL": url,
        "VAR_DIR": str(var),
        "MEDIA_ROOT": str(var / "media"),
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
    }
    return subprocess.run(
        [sys.executable, "-c", ROUND_TRIP],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_saved_comes_back_on_sqlite(tmp_path, migrated_sqlite):
    file = shutil.copy(migrated_sqlite, tmp_path / "portal.sqlite3")

    done = run_round_trip(f"sqlite:///{file}", tmp_path)

    assert done.stdout.endswith("ROUND TRIP\n"), done.stderr


@pytest.mark.services
def test_what_was_saved_comes_back_on_postgresql(tmp_path, postgresql):
    own = connection.settings_dict["NAME"]
    name = f"{own}_backup"
    connection.close()  # nobody may be in a database while it is copied
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{own}"')
    try:
        done = run_round_trip(database_url().removesuffix(own) + name, tmp_path)
    finally:
        databases.drop(name)

    assert done.stdout.endswith("ROUND TRIP\n"), done.stderr


def written(path: Path, content_of: dict[str, bytes], /, **changed: object) -> Path:
    """Write an archive with a manifest true to the content but for what is changed."""
    manifest = {
        "format": 1,
        "created_at": "2026-09-01T10:00:00+03:00",
        "vendor": connection.vendor,
        "migrations": {"accounts": "0001_initial"},
        "files": {
            name: {
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
            }
            for name, content in content_of.items()
        },
        **changed,
    }
    with tarfile.open(path, "w:gz") as archive:
        for name, content in [
            *content_of.items(),
            ("manifest.json", json.dumps(manifest).encode()),
        ]:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def unpack(path: Path) -> Manifest:
    with backups.unpacked(path) as (_, manifest):
        return manifest


def test_a_true_archive_is_unpacked_and_the_scratch_is_gone(var):
    path = written(var / "b.tar.gz", {"database": b"rows", "media/a.pdf": b"paper"})

    manifest = unpack(path)

    assert manifest.files["media/a.pdf"] == Sum(5, hashlib.sha256(b"paper").hexdigest())
    assert list((var / "backups").iterdir()) == []


@pytest.mark.parametrize(
    ("files", "changed", "reason"),
    [
        ({"database": b"rows"}, {"format": 2}, "другой версией"),
        ({"media/a.pdf": b"paper"}, {}, "другой версией"),
        (
            {"database": b"rows"},
            {"files": {"database": {"size": 4, "sha256": "0"}}},
            "database",
        ),
        ({"database": b"rows", "media/b": b""}, {"files": "none"}, "опись не читается"),
        ({"database": b"rows", "../outside": b"x"}, {}, "повреждён"),
        ({"database": b"rows", "/outside": b"x"}, {}, "повреждён"),
    ],
)
def test_an_archive_that_is_not_as_its_manifest_says_is_refused(
    var, files, changed, reason
):
    path = written(var / "b.tar.gz", files, **changed)

    with pytest.raises(Refused, match=reason):
        unpack(path)
    assert not (var.parent / "outside").exists()


def test_a_file_missing_from_the_archive_is_noticed(var):
    files = {
        "database": {"size": 4, "sha256": "0"},
        "media/lost.pdf": {"size": 1, "sha256": "1"},
    }
    path = written(var / "b.tar.gz", {}, files=files)

    with pytest.raises(Refused, match=r"media/lost\.pdf"):
        unpack(path)


def test_a_cut_archive_is_refused(var):
    path = written(var / "b.tar.gz", {"database": os.urandom(100_000)})
    path.write_bytes(path.read_bytes()[:50_000])

    with pytest.raises(Refused, match="повреждён"):
        unpack(path)


def test_what_is_no_archive_is_refused(var):
    (var / "b.tar.gz").write_text("not an archive")
    with tarfile.open(var / "other.tar.gz", "w:gz"):
        pass

    with pytest.raises(Refused, match="повреждён"):
        unpack(var / "b.tar.gz")
    with pytest.raises(Refused, match="описи нет"):
        unpack(var / "other.tar.gz")
    with pytest.raises(Refused, match="Нет такого файла"):
        unpack(var / "absent.tar.gz")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"vendor": "oracle"}, "DATABASE_URL"),
        ({"migrations": {"accounts": "9999_from_the_future"}}, "обновите код"),
    ],
)
@pytest.mark.django_db
def test_a_backup_of_another_database_or_a_later_code_is_refused(var, changed, reason):
    path = written(var / "b.tar.gz", {"database": b"rows"}, **changed)

    with pytest.raises(Refused, match=reason):
        backups.restore(path)


@pytest.mark.django_db(transaction=True)
def test_a_backup_has_the_database_the_files_and_the_heads(var):
    (var / "media" / "a.pdf").write_bytes(b"paper")
    (var / "media" / "link").symlink_to("/etc/hostname")

    manifest = unpack(backups.back_up(var / "backups"))

    assert manifest.files.keys() == {"database", "media/a.pdf"}
    assert manifest.vendor == connection.vendor
    assert manifest.migrations["accounts"] >= "0001_first_release"


def test_a_running_portal_is_not_restored_over(var):
    path = written(var / "b.tar.gz", {"database": b"rows"})

    with (
        locking.held(var / "portal.lock", note="PID 12"),
        pytest.raises(CommandError, match="PID 12"),
    ):
        call_command("restore", str(path))


@pytest.mark.django_db
def test_a_refused_restore_is_said_by_the_command(var):
    with pytest.raises(CommandError, match="Нет такого файла"):
        call_command("restore", str(var / "absent.tar.gz"))


def test_a_missing_client_program_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Refused, match="postgresql-client"):
        dumps._client("pg_dump", [])


def test_a_failing_client_program_is_quoted():
    program = shutil.which("ls")
    assert program is not None

    with pytest.raises(Refused, match="no-such-file"):
        dumps._client(program, ["/no-such-file"])


def test_a_damaged_database_in_a_backup_is_not_put_in_place(tmp_path):
    damaged = tmp_path / "database"
    damaged.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)

    with pytest.raises(Refused, match="повреждена"):
        dumps._load_sqlite(damaged)

"""One file with everything an installation has: its database, its files, its manifest.

The archive is a .tar.gz of `database`, `media/…`, `secret_key` (only when the launcher
made one) and, last, `manifest.json` with the SHA-256 and size of each of them and the
newest migration of every app.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from common.errors import Refused
from mentoring import dumps
from registry.actions.erasing_again import replay

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
KEY = "secret_key"
BEFORE = "-before-restore"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Sum:
    """What must come out again: size in bytes and SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    created_at: str
    vendor: str
    migrations: dict[str, str]
    files: dict[str, Sum]
    format: int = FORMAT

    def as_json(self) -> str:
        """Return the manifest as it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str | bytes) -> Manifest:
        """Read a stored manifest; raises Refused when it is not one of ours."""
        try:
            stored = json.loads(text)
            files = {
                _safe(name): Sum(int(each["size"]), str(each["sha256"]))
                for name, each in stored.pop("files").items()
            }
            manifest = cls(files=files, **stored)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Refused(
                "Это не резервная копия портала: опись не читается."
            ) from error
        if manifest.format != FORMAT or DATABASE not in files:
            raise Refused("Копия сделана другой версией портала: её вид неизвестен.")
        return manifest


def _safe(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or str(path) != name:
        raise ValueError(name)
    return name


def back_up(folder: Path, *, suffix: str = "") -> Path:
    """Write a backup of the running or resting portal; return its path.

    The database is taken before the files: a row never names a file the copy lacks.
    """
    now = timezone.localtime()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{now:%Y-%m-%d_%H-%M-%S}{suffix}.tar.gz"
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    try:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            dump = Path(scratch) / DATABASE
            dumps.dump(dump)
            _write(draft, dump, now)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _write(draft: Path, dump: Path, now: datetime) -> None:
    files: dict[str, Sum] = {}
    with tarfile.open(draft, "w:gz", compresslevel=6) as archive:
        for name, source in [(DATABASE, dump), *_kept_files()]:
            member = archive.gettarinfo(source, arcname=name)
            with source.open("rb") as content:
                reader = Counted(content)
                archive.addfile(member, reader)
                files[name] = Sum(member.size, reader.digest.hexdigest())
        manifest = Manifest(
            created_at=now.isoformat(timespec="seconds"),
            vendor=connection.vendor,
            migrations=applied_heads(),
            files=files,
        )
        text = manifest.as_json().encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mtime = len(text), int(now.timestamp())
        archive.addfile(member, io.BytesIO(text))


class Counted:
    """A readable that remembers the SHA-256 of what has been read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read on, counting."""
        block = self.source.read(size)
        self.digest.update(block)
        return block


def _kept_files() -> Iterator[tuple[str, Path]]:
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"media/{path.relative_to(media).as_posix()}", path
    key = Path(settings.VAR_DIR) / KEY
    if key.exists():
        yield KEY, key


def applied_heads() -> dict[str, str]:
    """Return the newest migration applied in each app."""
    return dict(sorted(MigrationLoader(connection).applied_migrations))


def restore(path: Path) -> Manifest:
    """Put a backup in the place of everything this installation has.

    The archive is checked whole before anything is touched; what stood here is kept
    as a backup of its own. Erasures and withdrawals of the ledger are carried out again
    (invariants 20, 22): the portal is not started before. Raises Refused when the archive or the moment is wrong.
    """
    if dumps.is_in_use():
        raise Refused("База данных занята: остановите портал и повторите.")
    with unpacked(path) as (folder, manifest):
        _check_fits(manifest)
        if connection.introspection.table_names():
            back_up(path_of_backups(), suffix=BEFORE)
        dumps.load(folder / DATABASE)
        _put_media(folder / "media")
        if (folder / KEY).exists():
            _put_key(folder / KEY)
    (Path(settings.VAR_DIR) / "demo-logins.txt").unlink(missing_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    replay(with_withdrawals=True)
    return manifest


def path_of_backups() -> Path:
    """Return the folder backups go to."""
    return Path(settings.VAR_DIR) / "backups"


def kept_before() -> list[Path]:
    """Return the backups of what stood where a restore put another state."""
    return list(path_of_backups().glob(f"*{BEFORE}.tar.gz"))


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Path, Manifest]]:
    """Unpack a backup beside the files it replaces, each file compared with the manifest."""
    scratch = path_of_backups()
    scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        try:
            with tarfile.open(path, "r:gz") as archive:
                found = _unpack(archive, folder)
        except FileNotFoundError as error:
            raise Refused(f"Нет такого файла: {path}") from error
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            raise Refused(f"Файл {path} повреждён или не копия: {error}") from error
        if not (folder / MANIFEST).exists():
            raise Refused(
                "Это не резервная копия портала или она обрывается: описи нет."
            )
        manifest = Manifest.from_json((folder / MANIFEST).read_bytes())
        del found[MANIFEST]
        wrong = sorted(
            each
            for each in manifest.files.keys() | found.keys()
            if manifest.files.get(each) != found.get(each)
        )
        if wrong:
            raise Refused(
                f"Копия испорчена, не сходится с описью: {', '.join(wrong[:5])}."
            )
        yield folder, manifest


def _unpack(archive: tarfile.TarFile, folder: Path) -> dict[str, Sum]:
    found = {}
    for member in archive:
        content = archive.extractfile(member) if member.isreg() else None
        if content is None:
            raise ValueError(member.name)
        target = folder / _safe(member.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        reader = Counted(content)
        with target.open("xb") as output:
            while block := reader.read(CHUNK):
                output.write(block)
        found[member.name] = Sum(member.size, reader.digest.hexdigest())
    return found


def _check_fits(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise Refused(
            f"Копия снята с {manifest.vendor}, а портал работает на {connection.vendor}: "
            "задайте DATABASE_URL той же базы данных."
        )
    here = MigrationLoader(None).disk_migrations or {}
    known = {*here, *(old for each in here.values() for old in each.replaces)}
    newer = [
        f"{app}.{name}"
        for app, name in manifest.migrations.items()
        if (app, name) not in known
    ]
    if newer:
        raise Refused(
            "Копия сделана более новой версией портала: обновите код и повторите "
            f"(неизвестно: {', '.join(newer[:3])})."
        )


def _put_media(source: Path) -> None:
    """Swap the files inside MEDIA_ROOT, which may itself be a mounted volume."""
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    arriving, leaving = media / ".arriving", media / ".leaving"
    for remnant in (arriving, leaving):
        shutil.rmtree(remnant, ignore_errors=True)
    if source.exists():
        shutil.move(source, arriving)
    else:
        arriving.mkdir()
    old = [each for each in media.iterdir() if each not in (arriving, leaving)]
    leaving.mkdir()
    for each in old:
        each.rename(leaving / each.name)
    for each in list(arriving.iterdir()):
        each.rename(media / each.name)
    arriving.rmdir()
    shutil.rmtree(leaving)


def _put_key(source: Path) -> None:
    target = Path(settings.VAR_DIR) / KEY
    draft = target.with_suffix(".part")
    draft.unlink(missing_ok=True)
    shutil.copyfile(source, draft)
    draft.chmod(0o600)
    draft.replace(target)

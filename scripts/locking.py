"""One at a time: file locks that die with their holder."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Taken(Exception):
    """Somebody holds the lock; the message is what the holder wrote into it."""


@contextmanager
def held(path: Path, *, waits: bool = False, note: str = "") -> Iterator[None]:
    """Hold an exclusive lock on a file; with `waits`, wait for it, else raise Taken.

    The note is what others read who come too late.
    """
    with path.open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError as error:
            lock.seek(0)
            raise Taken(lock.read().strip()) from error
        lock.truncate(0)
        lock.write(note)
        lock.flush()
        yield
        lock.truncate(0)


def secret_key(path: Path) -> str:
    """Return this installation's key, made once and readable by its owner alone."""
    try:
        if written := path.read_text(encoding="ascii").strip():
            return written
    except FileNotFoundError:
        pass
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50) + "\n", encoding="ascii")
    draft.replace(path)
    return path.read_text(encoding="ascii").strip()

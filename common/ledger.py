"""What was destroyed and withdrawn, kept beside the database and outside its backups.

A backup knows nothing of what came after it. The ledger does: keys and days, no values.
Whoever restores replays it before the first request (invariants 20, 22).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

NAME = "erasures.jsonl"

Entry = dict[str, object]


def path() -> Path:
    """Return where the ledger lies."""
    return Path(settings.VAR_DIR) / NAME


def append(*entries: Mapping[str, object]) -> None:
    """Add entries, each one line, and wait until they are on the disk."""
    if not entries:
        return
    lines = "".join(f"{json.dumps(entry, sort_keys=True)}\n" for entry in entries)
    # A line cut by a crash must not swallow the next one.
    gap = "\n" if _is_cut() else ""
    descriptor = os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{gap}{lines}".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def entries() -> list[Entry]:
    """Return the entries in their order; a line cut by a crash is left out."""
    if not path().exists():
        return []
    read = (_entry(line) for line in path().read_text(encoding="utf-8").splitlines())
    return [entry for entry in read if entry is not None]


def _entry(line: str) -> Entry | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _is_cut() -> bool:
    if not path().exists() or path().stat().st_size == 0:
        return False
    with path().open("rb") as ledger:
        ledger.seek(-1, os.SEEK_END)
        return ledger.read(1) != b"\n"

"""Reading an untrusted table: the worker only looks, a limited child process parses."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from registry.spreadsheets.inspection import (
    DAMAGED,
    SAVE_AS,
    TOO_HARD,
    kind_of,
)
from registry.spreadsheets.table import Cell, Table, TableRefused

WALL_SECONDS = 40
_ROOT = Path(__file__).resolve().parents[2]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Complaints:
    """What is said when the child reached a limit, and when it found nonsense."""

    too_hard: str = TOO_HARD
    damaged: str = DAMAGED


def read_table(content: bytes, name: str) -> Table:
    """Read the first sheet with content of an XLSX, XLS, ODS or CSV file.

    `name` is the name the file was uploaded under; the true kind is told by the bytes and
    must agree with it. Raises TableRefused with a message that says what to do.
    """
    kind = kind_of(content, name)
    lines = run_limited(
        "registry.spreadsheets.child", kind.value, content, Complaints()
    )
    return _decoded(lines)


def run_limited(
    module: str, kind: str, content: bytes, complaints: Complaints
) -> list[str]:
    """The lines of the child `module`, which bounds its own memory and processor time."""
    try:
        # The environment is empty on purpose: the parser must not see the portal's secrets.
        finished = subprocess.run(  # noqa: S603 -- our own module, no shell, fixed arguments
            [sys.executable, "-m", module, kind],
            input=content,
            capture_output=True,
            cwd=_ROOT,
            env={"PYTHONIOENCODING": "utf-8"},
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TableRefused(complaints.too_hard) from error
    if finished.returncode != 0:
        logger.warning("The table parser ended with %s", finished.returncode)
        # Killed by a signal means a limit was reached; an exception means nonsense inside.
        is_limit = finished.returncode < 0
        raise TableRefused(complaints.too_hard if is_limit else complaints.damaged)
    return finished.stdout.decode().splitlines()


def _decoded(lines: list[str]) -> Table:
    if not lines:
        raise TableRefused(DAMAGED)
    head: dict[str, Any] = json.loads(lines[0])
    if "refused" in head:
        raise TableRefused(str(head["refused"]))
    rows = [[_cell(value) for value in json.loads(line)] for line in lines[1:-1]]
    if json.loads(lines[-1]) != {"rows": len(rows)}:
        raise TableRefused(f"Файл прочитан не до конца. {SAVE_AS}")
    return Table(rows, head["sheet"], head["first_row"], tuple(head["others"]))


def _cell(value: Any) -> Cell:  # noqa: ANN401 -- JSON from the child
    match value:
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
        case None | bool() | int() | float() | str():
            return value
        case _:
            raise TypeError(f"The child sent {type(value)}")

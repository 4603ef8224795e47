"""Reading somebody's plan: the worker only looks, a limited child process parses."""

from __future__ import annotations

import json

from programmes.plan_reading.grid import MAX_CHARACTERS, Grid, grid_from
from programmes.plan_reading.kinds import (
    DAMAGED,
    TOO_HARD,
    TOO_LARGE,
    PlanKind,
    kind_of_plan,
)
from registry.spreadsheets.reading import Complaints, run_limited
from registry.spreadsheets.table import TableRefused

_CHILD = "programmes.plan_reading.child"
_COMPLAINTS = Complaints(too_hard=TOO_HARD, damaged=DAMAGED)


def read_file(content: bytes, name: str) -> list[Grid]:
    """Every table of a DOCX, XLSX, XLS, ODS, CSV file or a saved page.

    Raises TableRefused with a message that says what to do.
    """
    return _read(content, kind_of_plan(content, name))


def read_clipboard(text: str, page: str = "") -> list[Grid]:
    """Every table of what was pasted; `page` is the clipboard's HTML where there is one."""
    if len(text) > MAX_CHARACTERS or len(page) > MAX_CHARACTERS:
        raise TableRefused(TOO_LARGE)
    if "<table" in page.casefold():
        return _read(page.encode(), PlanKind.PAGE)
    if not text.strip():
        raise TableRefused("Вставьте таблицу плана или выберите файл.")
    return _read(text.encode(), PlanKind.TEXT)


def _read(content: bytes, kind: PlanKind) -> list[Grid]:
    lines = run_limited(_CHILD, kind.value, content, _COMPLAINTS)
    answer = json.loads(lines[0]) if lines else {"refused": DAMAGED}
    if "refused" in answer:
        raise TableRefused(str(answer["refused"]))
    return [grid_from(stored) for stored in answer["tables"]]

"""How the scripts speak to a person: plain Russian lines, and one way to give up."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path


class Stop(Exception):
    """The script cannot go on; the message says what happened and what to do."""


def say(text: str = "") -> None:
    """Print one message at once, also when the output is a pipe."""
    print(text, flush=True)


def tail(path: Path, lines: int = 25) -> str:
    """Return the last lines of a log, indented; an empty text for an empty log."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


def spoken(script: Callable[[], int]) -> Callable[[], int]:
    """Turn a Stop into its message and exit code 1, and Ctrl-C into 130."""

    @functools.wraps(script)
    def main() -> int:
        try:
            return script()
        except Stop as stop:
            sys.stdout.flush()
            print(f"\n✗ {stop}", file=sys.stderr, flush=True)
            return 1
        except KeyboardInterrupt:
            print("\nПрервано.", file=sys.stderr, flush=True)
            return 130

    return main

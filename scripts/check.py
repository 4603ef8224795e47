"""`make check`: every gate but the tests; `make fix`: what repairs itself."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping

from scripts import install
from scripts.console import say, spoken
from scripts.places import ROOT, VENV, var_dir

BIN = VENV / "bin"
MANAGE = (str(BIN / "python"), "manage.py")
CHECKS: dict[str, tuple[str, ...]] = {
    "форматирование": (str(BIN / "ruff"), "format", "--check", "."),
    "правила ruff": (str(BIN / "ruff"), "check", "."),
    "этажи и комнаты": (str(BIN / "lint-imports"),),
    "миграции": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "схемы переходов": (*MANAGE, "draw_transitions", "--check"),
    "готовность к работе": (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
    "типы mypy": (str(BIN / "mypy"), "."),
}
FIXES: dict[str, tuple[str, ...]] = {
    "правила ruff": (str(BIN / "ruff"), "check", "--fix", "."),
    "форматирование": (str(BIN / "ruff"), "format", "."),
    "схемы переходов": (*MANAGE, "draw_transitions"),
}


def checked_environ(environ: Mapping[str, str], var: str) -> dict[str, str]:
    """Return the environment of a served installation: nothing of this machine's own."""
    unset = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "MEDIA_ROOT", "DEBUG"}
    return {
        **{name: value for name, value in environ.items() if name not in unset},
        "VAR_DIR": var,
        "DATABASE_URL": "sqlite://:memory:",
        "PUBLIC_URL": "https://portal.example",
        "BEHIND_PROXY": "1",
        "SECRET_KEY": "checks-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    }


def run_all(
    commands: Mapping[str, tuple[str, ...]], environ: Mapping[str, str]
) -> list[str]:
    """Run every command, failing or not; return the names of those that failed."""
    failed = []
    for name, command in commands.items():
        began = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        seconds = time.monotonic() - began
        say(f"{'✓' if done.returncode == 0 else '✗'} {name} ({seconds:.1f} с)")
        if done.returncode != 0:
            say(f"{done.stdout.rstrip()}\n")
            failed.append(name)
    return failed


@spoken
def main() -> int:
    """Check or, with the word «fix», repair; 1 when anything failed."""
    install.ensure(var_dir(os.environ), with_tools=True)
    commands = FIXES if "fix" in sys.argv[1:] else CHECKS
    with tempfile.TemporaryDirectory() as var:
        failed = run_all(commands, checked_environ(os.environ, var))
    if failed:
        say(f"Не прошло: {', '.join(failed)}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

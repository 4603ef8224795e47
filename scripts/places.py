"""Where things lie on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from scripts.console import Stop

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def var_dir(environ: Mapping[str, str]) -> Path:
    """Return the folder of everything this installation writes: VAR_DIR or var/."""
    return Path(environ.get("VAR_DIR") or ROOT / "var").resolve()


def make_writable(folder: Path) -> Path:
    """Make the folder and prove that files can be written in it.

    Raises Stop with the owner's command that repairs it.
    """
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Stop(
            f"Нет права записи в папку {folder} ({error.strerror}).\n"
            "Скопируйте портал в свою домашнюю папку или отдайте эту папку себе:\n"
            f'    sudo chown -R "$(id -un)" {folder if folder.exists() else ROOT}'
        ) from error
    return folder

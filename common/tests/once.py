"""What is dear to make is made once for all processes of a run, and copied."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.places import ROOT

NOT_OF_TESTS = {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "MEDIA_ROOT"}


def made_once(
    factory: pytest.TempPathFactory,
    worker_id: str,
    name: str,
    make: Callable[[Path], None],
) -> Path:
    """Return the file or folder `name`, made by whichever process asks for it first.

    Lanes that run at once share the folder MADE_ONCE.
    """
    base = factory.getbasetemp()
    of_the_lane = base if worker_id == "master" else base.parent
    shared = Path(os.environ.get("MADE_ONCE") or of_the_lane)
    model = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not model.exists():
            make(shared / f"unfinished-{name}")
            (shared / f"unfinished-{name}").rename(model)
    return model


def manage(*words: str, **given: str) -> None:
    """Run manage.py on what is given, with nothing of the tests' own database."""
    environ = {
        name: value for name, value in os.environ.items() if name not in NOT_OF_TESTS
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**environ, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

"""What tests of the running house start from: a folder with tables and static files."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys

import pytest

from scripts.places import ROOT


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, worker_id):
    """`prepared(folder)` makes a portal's folder with tables and static files in it.

    Collecting the static files costs half a minute: done once for all processes of a run.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    model = shared / "prepared"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not model.exists():
            _prepare(shared / "preparing")
            (shared / "preparing").rename(model)

    def copy(folder):
        return shutil.copytree(model, folder)

    return copy


def _prepare(folder):
    unset = {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "MEDIA_ROOT"}
    environ = {name: value for name, value in os.environ.items() if name not in unset}
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare", "--no-demo"],
        cwd=ROOT,
        env={**environ, "VAR_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr

"""kill -9 in the middle of checking, loading and printing loses and doubles nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from mentoring.tests.kill_rounds import play
from scripts.places import ROOT


@pytest.mark.services
def test_a_killed_worker_loses_and_doubles_nothing(worker, kill_rounds):
    play(worker, kill_rounds)


@pytest.mark.deep
def test_the_same_on_the_embedded_default(prepared, tmp_path, kill_rounds):
    folder = prepared(tmp_path / "var")
    rounds = max(8, kill_rounds // 4)  # a round takes three times as long there
    unset = {"DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "PUBLIC_URL"}
    environ = {name: value for name, value in os.environ.items() if name not in unset}
    environ |= {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "mentoring.settings"}

    done = subprocess.run(
        [sys.executable, "-m", "mentoring.tests.kill_rounds", str(rounds)],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-4000:]

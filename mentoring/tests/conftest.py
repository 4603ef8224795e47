"""What tests of the running house start from: a folder with tables and static files."""

from __future__ import annotations

import shutil

import pytest

from common.tests.once import made_once, manage


@pytest.fixture(scope="session")
def prepared(tmp_path_factory, worker_id, migrated_sqlite):
    """`prepared(folder)` makes a portal's folder with tables and static files in it."""

    def prepare(folder):
        folder.mkdir()
        shutil.copy(migrated_sqlite, folder / "portal.sqlite3")
        manage("prepare", "--no-demo", VAR_DIR=str(folder))

    model = made_once(tmp_path_factory, worker_id, "prepared", prepare)

    def copy(folder):
        return shutil.copytree(model, folder)

    return copy

"""The ledger of erasures outlives a crash."""

from __future__ import annotations

import pytest

from common import ledger


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.VAR_DIR = tmp_path


def test_entries_come_back_in_their_order():
    assert ledger.entries() == []
    ledger.append()
    assert not ledger.path().exists()

    ledger.append({"person": 1})
    ledger.append({"person": 2}, {"person": 3})

    assert [entry["person"] for entry in ledger.entries()] == [1, 2, 3]


def test_a_line_cut_by_a_crash_swallows_no_other():
    ledger.append({"person": 1})
    with ledger.path().open("a") as file:
        file.write('{"person": 2')
    ledger.append({"person": 3})
    with ledger.path().open("a") as file:
        file.write("5\n")

    assert [entry["person"] for entry in ledger.entries()] == [1, 3]

"""What `make test` decides: the lanes, the closing line, the floors of coverage."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from threading import Barrier

import pytest

from common.tests.processes import free_port
from conftest import dealt
from scripts import coverage_floor, suite
from scripts.console import Stop
from scripts.coverage_floor import Covered
from scripts.lanes import Found, Tally, lanes
from scripts.suite import (
    SQLITE,
    Wish,
    find_chromium,
    is_measured,
    lane_environ,
    look_around,
    postgresql_candidates,
    tally_of,
)

FULL = Found("postgres:///portal", "redis", "/usr/bin/chromium")


# --- The suite --------------------------------------------------------------------


def test_with_every_service_everything_runs_on_postgresql_and_both_on_sqlite():
    sqlite, whole = lanes(FULL)

    assert (whole.database_url, whole.marks) == ("postgres:///portal", "not deep")
    assert (sqlite.database_url, sqlite.marks) == (
        "",
        "both and not services and not deep",
    )
    assert FULL.missing() == []


def test_without_postgresql_everything_else_runs_on_sqlite():
    found = Found(redis="redis", chromium="/usr/bin/chromium")

    assert [lane.marks for lane in lanes(found)] == ["not deep and not services"]
    assert [each.split(":")[0] for each in found.missing()] == ["PostgreSQL"]


def test_without_redis_and_chromium_their_lanes_are_left_out():
    whole = lanes(Found("postgres:///portal"))[-1]

    assert whole.marks == "not deep and not services and not browser"


def test_the_deep_lane_takes_deep_and_services():
    assert lanes(FULL, is_deep=True)[-1].marks == "(deep or services)"


def test_a_required_service_that_is_missing_stops_the_suite(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    environ = {
        "REQUIRE_SERVICES": "1",
        "DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/none",
    }

    with pytest.raises(Stop, match=r"PostgreSQL[\s\S]*Redis[\s\S]*Chromium"):
        look_around(environ)
    assert look_around({**environ, "REQUIRE_SERVICES": "0"}) == Found()


def test_a_given_database_is_the_only_one_tried():
    assert postgresql_candidates({"DATABASE_URL": "postgres:///x"}) == ["postgres:///x"]
    first, second = postgresql_candidates({"DATABASE_URL": "sqlite:///y"}, Path("/a"))
    assert (first.startswith("postgres:///portal_"), "127.0.0.1" in second) == (
        True,
        True,
    )
    assert postgresql_candidates({}, Path("/b")) != [first, second]


def test_a_named_chromium_must_be_there(tmp_path):
    assert find_chromium({"CHROMIUM": sys.executable}) == sys.executable
    assert find_chromium({"CHROMIUM": str(tmp_path / "absent")}) == ""


def test_a_lane_sees_nothing_of_a_running_portal():
    environ = {
        "PUBLIC_URL": "https://school.example",
        "REDIS_URL": "redis://r",
        "HOME": "/h",
    }

    given = lane_environ(environ, lanes(Found())[0], Found(), "/somewhere/var")

    assert "PUBLIC_URL" not in given
    assert "REDIS_URL" not in given
    assert (given["DATABASE_URL"], given["VAR_DIR"], given["HOME"]) == (
        SQLITE,
        "/somewhere/var",
        "/h",
    )


def test_the_closing_line_is_worded_as_pytest_words_it(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="7" failures="1" errors="1" skipped="2" time="1.5"/></testsuites>',
        encoding="utf-8",
    )

    total = tally_of(report) + Tally(passed=4, seconds=1)

    assert total.line() == "1 failed, 7 passed, 2 skipped, 1 errors in 1.50s"
    assert tally_of(tmp_path / "absent") == Tally()
    assert Tally(passed=3, seconds=2).line() == "3 passed in 2.00s"


def test_lanes_run_at_once_and_the_last_is_heard(tmp_path, monkeypatch, capsys):
    both_run = Barrier(2, timeout=30)

    def run_lane(lane, wish, said):
        both_run.wait()
        print(f"report of {lane.name}", file=said)
        return (0 if said is None else 1), Tally(passed=1)

    monkeypatch.setattr(suite, "run_lane", run_lane)
    wish = Wish(FULL, tmp_path, {}, [], with_coverage=False)

    results = suite.run_lanes(lanes(FULL), wish)

    assert results == [(0, Tally(passed=1)), (1, Tally(passed=1))]
    said = capsys.readouterr().out
    assert said.index("report of PostgreSQL") < said.index("=== SQLite")
    assert said.index("=== SQLite") < said.index("report of SQLite")


# --- The order ----------------------------------------------------------------------


class Item:
    """A test as the order sees it."""

    def __init__(self, name, mark=""):
        self.name, self.mark = name, mark

    def get_closest_marker(self, mark):
        return mark == self.mark or None


def test_every_worker_begins_with_its_part_of_the_long_tests():
    long = "test_a_whole_cycle_on_postgresql_and_redis"
    names = [*("a", "b", "c"), *("short", long, "browser"), *("d", "e", "f", "g")]
    marks = {"short": "services", long: "services", "browser": "browser"}

    order = dealt([Item(name, marks.get(name, "")) for name in names], 2)

    assert [item.name for item in order] == [
        *(long, "browser", "a", "b", "c"),
        *("short", "d", "e", "f", "g"),
    ]


# --- Coverage ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "words", "expected"),
    [
        ({}, [], False),
        ({"CI": "true"}, [], False),
        ({"COVERAGE": "1"}, [], True),
        ({"CI": "true", "COVERAGE": "1"}, [], True),
        ({"COVERAGE": "1"}, ["registry"], False),
    ],
)
def test_coverage_is_measured_where_it_is_asked_for(environ, words, expected):
    assert is_measured(environ, words) is expected


def test_each_room_of_rules_has_the_higher_floor():
    measured = {
        "registry/actions/cards.py": Covered(9, 10),
        "registry/permissions.py": Covered(10, 10),
        "registry/views.py": Covered(8, 10),
        "common/dates.py": Covered(10, 10),
    }

    assert coverage_floor.shortfalls(measured, 100, 90) == [
        "registry/actions/cards.py: 90.0 % < 100 %",
        "registry, кроме actions и permissions: 80.0 % < 90 %",
    ]
    assert coverage_floor.shortfalls(measured, 0, 0) == []


def test_a_coverage_report_is_read_with_its_branches():
    summary = {
        "covered_lines": 3,
        "num_statements": 4,
        "covered_branches": 1,
        "num_branches": 2,
    }
    report = json.dumps({"files": {"common/dates.py": {"summary": summary}}})

    assert coverage_floor.read_report(report) == {"common/dates.py": Covered(4, 6)}

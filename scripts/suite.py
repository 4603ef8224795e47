"""`make test`: the whole suite in lanes, on whatever answers here, loud about the rest."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from scripts import install
from scripts.console import Stop, say, spoken
from scripts.lanes import Found, Lane, Tally, lanes
from scripts.places import PYTHON, ROOT, var_dir

NO_TESTS = 5
# An empty SQLite name is Django's in-memory test database.
SQLITE = "sqlite:///:memory:"
MAY_CREATE = """
import sys, dj_database_url, psycopg2
asked = dj_database_url.parse(sys.argv[1])
server = psycopg2.connect(dbname="postgres", user=asked["USER"] or None,
    password=asked["PASSWORD"] or None, host=asked["HOST"] or None,
    port=asked["PORT"] or None, connect_timeout=3)
cursor = server.cursor()
cursor.execute("SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user")
sys.exit(0 if cursor.fetchone()[0] else 1)
"""
ROUNDS = {"RACE_ROUNDS": "20", "KILL_ROUNDS": "5"}
DEEP_ROUNDS = {"RACE_ROUNDS": "1000", "KILL_ROUNDS": "200"}


def postgresql_candidates(environ: Mapping[str, str], root: Path = ROOT) -> list[str]:
    """Return the addresses to try; each checkout has test databases of its own."""
    given = environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return [given]
    name = "portal_" + hashlib.sha256(str(root).encode()).hexdigest()[:8]
    return [f"postgres:///{name}", f"postgres://postgres@127.0.0.1:5432/{name}"]


def find_postgresql(environ: Mapping[str, str]) -> str:
    """Return the first address where databases may be created, or an empty text."""
    for url in postgresql_candidates(environ):
        command = [str(PYTHON), "-c", MAY_CREATE, url]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return url
    return ""


def find_redis() -> str:
    """Return the path of redis-server, or an empty text: each test starts its own."""
    return shutil.which("redis-server") or ""


def find_chromium(environ: Mapping[str, str]) -> str:
    """Return the path of a Chromium, or an empty text."""
    given = environ.get("CHROMIUM", "")
    if given:
        return given if os.access(given, os.X_OK) else ""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), "")


def lane_environ(
    environ: Mapping[str, str], lane: Lane, found: Found, var: str
) -> dict[str, str]:
    """Return the environment of one run: the services found, nothing of a running portal."""
    unset = {
        "PUBLIC_URL",
        "SECRET_KEY",
        "EMAIL_URL",
        "MEDIA_ROOT",
        "DEBUG",
        "REDIS_URL",
    }
    kept = {name: value for name, value in environ.items() if name not in unset}
    return {
        **kept,
        "VAR_DIR": var,
        "DATABASE_URL": lane.database_url or SQLITE,
        "CHROMIUM": found.chromium,
        "COVERAGE_FILE": str(ROOT / "var" / "coverage" / f"data.{lane.name.lower()}"),
        "PATH": f"{PYTHON.parent}:{environ.get('PATH', os.defpath)}",
    }


def tally_of(report: Path) -> Tally:
    """Read one run's JUnit report; an empty tally when pytest could not write it."""
    if not report.exists():
        return Tally()
    total = Tally()
    for suite in ET.parse(report).getroot().iter("testsuite"):
        counts = {
            word: int(suite.get(word, 0))
            for word in ("tests", "failures", "errors", "skipped")
        }
        bad = counts["failures"] + counts["errors"] + counts["skipped"]
        total += Tally(
            failed=counts["failures"],
            passed=counts["tests"] - bad,
            skipped=counts["skipped"],
            errors=counts["errors"],
            seconds=float(suite.get("time", 0)),
        )
    return total


def is_measured(environ: Mapping[str, str], words: list[str]) -> bool:
    """Tell whether coverage is measured: it costs a third, so only where it is asked for.

    Part of the suite covers part of the code: the floors are for the whole of it.
    """
    return environ.get("COVERAGE") == "1" and not words


@dataclass(frozen=True)
class Wish:
    """What all lanes of one run are asked; `shared` is for what is made once for all."""

    found: Found
    shared: Path
    rounds: Mapping[str, str]
    words: list[str]
    with_coverage: bool


def run_lane(lane: Lane, wish: Wish, said: IO[str] | None) -> tuple[int, Tally]:
    """Run pytest once, heard at once or written to `said`; return its code and tally."""
    with tempfile.TemporaryDirectory() as var:
        report = Path(var) / "report.xml"
        command = [
            *(str(PYTHON), "-m", "pytest", "-q", "-m", lane.marks),
            *("-n", str(lane.processes), "--dist", "worksteal"),
            *("-p", "no:cacheprovider"),
            *(("--cov", "--cov-report=") if wish.with_coverage else ()),
            f"--junitxml={report}",
            *wish.words,
        ]
        environ = {
            **wish.rounds,
            **lane_environ(os.environ, lane, wish.found, var),
            "MADE_ONCE": str(wish.shared),
        }
        code = subprocess.run(
            command,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=False,
        ).returncode
        tally = tally_of(report)
    return (0 if code == NO_TESTS and lane.may_be_empty else code), tally


def run_lanes(chosen: list[Lane], wish: Wish) -> list[tuple[int, Tally]]:
    """Run the lanes at once: the last one is heard, the others are told of after it."""
    *beside, last = chosen
    with ThreadPoolExecutor() as pool, ExitStack() as files:
        running = []
        for lane in beside:
            path = wish.shared / f"{lane.name}.txt"
            said = files.enter_context(path.open("w+", encoding="utf-8"))
            running.append((lane, said, pool.submit(run_lane, lane, wish, said)))
        say(heading(last))
        results = [run_lane(last, wish, None)]
        for lane, said, run in running:
            results.append(run.result())
            said.seek(0)
            say(f"{heading(lane)}\n{said.read()}")
    return results


def heading(lane: Lane) -> str:
    """Return the line a lane's report begins with."""
    return f"\n=== {lane.name}: -m '{lane.marks}' ==="


def check_coverage() -> int:
    """Join the lanes' measurements and compare them with the floors; 1 when below."""
    environ = {**os.environ, "COVERAGE_FILE": str(ROOT / "var" / "coverage" / "data")}
    report = ROOT / "var" / "coverage" / "report.json"
    for words in (["combine", "--quiet"], ["json", "--quiet", "-o", str(report)]):
        command = [str(PYTHON), "-m", "coverage", *words]
        if subprocess.run(command, cwd=ROOT, env=environ, check=False).returncode != 0:
            return 1
    command = [sys.executable, "-m", "scripts.coverage_floor", str(report)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def look_around(environ: Mapping[str, str]) -> Found:
    """Find the services; raises Stop when they are required and one is not there."""
    found = Found(find_postgresql(environ), find_redis(), find_chromium(environ))
    if environ.get("REQUIRE_SERVICES") == "1" and found.missing():
        lost = "\n".join(f"    {each}" for each in found.missing())
        raise Stop(f"REQUIRE_SERVICES=1, а здесь нет:\n{lost}")
    return found


@spoken
def main() -> int:
    """Run the suite, or with «deep» the long tests; further words go to pytest."""
    words = sys.argv[1:]
    is_deep = words[:1] == ["deep"]
    words = words[1:] if is_deep else words
    var = var_dir(os.environ)
    install.ensure(var, with_tools=True)
    found = look_around(os.environ)
    shutil.rmtree(ROOT / "var" / "coverage", ignore_errors=True)
    (ROOT / "var" / "coverage").mkdir(parents=True)
    rounds = DEEP_ROUNDS if is_deep else ROUNDS
    measures = not is_deep and not found.missing() and is_measured(os.environ, words)
    with tempfile.TemporaryDirectory() as shared:
        wish = Wish(found, Path(shared), rounds, words, with_coverage=measures)
        results = run_lanes(lanes(found, is_deep=is_deep), wish)
    codes = [code for code, _ in results]
    total = sum((tally for _, tally in results), Tally())
    if measures and not any(codes):
        codes.append(check_coverage())
    for each in found.missing():
        say(f"\n!!! ПРОПУЩЕНО, здесь нет {each}")
    say(f"\n{total.line()}")
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main())

"""`make bench`: how long the portal takes to start and to answer, against its goals."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import install, ports
from scripts.console import Stop, say, spoken
from scripts.places import PYTHON, ROOT, var_dir
from scripts.suite import find_postgresql
from scripts.surroundings import DEFAULT_PORT, FULL_STACK

FIRST_START_SECONDS = 60.0  # of the five minutes, what is left after installing
SECOND_START_SECONDS = 10.0
PAGE_SECONDS = 0.2
REQUESTS = 200


@contextmanager
def started(folder: Path, port: int) -> Iterator[float]:
    """Start the embedded portal with its demo; yield how long it took, in seconds."""
    kept = {name: value for name, value in os.environ.items() if name not in FULL_STACK}
    environ = {**kept, "VAR_DIR": str(folder), "PORT": str(port), "DEMO": "1"}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.run"],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert process.stdout is not None
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if "Портал работает" in line:
                break
        else:
            raise Stop("".join(said))
        yield time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        process.wait()


def page_seconds(url: str) -> list[float]:
    """Ask for a page again and again, one after another; return the times, sorted."""
    times = []
    for _ in range(REQUESTS):
        began = time.monotonic()
        with urllib.request.urlopen(url) as answer:
            answer.read()
        times.append(time.monotonic() - began)
    return sorted(times)


def report(name: str, seconds: float, goal: float) -> bool:
    """Print one measurement beside its goal; return whether it is met."""
    is_met = seconds <= goal
    say(f"{'✓' if is_met else '✗'} {name}: {seconds:.3f} с, цель {goal:g} с")
    return is_met


def are_many_served() -> bool:
    """Measure the night of 2,000 organisations and the lists of 20,000 people."""
    url = find_postgresql(os.environ)
    if not url:
        say("– ночной проход и списки людей не измерены: нужен PostgreSQL")
        return True
    environ = {**os.environ, "DATABASE_URL": url}
    codes = [
        subprocess.run(
            [str(PYTHON), f"benchmarks/{name}.py"], cwd=ROOT, env=environ, check=False
        ).returncode
        for name in ("nightly", "people_lists")
    ]
    return not any(codes)


@spoken
def main() -> int:
    """Measure on a database of its own; 1 when a goal is missed."""
    install.ensure(var_dir(os.environ))
    port = ports.free_after(DEFAULT_PORT)
    if port is None:
        raise Stop("Нет свободного порта для измерения.")
    with tempfile.TemporaryDirectory() as name:
        with started(Path(name), port) as first:
            pass
        with started(Path(name), port) as second:
            times = page_seconds(f"http://127.0.0.1:{port}/")
    met = [
        report(
            "первый запуск с демонстрацией (пакеты установлены)",
            first,
            FIRST_START_SECONDS,
        ),
        report("повторный запуск", second, SECOND_START_SECONDS),
        report("главная страница, медиана", statistics.median(times), PAGE_SECONDS),
        report("главная страница, 95 %", times[int(len(times) * 0.95)], PAGE_SECONDS),
    ]
    return 0 if all(met) & are_many_served() else 1


if __name__ == "__main__":
    sys.exit(main())

"""Real processes for tests: a Redis, a Celery worker, a whole portal as `make run` starts it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection

from scripts.places import ROOT

PATIENCE_SECONDS = 60


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_so: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for a fact that another process brings about; fail when it does not."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"not so within {seconds} seconds")
        time.sleep(0.05)


@dataclass
class RedisServer:
    """A Redis of the test's own, that may be killed and started again on its data."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What REDIS_URL is for it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start and wait until it answers."""
        program = shutil.which("redis-server")
        assert program is not None
        words = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.folder),
        ]
        words += ["--save", "", "--appendonly", "yes", "--appendfsync", "everysec"]
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen([program, *words], stdout=log, stderr=log)
        wait_until(self.answers)

    def answers(self) -> bool:
        """Tell whether it says PONG."""
        client = redis.Redis.from_url(self.url)
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
        finally:
            client.close()

    def kill(self) -> None:
        """End it without warning."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@dataclass
class Worker:
    """A Celery worker on the test's database and Redis, to be killed and started again."""

    redis_url: str
    folder: Path
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the worker says."""
        return self.folder / "worker.log"

    def start(self) -> Worker:
        """Start and wait until it takes tasks."""
        said = self._ready_count()
        words = ["-m", "celery", "-A", "mentoring", "worker", "--concurrency", "1"]
        words += ["--loglevel", "INFO", "--without-gossip", "--without-mingle"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env=self.environ(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(lambda: self._ready_count() > said)
        return self

    def environ(self) -> dict[str, str]:
        """Return the environment that leads the worker to the test's data."""
        return {
            **os.environ,
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.redis_url,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "VAR_DIR": str(self.folder),
            **self.extra,
        }

    def _ready_count(self) -> int:
        return (
            self.log.read_text(encoding="utf-8").count(" ready.")
            if self.log.exists()
            else 0
        )

    def kill(self) -> None:
        """kill -9 the worker with its pool, in the middle of whatever it does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Let it finish its task and end."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        if number == signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        self.process.wait(timeout=PATIENCE_SECONDS)
        self.process = None


def database_url() -> str:
    """Return the address of the test database this process is connected to."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        is_in_memory = connection.is_in_memory_db()  # type: ignore[attr-defined]  # of SQLite
        assert not is_in_memory, "another process cannot see SQLite in memory"
        return f"sqlite:///{given['NAME']}"
    who = quote(given["USER"] or "", safe="")
    if given["PASSWORD"]:
        who += ":" + quote(given["PASSWORD"], safe="")
    where = quote(given["HOST"] or "", safe="") + (
        f":{given['PORT']}" if given["PORT"] else ""
    )
    return f"postgres://{who}{'@' if who else ''}{where}/{given['NAME']}"


@dataclass(frozen=True)
class Portal:
    """A portal started by the launcher, embedded: SQLite, filesystem queue."""

    url: str
    var: Path
    said: str
    process: subprocess.Popen[str]


@contextmanager
def portal(var: Path, **given: str) -> Iterator[Portal]:
    """Start the portal as `make run` does, in a folder of its own; stop it as Ctrl-C does."""
    port = free_port()
    unset = {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY", "MEDIA_ROOT"}
    environ = {name: value for name, value in os.environ.items() if name not in unset}
    environ |= {"VAR_DIR": str(var), "PORT": str(port), **given}
    process = subprocess.Popen(
        [sys.executable, "-m", "scripts.run"],
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:
            said += line
            if "Ctrl+C" in line:
                break
        assert process.poll() is None, said
        yield Portal(f"http://127.0.0.1:{port}", var, said, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        process.wait(timeout=PATIENCE_SECONDS)
        process.stdout.close()

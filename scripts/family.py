"""The portal's processes: started together, restarted alone, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Never

from scripts.console import Stop, say, tail

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 5 * 1024 * 1024
PATIENCE_SECONDS = 15.0
STEADY_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 30.0
MOST_FALLS = 6


def pause_after(falls: int) -> float:
    """Return how long to wait before the next start: 1, 2, 4 … 30 seconds."""
    return min(2.0 ** (falls - 1), LONGEST_PAUSE_SECONDS)


@dataclass
class Child:
    """One process of the portal with its log, in a process group of its own."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = 0
    resumes_at: float | None = None

    def start(self, environ: Mapping[str, str], folder: Path) -> None:
        """Start the process; its output is appended to its log."""
        turn_over(self.log)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=folder,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches the launcher alone
                preexec_fn=end_with_parent(os.getpid()),  # noqa: PLW1509 -- no threads here
            )
        self.started_at = time.monotonic()
        self.resumes_at = None

    def is_alive(self) -> bool:
        """Tell whether the process runs now."""
        return self.process is not None and self.process.poll() is None

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the whole group, if anything of it is left."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def ending(self) -> str:
        """Say how the process ended, with the last lines of its log."""
        code = self.process.returncode if self.process else None
        return (
            f"{self.name} (код {code}), последние строки {self.log}:\n{tail(self.log)}"
        )


def turn_over(log: Path) -> None:
    """Put a log grown too long aside, keeping one predecessor."""
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".1.log"))


def end_with_parent(parent: int) -> Callable[[], None]:
    """Return what a child runs first, so that it ends even when the launcher is killed."""
    libc = ctypes.CDLL(None)

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the launcher ended before the request was made
            os._exit(1)

    return arrange


@dataclass
class Family:
    """All processes of one portal."""

    children: list[Child]
    environ: Mapping[str, str]
    folder: Path
    is_steady: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start every process."""
        for child in self.children:
            child.start(self.environ, self.folder)

    def look_after(self) -> None:
        """Look at every process once, restart the fallen; raises Stop when it is hopeless.

        Before the portal has answered for the first time any fall is hopeless.
        """
        for child in self.children:
            if child.is_alive():
                if child.falls and time.monotonic() - child.started_at > STEADY_SECONDS:
                    child.falls = 0
            elif child.resumes_at is None:
                self._take_fall(child)
            elif time.monotonic() >= child.resumes_at:
                child.start(self.environ, self.folder)

    def _take_fall(self, child: Child) -> None:
        child.send(signal.SIGKILL)  # what is left of its group
        child.falls += 1
        if not self.is_steady:
            raise Stop(f"Не запускается {child.ending()}")
        if child.falls >= MOST_FALLS:
            raise Stop(f"Снова и снова падает {child.ending()}")
        pause = pause_after(child.falls)
        child.resumes_at = time.monotonic() + pause
        say(f"Остановился {child.ending()}\nПерезапускаю через {pause:g} с.")

    def stop(self) -> None:
        """Ask every process to finish, and after a while make it."""
        for child in self.children:
            if child.process is not None:
                child.process.terminate()  # alone: it knows how its own children finish
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(child.is_alive() for child in self.children):
            if time.monotonic() > deadline:
                break
            time.sleep(0.1)
        for child in self.children:
            child.send(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()


@contextmanager
def ends_on_signals() -> Iterator[None]:
    """Turn the first SIGTERM or SIGHUP into KeyboardInterrupt, as Ctrl-C is."""

    def interrupt(_number: int, _frame: FrameType | None) -> Never:
        raise KeyboardInterrupt

    before = {
        number: signal.signal(number, interrupt)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a stop that has begun end: a second Ctrl-C changes nothing."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

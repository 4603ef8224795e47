"""The virtual environment: made once, refreshed when the pinned versions change."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import locking, machine
from scripts.console import Stop, say, spoken, tail
from scripts.places import PYTHON, ROOT, VENV, make_writable, var_dir

RUNNING = "requirements.txt"
BUILDING = "requirements-dev.txt"
PIP = ("-m", "pip", "--require-virtualenv", "--disable-pip-version-check", "--no-input")


def fingerprint(*files: Path) -> str:
    """Return what must not have changed for an installation to be still right."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_installed(stamp: Path, wanted: str) -> bool:
    """Tell whether the stamp, written last by a finished installation, is the wanted one."""
    try:
        return stamp.read_text(encoding="ascii") == wanted
    except OSError:
        return False


def venv_works(python: Path) -> bool:
    """Tell whether the environment is whole: this Python's version, and pip in it."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    try:
        asked = subprocess.run(
            [python, "-c", question], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return asked.returncode == 0 and asked.stdout.strip() == version


def install(log: Path, *, with_tools: bool = False) -> None:
    """Bring system packages and .venv to what is pinned; with_tools: for checks and tests too."""
    needed = [] if PYTHON.exists() else machine.missing_for_venv()
    machine.install(machine.missing_for_running() + needed, log)
    names = [RUNNING, BUILDING] if with_tools else [RUNNING]
    for name in names:
        # The tools are constrained by the running versions, so both files count.
        wanted = fingerprint(*(ROOT / each for each in names[: names.index(name) + 1]))
        stamp = VENV / f".installed-{name}"
        if not is_installed(stamp, wanted):
            _make_venv(log)
            _pip_install(name, log)
            stamp.write_text(wanted, encoding="ascii")


def _make_venv(log: Path) -> None:
    if venv_works(PYTHON):
        return
    machine.install(machine.missing_for_venv(), log)
    if (VENV / "pyvenv.cfg").exists():
        shutil.rmtree(VENV)  # ours, but of another Python or never finished
    say("Создаю виртуальное окружение .venv …")
    make_writable(ROOT)
    done = _run([sys.executable, "-m", "venv", str(VENV)], log)
    if done != 0 or not venv_works(PYTHON):
        raise Stop(f"Не удалось создать {VENV}:\n{tail(log)}")


def _pip_install(name: str, log: Path) -> None:
    say(f"Устанавливаю пакеты из {name} (первый раз это пара минут) …")
    (VENV / f".installed-{name}").unlink(missing_ok=True)
    # Every pinned version has a wheel: a compiler is never needed, or asked for.
    command = [
        str(PYTHON),
        *PIP,
        "install",
        "--only-binary",
        ":all:",
        "-r",
        str(ROOT / name),
    ]
    if _run(command, log) != 0:
        raise Stop(
            f"Не удалось установить пакеты из {name}. Последние строки {log}:\n{tail(log)}\n"
            "Проверьте сеть и место на диске и запустите ту же команду ещё раз:\n"
            "установка продолжится."
        )


def _run(command: list[str], log: Path) -> int:
    with log.open("ab") as output:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        ).returncode


def ensure(var: Path, *, with_tools: bool = False) -> None:
    """Install whatever the machine and .venv miss, one process at a time; raises Stop."""
    make_writable(var)
    log = make_writable(var / "log") / "install.log"
    try:
        with locking.held(var / "install.lock"):
            install(log, with_tools=with_tools)
    except locking.Taken:
        say("Другая команда уже устанавливает пакеты, жду её …")
        with locking.held(var / "install.lock", waits=True):
            install(log, with_tools=with_tools)


@spoken
def main() -> int:
    """Install; with the word «tools» also what building and checking needs."""
    ensure(var_dir(os.environ), with_tools="tools" in sys.argv[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main())

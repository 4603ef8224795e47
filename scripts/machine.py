"""System packages: which are missing, and whether they may be installed here."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from scripts.console import Stop, say, spoken, tail
from scripts.places import make_writable, var_dir

# What WeasyPrint opens at run time, and the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# Papers are set in Liberation 2: the metrics of Times New Roman, all of Cyrillic.
FONTS = {
    "LiberationSerif-Regular.ttf": "fonts-liberation2",
    "LiberationSans-Regular.ttf": "fonts-liberation2",
}
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("~/.fonts"),
)
# What the whole suite needs besides; installed by .ci/run alone.
SUITE_COMMANDS = {
    "chromium": "chromium",
    "pdftoppm": "poppler-utils",
    "pg_dump": "postgresql-client",
    "pg_ctlcluster": "postgresql",
    "redis-server": "redis-server",
}
APT = ("apt-get", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=180")


def has_library(name: str) -> bool:
    """Tell whether the loader finds a shared library, exactly as WeasyPrint will ask."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_font(file_name: str, folders: Iterable[Path] = FONT_FOLDERS) -> bool:
    """Tell whether a font file lies in one of the folders fonts are read from."""
    return any(
        next(folder.expanduser().rglob(file_name), None) is not None
        for folder in folders
    )


def has_command(name: str) -> bool:
    """Tell whether a program is installed, counting the folders of root's PATH."""
    path = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin"
    return shutil.which(name, path=path) is not None


def missing(needed: Mapping[str, str], is_there: Callable[[str], bool]) -> list[str]:
    """Return the packages of the needed things that are not there, each once."""
    return list(
        dict.fromkeys(package for name, package in needed.items() if not is_there(name))
    )


def missing_for_running() -> list[str]:
    """Return the packages without which no paper can be printed."""
    return missing(LIBRARIES, has_library) + missing(FONTS, has_font)


def missing_for_venv() -> list[str]:
    """Return the package without which `python -m venv` cannot bring pip."""
    if importlib.util.find_spec("ensurepip") is not None:
        return []
    return [f"python{sys.version_info.major}.{sys.version_info.minor}-venv"]


def root_prefix(
    user_id: int,
    *,
    has_apt: bool,
    sudo_works: Callable[[], bool],
) -> list[str] | None:
    """Return what to put before apt-get, or None when this user may not install."""
    if not has_apt:
        return None
    if user_id == 0:
        return []
    return ["sudo", "-n"] if sudo_works() else None


def _sudo_works() -> bool:
    return (
        shutil.which("sudo") is not None
        and subprocess.run(
            ["sudo", "-n", "true"], capture_output=True, check=False
        ).returncode
        == 0
    )


def install(packages: list[str], log: Path) -> None:
    """Install Debian packages, or stop and say exactly what to install."""
    if not packages:
        return
    names = " ".join(packages)
    prefix = root_prefix(
        os.geteuid(),
        has_apt=shutil.which("apt-get") is not None,
        sudo_works=_sudo_works,
    )
    if prefix is None:
        raise Stop(
            f"Не хватает системных пакетов: {names}.\n"
            "Установить их может администратор этой машины, в Debian и Ubuntu так:\n"
            f"    sudo apt-get update && sudo apt-get install {names}\n"
            "Потом запустите ту же команду ещё раз."
        )
    say(f"Ставлю системные пакеты: {names} …")
    if _apt(prefix, ["install", *packages], log):
        return
    # The lists of a fresh machine are empty or stale: only then fetch them.
    if _apt(prefix, ["update"], log) and _apt(prefix, ["install", *packages], log):
        return
    raise Stop(
        f"Не удалось установить {names}. Последние строки {log}:\n{tail(log)}\n"
        "Проверьте сеть и запустите ту же команду ещё раз."
    )


def _apt(prefix: list[str], words: list[str], log: Path) -> bool:
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *APT, *words]
    with log.open("ab") as output:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
    return done.returncode == 0


@spoken
def main() -> int:
    """Install everything the whole suite needs: for .ci/run on a fresh machine."""
    log = make_writable(var_dir(os.environ) / "log") / "install.log"
    install(
        missing_for_venv()
        + missing_for_running()
        + missing(SUITE_COMMANDS, has_command),
        log,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

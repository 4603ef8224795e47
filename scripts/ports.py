"""Ports of this machine: is one free, who holds it, which is free instead."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

LISTEN = "0A"


def is_free(port: int) -> bool:
    """Tell whether 127.0.0.1:port can be listened on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_after(port: int) -> int | None:
    """Return the next free port within a hundred, or None."""
    last = min(port + 100, 65535)
    return next((other for other in range(port + 1, last + 1) if is_free(other)), None)


def listening_inodes(table: str, port: int) -> set[str]:
    """Return the socket numbers that listen on the port, from /proc/net/tcp text."""
    found = set()
    for line in table.splitlines()[1:]:
        words = line.split()
        if (
            len(words) > 9
            and words[3] == LISTEN
            and int(words[1].rsplit(":", 1)[1], 16) == port
        ):
            found.add(words[9])
    return found


def holder(port: int) -> str | None:
    """Name the process that listens on the port, as «имя (PID 12)», if it can be seen."""
    inodes: set[str] = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if table.exists():
            inodes |= listening_inodes(table.read_text(encoding="ascii"), port)
    wanted = {f"socket:[{inode}]" for inode in inodes}
    for process in sorted(_processes(), key=lambda each: int(each.name)):
        if wanted & set(_links(process / "fd")):
            name = (
                (process / "comm").read_text(encoding="utf-8", errors="replace").strip()
            )
            return f"{name} (PID {process.name})"
    return None


def _processes() -> Iterator[Path]:
    return (each for each in Path("/proc").iterdir() if each.name.isdecimal())


def _links(folder: Path) -> Iterator[str]:
    try:
        for link in folder.iterdir():
            yield str(link.readlink())
    except OSError:  # it ended meanwhile, or is not ours to look at
        return

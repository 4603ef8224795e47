"""A command of the portal in the portal's own environment: `make worker`, `make backup` …"""

from __future__ import annotations

import os
import sys

from scripts import install
from scripts.console import Stop, spoken
from scripts.places import PYTHON, ROOT
from scripts.run import child_environ, worker_command
from scripts.surroundings import Plan, plan, surroundings


def words_of(words: list[str], asked: Plan) -> list[str]:
    """Return the command line: of one more worker, or of manage.py."""
    if not words:
        raise Stop("Назовите команду: make worker, make backup, make restore FILE=…")
    if words[0] == "worker":
        return worker_command(asked)
    if words == ["restore", ""]:
        raise Stop("Назовите файл: make restore FILE=var/backups/….tar.gz")
    return [str(PYTHON), "manage.py", *words]


@spoken
def main() -> int:
    """Become the command."""
    environ = surroundings(os.environ)
    asked = plan(environ)
    command = words_of(sys.argv[1:], asked)
    install.ensure(asked.var)
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execve(command[0], command, child_environ(environ, asked))


if __name__ == "__main__":
    sys.exit(main())

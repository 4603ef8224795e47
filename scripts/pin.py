"""`make lock`: compile what is wanted into exact versions, in an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import venv

from scripts.console import Stop, say, spoken
from scripts.places import ROOT, make_writable, var_dir

COMPILER = "pip-tools==7.5.2"
PAIRS = {
    "requirements.in": "requirements.txt",
    "requirements-dev.in": "requirements-dev.txt",
}
# No address of an index, no name of this machine in what is committed.
OPTIONS = (
    *("--quiet", "--strip-extras", "--no-header", "--allow-unsafe"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"),
)


@spoken
def main() -> int:
    """Compile both lists; versions already pinned stay unless UPGRADE=1."""
    folder = make_writable(var_dir(os.environ)) / "pin"
    python = folder / "bin" / "python"
    if not (folder / "bin" / "pip-compile").exists():
        venv.create(folder, with_pip=True, clear=True)
        _run([str(python), "-m", "pip", "install", "--quiet", COMPILER])
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") == "1" else []
    for source, target in PAIRS.items():
        say(f"{source} → {target} …")
        command = [str(python), "-m", "piptools", "compile", *OPTIONS, *upgrade]
        _run([*command, "--output-file", target, source])
    return 0


def _run(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise Stop(f"Не получилось: {' '.join(command)}")


if __name__ == "__main__":
    sys.exit(main())

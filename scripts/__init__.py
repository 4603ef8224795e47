"""What runs before anything is installed: standard library only, Python 3.11 or newer."""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- `make` starts whatever python3 is there
    sys.exit(
        f"Порталу нужен Python 3.11 или новее, а это Python {sys.version.split()[0]}.\n"
        "В Debian 12 подходит системный python3. Если новый Python стоит рядом,\n"
        "назовите его: make run PYTHON=python3.11"
    )

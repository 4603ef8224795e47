"""Compares measured coverage with the floors of pyproject.toml [tool.portal.coverage]."""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scripts.console import say, spoken
from scripts.places import ROOT

RULES = frozenset({"actions", "permissions"})


@dataclass(frozen=True)
class Covered:
    """Statements and branches of one module or of many."""

    covered: int = 0
    total: int = 0

    def __add__(self, other: Covered) -> Covered:
        """Sum two."""
        return Covered(self.covered + other.covered, self.total + other.total)

    @property
    def percent(self) -> float:
        """What part ran, 0 to 100; nothing to run counts as all."""
        return 100.0 * self.covered / self.total if self.total else 100.0


def is_rule(path: str) -> bool:
    """Tell whether a module is a room of rules: actions or permissions."""
    parts = PurePosixPath(path).with_suffix("").parts
    return len(parts) > 1 and parts[1] in RULES


def shortfalls(measured: dict[str, Covered], rules: float, rest: float) -> list[str]:
    """Say what lies below its floor: each room of rules, and the rest of each app."""
    below = [
        f"{path}: {covered.percent:.1f} % < {rules:g} %"
        for path, covered in sorted(measured.items())
        if is_rule(path) and covered.percent < rules
    ]
    apps: dict[str, Covered] = {}
    for path, covered in measured.items():
        if not is_rule(path):
            app = PurePosixPath(path).parts[0]
            apps[app] = apps.get(app, Covered()) + covered
    return below + [
        f"{app}, кроме actions и permissions: {covered.percent:.1f} % < {rest:g} %"
        for app, covered in sorted(apps.items())
        if covered.percent < rest
    ]


def read_report(text: str) -> dict[str, Covered]:
    """Read coverage's JSON report: module → what was covered, branches included."""
    files = json.loads(text)["files"]
    return {
        path: Covered(
            each["summary"]["covered_lines"]
            + each["summary"].get("covered_branches", 0),
            each["summary"]["num_statements"] + each["summary"].get("num_branches", 0),
        )
        for path, each in files.items()
    }


@spoken
def main() -> int:
    """Compare the report named on the command line; 1 when something is below."""
    measured = read_report(Path(sys.argv[1]).read_text(encoding="utf-8"))
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    floors = pyproject["tool"]["portal"]["coverage"]
    below = shortfalls(measured, floors["rules"], floors["rest"])
    whole = sum(measured.values(), Covered())
    say(f"\nПокрытие тестами: {whole.percent:.1f} %.")
    for each in below:
        say(f"✗ ниже порога: {each}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())

"""Which lanes of the suite can run here: decided from what answers, before any test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """The services that answer; an empty text for each that does not."""

    postgresql: str = ""
    redis: str = ""
    chromium: str = ""

    def missing(self) -> list[str]:
        """Name what does not answer, with what is left out without it."""
        lost = {
            "PostgreSQL: не проверены гонки, триггеры и службы": self.postgresql,
            "Redis: не проверен исполнитель фоновых задач на Redis": self.redis,
            "Chromium: не проверены страницы в браузере": self.chromium,
        }
        return [what for what, answer in lost.items() if not answer]


@dataclass(frozen=True)
class Lane:
    """One run of pytest: its database, and the marks that choose its tests."""

    name: str
    database_url: str
    marks: str
    may_be_empty: bool = False
    # Tests that wait leave a core idle: a third process takes it, on two cores as well.
    processes: int = 3


def lanes(found: Found, *, is_deep: bool = False) -> list[Lane]:
    """Return the runs, the whole suite last; the others run beside it.

    With PostgreSQL everything runs there, and on SQLite what is marked for both;
    without it everything runs on SQLite but the tests that need services.
    """
    chosen = ["(deep or services)"] if is_deep else ["not deep"]
    if not (found.postgresql and found.redis):
        chosen.append("not services")
    if not found.chromium:
        chosen.append("not browser")
    marks = " and ".join(chosen)
    if not found.postgresql:
        return [Lane("SQLite", "", marks, may_be_empty=is_deep)]
    whole = Lane("PostgreSQL", found.postgresql, marks)
    both = f"both and not services and {marks}"
    return [Lane("SQLite", "", both, may_be_empty=True, processes=0), whole]


@dataclass(frozen=True)
class Tally:
    """How many tests ended how, over all lanes."""

    failed: int = 0
    passed: int = 0
    skipped: int = 0
    errors: int = 0
    seconds: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        """Sum two lanes that ran at once."""
        return Tally(
            failed=self.failed + other.failed,
            passed=self.passed + other.passed,
            skipped=self.skipped + other.skipped,
            errors=self.errors + other.errors,
            seconds=max(self.seconds, other.seconds),
        )

    def line(self) -> str:
        """Return the closing line, worded as pytest words its own."""
        counts = [
            f"{count} {word}"
            for count, word in (
                (self.failed, "failed"),
                (self.passed, "passed"),
                (self.skipped, "skipped"),
                (self.errors, "errors"),
            )
            if count or word == "passed"
        ]
        return f"{', '.join(counts)} in {self.seconds:.2f}s"

"""The arithmetic of monitoring: means, shares, and what is too small to be told. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

NO_DATA = "нет данных"


def percent(part: int, whole: int) -> int | None:
    """Return the share in whole per cent; None when there is nothing to divide by.

    A share that is not everything never rounds up to 100, one that is not nothing never
    down to 0.
    """
    if whole <= 0:
        return None
    rounded = round(100 * part / whole)
    if part < whole:
        rounded = min(rounded, 99)
    return max(rounded, 1) if part > 0 else 0


def percent_text(part: int, whole: int) -> str:
    """Write the share: «87 %», or that there is no data."""
    share = percent(part, whole)
    return NO_DATA if share is None else f"{share}\N{NO-BREAK SPACE}%"


@dataclass(frozen=True, slots=True)
class Scale:
    """Marks from 1 to 10 given to one question."""

    answered: int
    total: int
    satisfied: int

    @classmethod
    def of(cls, marks: Iterable[int], *, satisfied_from: int) -> Scale:
        """Sum the marks up."""
        given = list(marks)
        return cls(
            len(given), sum(given), sum(mark >= satisfied_from for mark in given)
        )

    @property
    def mean(self) -> float | None:
        """The mean to one place after the comma."""
        return round(self.total / self.answered, 1) if self.answered else None

    @property
    def satisfied_share(self) -> int | None:
        """Per cent of those who gave the threshold or more."""
        return percent(self.satisfied, self.answered)


def is_small(count: int, *, below: int) -> bool:
    """Tell whether so few cannot be broken down without telling who said what."""
    return count < below


def hidden_codes(
    values: Mapping[str, int], families: Sequence[Sequence[str]], *, below: int
) -> frozenset[str]:
    """Return the codes that must not be told.

    A family is a whole and then the parts that add up to it. What is below the
    threshold is hidden; so are all its sisters, for the whole less one part is the
    other (the complement). The whole stays: it says only what the parts come to.
    """
    hidden = {code for code, value in values.items() if is_small(value, below=below)}
    for family in families:
        parts = [code for code in family[1:] if code in values]
        if hidden.intersection(parts):
            hidden.update(parts)
    return frozenset(hidden)


def told(
    values: Mapping[str, int], families: Sequence[Sequence[str]], *, below: int
) -> dict[str, int | None]:
    """Return the values with None where nothing may be told."""
    hidden = hidden_codes(values, families, below=below)
    return {code: None if code in hidden else value for code, value in values.items()}


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over institutions; `is_partial` when some of them told nothing."""

    value: int
    is_partial: bool


def total_of(values: Iterable[int | None]) -> Total:
    """Sum what was told alone, so that no total less the rest tells the hidden one."""
    cells = list(values)
    return Total(
        sum(value for value in cells if value is not None),
        is_partial=any(value is None for value in cells),
    )

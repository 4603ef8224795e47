"""Nouns after numbers: 1 пара, 2 пары, 5 пар."""

from __future__ import annotations


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form of the noun that goes with the number, without the number itself."""
    last_two = abs(count) % 100
    last = last_two % 10
    if 11 <= last_two <= 14 or last == 0 or last >= 5:
        return many
    return one if last == 1 else few


def counted(count: int, one: str, few: str, many: str) -> str:
    """«5 пар»: the number and the noun in its form."""
    return f"{count} {plural(count, one, few, many)}"

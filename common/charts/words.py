"""What every chart has: figures in Russian and an id of its own."""

from __future__ import annotations

from zlib import crc32

# Units of the viewBox a chart is drawn in; the screen scales it.
WIDTH = 360


def number_text(value: float) -> str:
    """Write a figure in Russian: one place after the comma at most, spaced thousands."""
    text = f"{value:,.1f}".removesuffix(".0")
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def chart_key(title: str) -> str:
    """Return a short id for the parts of a chart that refer to each other."""
    return f"chart-{crc32(title.encode()):x}"

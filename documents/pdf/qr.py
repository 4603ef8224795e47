"""QR codes as vector paths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

QUIET_ZONE = 4  # modules, by ISO/IEC 18004


@dataclass(frozen=True)
class Code:
    """A QR code: ``size`` modules with the quiet zone, ``path`` of the dark ones."""

    size: int
    path: str


def draw(text: str) -> Code:
    """The QR code of ``text`` with medium error correction, one path per picture."""
    from qrcode.constants import ERROR_CORRECT_M
    from qrcode.main import QRCode

    code: QRCode[Any] = QRCode(border=QUIET_ZONE, error_correction=ERROR_CORRECT_M)
    code.add_data(text.encode("utf-8"), optimize=0)
    matrix: list[list[bool]] = code.get_matrix()
    return Code(
        size=len(matrix),
        path="".join(
            f"M{start} {y}h{length}v1h-{length}z"
            for y, row in enumerate(matrix)
            for start, length in _runs(row)
        ),
    )


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where each run of dark modules starts and how long it is."""
    runs: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):
        if is_dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((x, 1))
    return runs

"""The fonts of the papers, taken whole from Debian's ``fonts-liberation2``.

They are bound under names of our own, so that another version of Liberation on the same
machine cannot step in and change the bytes of a paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from documents.pdf.failures import RendererFailed

FONTS_DIR = Path("/usr/share/fonts/truetype/liberation2")
SCHEME = "paper-font"


@dataclass(frozen=True)
class Face:
    """A font file and the place it takes in a family."""

    family: str
    file_name: str
    weight: str
    style: str

    @property
    def url(self) -> str:
        """The only kind of address that the press opens."""
        return f"{SCHEME}:{self.file_name}"

    @property
    def rule(self) -> str:
        """The ``@font-face`` rule."""
        return (
            f'@font-face{{font-family:"{self.family}";font-weight:{self.weight};'
            f'font-style:{self.style};src:url("{self.url}")}}'
        )


FACES = (
    Face("Paper Serif", "LiberationSerif-Regular.ttf", "normal", "normal"),
    Face("Paper Serif", "LiberationSerif-Bold.ttf", "bold", "normal"),
    Face("Paper Serif", "LiberationSerif-Italic.ttf", "normal", "italic"),
    Face("Paper Serif", "LiberationSerif-BoldItalic.ttf", "bold", "italic"),
    Face("Paper Sans", "LiberationSans-Regular.ttf", "normal", "normal"),
    Face("Paper Sans", "LiberationSans-Bold.ttf", "bold", "normal"),
)


@cache
def font_files(folder: Path) -> dict[str, bytes]:
    """Every font file by its address; `RendererFailed` when one is missing."""
    missing = [
        face.file_name for face in FACES if not (folder / face.file_name).is_file()
    ]
    if missing:
        raise RendererFailed(
            f"Нет шрифтов {', '.join(missing)} в {folder}. "
            "Установите пакет fonts-liberation2: apt-get install fonts-liberation2."
        )
    return {face.url: (folder / face.file_name).read_bytes() for face in FACES}

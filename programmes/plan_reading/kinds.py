"""What kinds of file a plan comes in, and what to say of the others."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePath

from registry.spreadsheets.inspection import MAX_BYTES, kind_of
from registry.spreadsheets.table import TableRefused

FORMATS = "DOCX, XLSX, XLS, ODS или CSV"
NO_TABLE = (
    "В файле не нашлось таблицы с планом. План должен быть таблицей: с шапкой и строкой"
    " на каждое мероприятие. Если план набран текстом, оформите его таблицей и загрузите снова."
)
NO_CELLS = (
    "Во вставленном тексте не нашлось таблицы: границы ячеек не скопировались. Вставьте"
    " таблицу сначала в пустой документ Word или на лист Excel, сохраните и загрузите файл."
)
TOO_LARGE = (
    "Таблица слишком велика для плана мероприятий. Оставьте в файле один план, без картинок"
    " и лишних листов, и загрузите снова."
)
TOO_HARD = (
    "Файл слишком сложен: его не удалось прочитать за отведённое время. Скопируйте таблицу"
    " плана в новый документ, сохраните его и загрузите снова."
)
DAMAGED = (
    "Файл повреждён и не читается. Откройте его в Word или LibreOffice, выберите"
    " «Сохранить как» → «Документ Word (.docx)» и загрузите снова."
)
_RESAVE = (
    "Откройте его в Word или LibreOffice, выберите «Сохранить как» →"
    " «Документ Word (.docx)» и загрузите снова."
)
_SCAN = (
    "Портал не читает сканы, картинки и PDF: в них нет самих букв таблицы. Найдите файл,"
    " с которого план печатали (.docx или .xlsx), или откройте PDF, выделите таблицу,"
    " скопируйте её и вставьте в поле ниже."
)


_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*", b"BM")


class PlanKind(Enum):
    """The kinds of plan the portal reads; PAGE and TEXT are pasted."""

    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    PAGE = "page"
    TEXT = "text"


_TABLES = {".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt"}


def kind_of_plan(content: bytes, name: str) -> PlanKind:
    """The true kind of the file; TableRefused says what to do with another."""
    if not content:
        raise TableRefused("Файл пуст. Сохраните план ещё раз и загрузите снова.")
    if len(content) > MAX_BYTES:
        raise TableRefused(
            f"Файл больше {MAX_BYTES // 1024 // 1024} МБ. Уберите из него картинки или"
            " скопируйте таблицу плана в новый документ."
        )
    if foreign := _foreign(content):
        raise TableRefused(foreign)
    if content.startswith(b"PK") and b"word/document.xml" in content:
        return PlanKind.DOCX
    ending = PurePath(name).suffix.lower()
    if ending in {".htm", ".html"} or _is_page(content):
        return PlanKind.PAGE
    if ending in {".docx", ".doc"}:
        raise TableRefused(DAMAGED)
    if ending not in _TABLES:
        raise TableRefused(
            "Такой файл портал не читает. Загрузите план в виде"
            f" {FORMATS} или вставьте таблицу в поле ниже."
        )
    return PlanKind(kind_of(content, name).value)


def _foreign(content: bytes) -> str:
    """What to say of a file of another kind, or nothing."""
    if content.startswith(_PICTURES):
        return _SCAN
    if "WordDocument".encode("utf-16-le") in content[:1_000_000]:
        return f"Это документ Word старого образца (.doc). {_RESAVE}"
    if content.startswith(b"{\\rtf") or b"opendocument.text" in content[:200]:
        return f"Это текстовый документ другого вида. {_RESAVE}"
    return ""


def _is_page(content: bytes) -> bool:
    """Sites hand over pages under the names of tables."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(b"<") and b"<table" in content.lower()

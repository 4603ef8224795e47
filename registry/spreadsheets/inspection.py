"""What is looked at before any parser sees the file: size, true kind, unpacked size.

A name proves nothing, nor does what an archive says of itself: the kind is told by the
first bytes, the unpacked size by unpacking in small portions and throwing them away.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from enum import Enum
from pathlib import PurePath

from registry.spreadsheets.table import TableRefused

MAX_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 200
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RATIO = 100
_PORTION = 64 * 1024
_LOCAL_HEADER = 30
_ENCRYPTED_FLAG = 0x1


class FileKind(Enum):
    """The kinds of table file the portal reads."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


_EXTENSIONS = {
    ".xlsx": FileKind.XLSX,
    ".xls": FileKind.XLS,
    ".ods": FileKind.ODS,
    ".csv": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".txt": FileKind.CSV,
}
_KIND_NAMES = {
    FileKind.XLSX: "книга Excel (.xlsx)",
    FileKind.XLS: "книга Excel старого образца (.xls)",
    FileKind.ODS: "таблица LibreOffice (.ods)",
    FileKind.CSV: "простой текст",
}
_FOREIGN_MAGIC = {
    b"%PDF": "документ PDF",
    b"\x89PNG": "картинка",
    b"\xff\xd8\xff": "картинка",
    b"GIF8": "картинка",
    b"{\\rtf": "текстовый документ",
    b"Rar!": "архив",
    b"7z\xbc\xaf": "архив",
    b"\x1f\x8b": "архив",
}
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff")

SAVE_AS = "Откройте его в Excel или LibreOffice, выберите «Сохранить как» → «Книга Excel (.xlsx)» и загрузите снова."
DAMAGED = f"Файл повреждён и не читается. {SAVE_AS}"
TOO_HARD = (
    "Файл слишком сложен: его не удалось прочитать за отведённое время и память. "
    "Скопируйте список на новый лист новой книги, сохраните её как «Книга Excel (.xlsx)» "
    "и загрузите снова."
)
_PROTECTED = (
    "Файл защищён паролем. Снимите пароль: «Файл» → «Сведения» → «Защита книги», "
    "сохраните таблицу и загрузите снова."
)
_TOO_MUCH = (
    "Файл после распаковки слишком велик. Оставьте в нём один лист со списком людей, "
    "без картинок и лишних листов, и загрузите снова."
)


def kind_of(content: bytes, name: str) -> FileKind:
    """The true kind of the file; TableRefused when it is not one we read or is too big.

    Looks at the first bytes and scans for markers; unpacks nothing.
    """
    if not content:
        raise TableRefused("Файл пуст. Сохраните таблицу ещё раз и загрузите снова.")
    if len(content) > MAX_BYTES:
        raise TableRefused(
            f"Файл больше {MAX_BYTES // 1024 // 1024} МБ. Уберите из него картинки и лишние листы "
            "или разделите список на несколько файлов."
        )
    expected = _EXTENSIONS.get(PurePath(name).suffix.lower())
    if expected is None:
        raise TableRefused(
            f"Файл «{_shown(name)}» — не таблица. Загрузите файл .xlsx, .xls, .ods или .csv."
        )
    kind = _true_kind(content, name)
    if kind is not expected:
        raise _mismatch(name, _KIND_NAMES[kind])
    return kind


def check_archive(content: bytes, kind: FileKind) -> None:
    """Refuse an XLSX or ODS that is out of bounds; see `check_unpacked`."""
    is_excel = kind is FileKind.XLSX
    check_unpacked(content, "xl/workbook.xml" if is_excel else "content.xml")


def check_unpacked(content: bytes, needed: str) -> None:
    """Unpack every entry of an archive to nowhere and refuse what is out of bounds.

    `needed` is the entry without which it is not what it is taken for. Runs inside the limited child, for reading the list of entries costs memory too.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise TableRefused(DAMAGED) from error
    _check_entries(entries, needed)
    room = min(MAX_UNPACKED_BYTES, MAX_RATIO * len(content))
    for entry in entries:
        room -= _unpacked_size(content, entry, room)
        if room < 0:
            raise TableRefused(_TOO_MUCH)


def _true_kind(content: bytes, name: str) -> FileKind:
    for magic, what in _FOREIGN_MAGIC.items():
        if content.startswith(magic):
            raise _mismatch(name, what)
    if content.startswith(b"PK"):
        return _kind_of_archive(content, name)
    if content.startswith(_OLE_MAGIC):
        return _kind_of_ole(content, name)
    if content.startswith(_TEXT_MARKS):
        return FileKind.CSV
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise _mismatch(name, "веб-страница, а не таблица")
    if b"\x00" in content:
        raise TableRefused(DAMAGED)
    return FileKind.CSV


def _kind_of_archive(content: bytes, name: str) -> FileKind:
    """Told by entry names, which stand unpacked in the archive."""
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in content[:200]:
        return FileKind.ODS
    if b"xl/workbook.xml" in content:
        return FileKind.XLSX
    if b"xl/workbook.bin" in content:
        raise _mismatch(name, "двоичная книга Excel (.xlsb)")
    raise _mismatch(
        name, "документ Word" if b"word/document.xml" in content else "архив"
    )


def _kind_of_ole(content: bytes, name: str) -> FileKind:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise TableRefused(_PROTECTED)
    if (
        "Workbook".encode("utf-16-le") in content
        or "Book".encode("utf-16-le") in content
    ):
        return FileKind.XLS
    raise _mismatch(name, "документ другой программы")


def _check_entries(entries: list[zipfile.ZipInfo], needed: str) -> None:
    if len(entries) > MAX_ENTRIES:
        raise TableRefused(_TOO_MUCH)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise TableRefused(_PROTECTED)
    if needed not in {entry.filename for entry in entries}:
        raise TableRefused(DAMAGED)


def _unpacked_size(content: bytes, entry: zipfile.ZipInfo, room: int) -> int:
    """Bytes the entry really unpacks to; stops as soon as there is no room for more."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise TableRefused(DAMAGED)
    lengths = content[entry.header_offset + 26 : entry.header_offset + _LOCAL_HEADER]
    name_length, extra_length = (
        int.from_bytes(lengths[at : at + 2], "little") for at in (0, 2)
    )
    start = entry.header_offset + _LOCAL_HEADER + name_length + extra_length
    try:
        return _inflated_size(memoryview(content)[start:], room)
    except zlib.error as error:
        raise TableRefused(DAMAGED) from error


def _inflated_size(packed: memoryview, room: int) -> int:
    # Fed to the end of the stream, whatever length the headers promise.
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    size = position = 0
    waiting = b""
    while not inflater.eof and size <= room:
        if not waiting:
            waiting = bytes(packed[position : position + _PORTION])
            position += _PORTION
            if not waiting:
                raise zlib.error("the stream breaks off")
        size += len(inflater.decompress(waiting, _PORTION))
        waiting = inflater.unconsumed_tail
    return size


def _mismatch(name: str, what: str) -> TableRefused:
    return TableRefused(f"В файле «{_shown(name)}» на самом деле {what}. {SAVE_AS}")


def _shown(name: str) -> str:
    short = PurePath(name.replace("\\", "/")).name
    return short if len(short) <= 60 else f"{short[:40]}…{short[-15:]}"

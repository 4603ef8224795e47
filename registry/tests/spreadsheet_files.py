"""Table files made on the fly for the tests, honest and hostile."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

import openpyxl

from registry.spreadsheets.columns import Base, federal_columns

MENTOR_TITLES = [column.title for column in federal_columns(Base.MENTORS)]
MENTEE_TITLES = [column.title for column in federal_columns(Base.MENTEES)]


def make_xlsx(*sheets: Sequence[Sequence[object]]) -> bytes:
    """A real XLSX with the rows of each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets, start=1):
        sheet = book.create_sheet(f"Лист{number}")
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, part: str, pattern: bytes, replacement: bytes) -> bytes:
    """The same archive with one part changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            body = source.read(name)
            if name == part:
                changed = re.sub(pattern, replacement, body, count=1)
                assert changed != body
                body = changed
            target.writestr(name, body)
    return out.getvalue()


def with_part(content: bytes, part: str, body: bytes) -> bytes:
    """The same archive with one part more."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, body)
    return out.getvalue()


def make_ods(rows: list[list[str]]) -> bytes:
    """A small OpenDocument table."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Лист1">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "mimetype",
            "application/vnd.oasis.opendocument.spreadsheet",
            compress_type=zipfile.ZIP_STORED,
        )
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return out.getvalue()


def make_xls(rows: list[list[str]]) -> bytes:
    """A BIFF8 workbook in an OLE container, made by hand: the one sheet, labels only."""
    return _ole(_biff(rows))


def _record(kind: int, body: bytes) -> bytes:
    return kind.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body


def _biff(rows: list[list[str]]) -> bytes:
    def u16(number: int) -> bytes:
        return number.to_bytes(2, "little")

    def begin(kind: int) -> bytes:
        return _record(
            0x0809, u16(0x0600) + u16(kind) + u16(0x0DBB) + u16(1996) + bytes(8)
        )

    name = "List1".encode("latin-1")
    sheet_head = len(name).to_bytes(1, "little") + b"\x00" + name
    before = begin(5) + _record(0x0042, u16(1200))
    offset = len(before) + 4 + 6 + len(sheet_head) + 4
    workbook = (
        before
        + _record(0x0085, offset.to_bytes(4, "little") + bytes(2) + sheet_head)
        + _record(0x000A, b"")
    )
    height, width = len(rows), max(map(len, rows))
    sheet = begin(0x10) + _record(
        0x0200,
        bytes(4) + height.to_bytes(4, "little") + bytes(2) + u16(width) + bytes(2),
    )
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            label = u16(len(text)) + b"\x01" + text.encode("utf-16-le")
            sheet += _record(0x0204, u16(at) + u16(column) + bytes(2) + label)
    return workbook + sheet + _record(0x000A, b"")


def _ole(stream: bytes) -> bytes:
    sector = 512
    # Streams under 4,096 bytes would need the mini stream; padding avoids it.
    stream = stream.ljust(max(4096, -(-len(stream) // sector) * sector), b"\x00")
    count = len(stream) // sector
    end, free, fat_mark = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    table = [fat_mark, end, *range(3, count + 2), end]
    fat = b"".join(entry.to_bytes(4, "little") for entry in table).ljust(
        sector, b"\xff"
    )
    assert len(fat) == sector

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        encoded = name.encode("utf-16-le") + b"\x00\x00" if name else b""
        return (
            encoded.ljust(64, b"\x00")
            + len(encoded).to_bytes(2, "little")
            + bytes([kind, 1])
            + free.to_bytes(4, "little") * 2
            + child.to_bytes(4, "little")
            + bytes(36)
            + start.to_bytes(4, "little")
            + size.to_bytes(8, "little")
        )

    directory = (
        entry("Root Entry", 5, 1, end, 0)
        + entry("Workbook", 2, free, 2, len(stream))
        + entry("", 0, free, 0, 0) * 2
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + bytes.fromhex("3e000300feff09000600")
        + bytes(6 + 4)
        + (1).to_bytes(4, "little")
        + (1).to_bytes(4, "little")
        + bytes(4)
        + (4096).to_bytes(4, "little")
        + end.to_bytes(4, "little")
        + bytes(4)
        + end.to_bytes(4, "little")
        + bytes(4 + 4)
    ).ljust(sector, b"\xff")
    return header + fat + directory + stream

"""Keeping the table somebody uploaded."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from accounts.models import Organisation, User
from common.errors import Refused
from documents.models import Attachment
from registry.spreadsheets.inspection import MAX_BYTES, FileKind, kind_of

CONTENT_TYPES = {
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.XLS: "application/vnd.ms-excel",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.CSV: "text/csv",
}


@dataclass(frozen=True, slots=True)
class UploadedTable:
    """A table by its content; `name` is what the person called it, shortened."""

    content: bytes
    name: str
    kind: FileKind
    sha256: str


def look_at(upload: UploadedFile[bytes]) -> UploadedTable:
    """Read an upload of a table; TableRefused when it is empty, too big or no table."""
    if (upload.size or 0) > MAX_BYTES:
        raise Refused(
            f"Файл больше {MAX_BYTES // 1024 // 1024} МБ. Уберите из него картинки и лишние"
            " листы или разделите список на несколько файлов."
        )
    content = b"".join(upload.chunks())
    name = _shown_name(upload.name or "")
    return UploadedTable(
        content, name, kind_of(content, name), hashlib.sha256(content).hexdigest()
    )


def keep(*, organisation: Organisation, table: UploadedTable, by: User) -> Attachment:
    """Store the table where nothing is served from; its name never forms a path."""
    return Attachment.objects.create(
        organisation=organisation,
        file=ContentFile(
            table.content, name=f"{secrets.token_hex(16)}.{table.kind.value}"
        ),
        name=table.name,
        content_type=CONTENT_TYPES[table.kind],
        size=len(table.content),
        sha256=table.sha256,
        uploaded_by=by,
    )


def _shown_name(name: str) -> str:
    path = PurePath(name.replace("\\", "/"))
    stem = "".join(sign for sign in path.stem if sign.isprintable())
    return f"{stem[:150] or 'таблица'}{path.suffix[:10]}"

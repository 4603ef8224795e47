"""Files: what people bring, and what the press prints."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import PurePath
from typing import TypeAlias

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errands import Claim, ErrandState, hand_over
from common.errors import Refused
from common.tenancy import everywhere
from documents.actions.steps import RENDER, expect_pdf, lock
from documents.models import Attachment, Document
from documents.permissions import may_confirm

# Where this floor keeps files, and how long an unknown one may yet become known.
FOLDERS = ("attachments", "documents")
ORPHAN_AGE = timedelta(days=1)

Scan: TypeAlias = "Attachment | UploadedFile[bytes] | None"

# How the files people bring begin, with their media type and ending.
MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
)


@transaction.atomic
def attach(
    *,
    organisation: Organisation,
    upload: UploadedFile[bytes],
    by: User,
    is_confidential: bool = False,
) -> Attachment:
    """Keep a scan somebody brought: PDF, JPEG or PNG by its content, not its name.

    The caller asks whether the person may bring it. The name never forms a path and
    the file lies where nothing is served from (invariants 53, 54).
    """
    if not by.roles_in(organisation.pk):
        raise Refused("Файлы прикладывают участники организации.")
    content = _read(upload)
    content_type, ending = _recognise(content)
    attachment = Attachment.objects.create(
        organisation=organisation,
        file=ContentFile(content, name=f"{secrets.token_hex(16)}.{ending}"),
        name=_shown_name(upload.name or "", ending),
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        is_confidential=is_confidential,
        uploaded_by=by,
    )
    audit.record(by=by, what="attachment.added", on=attachment)
    return attachment


def attached(
    organisation: Organisation, scan: Scan, by: User, *, is_confidential: bool = False
) -> Attachment | None:
    """Return the attachment of a file just sent; one kept before stays as it is."""
    if scan is None or isinstance(scan, Attachment):
        return scan
    return attach(
        organisation=organisation, upload=scan, by=by, is_confidential=is_confidential
    )


def _read(upload: UploadedFile[bytes]) -> bytes:
    limit = settings.UPLOAD_LIMIT_BYTES
    if not upload.size:
        raise Refused("Файл пуст. Выберите другой.")
    if upload.size > limit:
        raise Refused(
            f"Файл больше {limit // (1024 * 1024)} МБ. Уменьшите разрешение скана."
        )
    return b"".join(upload.chunks())


def _recognise(content: bytes) -> tuple[str, str]:
    for beginning, content_type, ending in MAGIC:
        if content.startswith(beginning):
            return content_type, ending
    raise Refused("Это не PDF, JPG и не PNG. Сохраните скан в одном из этих видов.")


def _shown_name(name: str, ending: str) -> str:
    stem = "".join(
        character for character in PurePath(name).stem if character.isprintable()
    )
    return f"{stem[:150] or 'файл'}.{ending}"


@transaction.atomic
def store_pdf(*, document: Document, content: bytes, claim: Claim) -> Document:
    """Keep the PDF under its own digest; an original once kept is never made anew.

    The worker's claim ends in the same transaction: a late finisher is undone (41, 45).
    """
    document = lock(document)
    if not document.pdf:
        digest = hashlib.sha256(content).hexdigest()
        document.pdf = _keep(
            f"documents/{document.organisation_id}/{digest}.pdf", content
        )
        document.sha256 = digest
        document.save(update_fields=["pdf", "sha256"])
    claim.finish()
    return document


def _keep(name: str, content: bytes) -> str:
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            if kept.read() == content:
                return name
        # A worker killed while writing left part of the file.
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


@transaction.atomic
def render_again(*, document: Document, by: User) -> Document:
    """Print a signed paper whose printing was given up."""
    document = lock(document)
    may_confirm(by, document).require()
    if document.errand_state != ErrandState.FAILED:
        raise Refused("Печать не останавливалась. Обновите страницу.")
    document.save(update_fields=expect_pdf(document))
    audit.record(by=by, what="document.printing_restarted", on=document)
    hand_over(RENDER, document.pk)
    return document


def remove_orphans() -> int:
    """Remove files that no row knows, a day after they came; return how many.

    They are left by transactions that failed after the file was written. The clock
    calls it once a day (invariant 54); each floor sweeps its own folders.
    """
    with everywhere():
        known = set(Attachment.objects.values_list("file", flat=True))
        known |= set(Document.objects.exclude(pdf="").values_list("pdf", flat=True))
    return sum(remove_unknown(folder, known) for folder in FOLDERS)


def remove_unknown(folder: str, known: Collection[str]) -> int:
    """Remove the files of a folder that are not among the known; return how many.

    A file younger than a day stays: its row may not be committed yet.
    """
    before = timezone.now() - ORPHAN_AGE
    orphans = [
        name
        for name in _files_under(folder)
        if name not in known and default_storage.get_modified_time(name) < before
    ]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _files_under(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _files_under(f"{folder}/{name}")

"""Blanks printed together: ordered, printed file by file, kept for days, removed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errands import Claim, hand_over
from common.errors import Refused
from common.links import link
from common.tenancy import everywhere
from documents.actions import remove_unknown
from notifications.actions import notify
from registry.actions.consents import issue
from registry.letters import BlanksPrinted
from registry.models import BlankFile, BlankPack, Consent
from registry.permissions.blanks import may_print_again
from registry.permissions.consents import may_record_consents
from registry.queries.blanks import class_of, in_class_order

ERRAND = "registry.blanks"
FOLDER = "blanks"
KEPT = timedelta(days=7)
# Fifty blanks of two pages take the press 4 seconds and 95 MB; a school at once, 1.3 GB.
PER_FILE = 50


@transaction.atomic
def order(*, consents: Sequence[Consent], by: User) -> BlankPack:
    """Have the blanks printed by a worker and note them as handed out.

    Up to PER_FILE blanks make one file, more make a file for each class. The same
    choice sent twice (a double click) is one pack.
    """
    if not consents:
        raise Refused("Отметьте в списке хотя бы одного человека.")
    organisation = consents[0].organisation
    may_record_consents(by, organisation).require()
    # Two clicks of one person wait for each other here.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=organisation.pk
    )
    digest = _digest(consents)
    standing = _under_way(organisation, digest)
    if standing is not None:
        return standing
    issue(consents=consents, by=by)
    pack = BlankPack(
        organisation=organisation,
        digest=digest,
        blank_count=len(consents),
        created_by=by,
        expires_at=timezone.now() + KEPT,
    )
    pack.expect_errand()
    pack.save()
    _lay_out(pack, consents)
    audit.record(
        by=by, what="blanks.ordered", on=pack, ids=[row.pk for row in consents]
    )
    hand_over(ERRAND, pack.pk)
    return pack


@transaction.atomic
def print_again(*, pack: BlankPack, by: User) -> BlankPack:
    """Print once more what failed or is no longer kept, as people are described now."""
    pack = BlankPack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    may_print_again(by, pack).require()
    standing = _under_way(pack.organisation, pack.digest)
    if standing is not None:
        return standing
    if pack.is_expired:
        _remove(pack)
    chosen = Consent.objects.filter(
        pk__in=BlankFile.consents.through.objects.filter(
            blankfile__pack=pack
        ).values_list("consent_id")
    )
    issue(consents=list(chosen.select_related("organisation")), by=by)
    pack.expires_at = timezone.now() + KEPT
    pack.save(update_fields=["expires_at", *pack.expect_errand()])
    audit.record(by=by, what="blanks.ordered_again", on=pack)
    hand_over(ERRAND, pack.pk)
    return pack


@transaction.atomic
def store_file(*, file: BlankFile, content: bytes, claim: Claim) -> None:
    """Keep one printed file; raise ClaimLost when another worker has the pack."""
    claim.beat()
    name = f"{FOLDER}/{file.organisation_id}/{file.pack_id}-{file.number}.pdf"
    # A worker killed while writing may have left part of the file.
    default_storage.delete(name)
    file.file = default_storage.save(name, ContentFile(content))
    file.save(update_fields=["file"])


@transaction.atomic
def keep_printed(*, pack: BlankPack, claim: Claim) -> None:
    """Close the work and tell who ordered it."""
    organisation = pack.organisation
    notify(
        letter=BlanksPrinted,
        to=[pack.created_by],
        organisation=organisation,
        key=f"blanks:{pack.pk}:{claim.attempt}:{pack.expires_at.isoformat()}",
        path=link(
            "registry:blank_pack_detail", organisation=organisation.slug, pk=pack.pk
        ),
        context={"pack": pack},
    )
    claim.finish()


def expire_everywhere() -> int:
    """Remove the files whose term is over; return of how many packs. The clock's."""
    with everywhere():
        packs = (
            BlankPack.objects.filter(expires_at__lte=timezone.now())
            .exclude(files__file="")
            .filter(files__isnull=False)
            .distinct()
        )
        return sum(_expire(pk) for pk in list(packs.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int) -> bool:
    """Remove a pack's files, unless somebody has had it printed again meanwhile."""
    pack = BlankPack.objects.select_for_update(of=("self",)).get(pk=pk)
    if not pack.is_expired:
        return False
    _remove(pack)
    return True


def remove_orphans() -> int:
    """Remove printed files that no row knows; return how many. The clock's, once a day."""
    with everywhere():
        known = set(BlankFile.objects.exclude(file="").values_list("file", flat=True))
    return remove_unknown(FOLDER, known)


def _remove(pack: BlankPack) -> None:
    """Remove the files first: a row without its file is cleared the next time."""
    for file in pack.files.exclude(file=""):
        default_storage.delete(file.file)
    pack.files.update(file="")


def _under_way(organisation: Organisation, digest: str) -> BlankPack | None:
    packs = BlankPack.objects.filter(organisation=organisation, digest=digest)
    return next((pack for pack in packs if pack.is_under_way), None)


def _digest(consents: Sequence[Consent]) -> str:
    keys = ",".join(str(pk) for pk in sorted({row.pk for row in consents}))
    return hashlib.sha256(keys.encode()).hexdigest()


def _lay_out(pack: BlankPack, consents: Sequence[Consent]) -> None:
    through = BlankFile.consents.through
    for number, (title, rows) in enumerate(_shares(consents), start=1):
        file = BlankFile.objects.create(
            organisation_id=pack.organisation_id,
            pack=pack,
            number=number,
            title=title[:80],
            blank_count=len(rows),
        )
        through.objects.bulk_create(
            through(blankfile_id=file.pk, consent_id=row.pk) for row in rows
        )


def _shares(consents: Sequence[Consent]) -> Iterator[tuple[str, list[Consent]]]:
    rows = sorted(consents, key=in_class_order)
    classes = {class_of(row) for row in rows}
    if len(rows) <= PER_FILE:
        yield classes.pop() if len(classes) == 1 else "Все выбранные", rows
        return
    for name, members in groupby(rows, key=class_of):
        share = list(members)
        for start in range(0, len(share), PER_FILE):
            part = f", часть {start // PER_FILE + 1}" if len(share) > PER_FILE else ""
            yield f"{name}{part}", share[start : start + PER_FILE]

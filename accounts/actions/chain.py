"""The chain of the audit trail: each committed event tied to the one before."""

from __future__ import annotations

import hashlib

from django.db import transaction

from accounts.models import AuditEvent, AuditLink, Organisation

BATCH = 1000


@transaction.atomic
def chain_events(*, organisation: Organisation | None) -> int:
    """Tie the organisation's events that are not tied yet; return how many.

    The clock calls it after commit, so events of concurrent transactions get an order
    nobody can change later unnoticed (invariant 59). None: events of no organisation.
    """
    links = AuditLink.objects.filter(organisation=organisation)
    last = links.select_for_update(of=("self",)).order_by("-position").first()
    position, digest = (last.position, last.digest) if last else (0, "")
    loose = AuditEvent.objects.filter(organisation=organisation, link=None)
    made = []
    for event in loose.order_by("pk")[:BATCH]:
        position += 1
        digest = digest_of(event, digest)
        made.append(
            AuditLink(
                organisation=organisation,
                position=position,
                event=event,
                digest=digest,
            )
        )
    AuditLink.objects.bulk_create(made)
    return len(made)


def digest_of(event: AuditEvent, before: str) -> str:
    """Return the link's digest: of the digest before and everything the event says."""
    said = "|".join(
        str(part)
        for part in (
            before,
            event.pk,
            event.at.isoformat(),
            event.by_id,
            event.what,
            event.object_kind,
            event.object_id,
            event.object_ids,
            event.field_names,
            event.salt,
            event.digest,
        )
    )
    return hashlib.sha256(said.encode()).hexdigest()

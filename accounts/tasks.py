"""What the clock does for the audit trail."""

from __future__ import annotations

from celery import shared_task

from accounts.actions.chain import chain_events
from accounts.models import Organisation


@shared_task(name="accounts.chain")
def chain() -> None:
    """Tie every organisation's new events to its chain."""
    chain_events(organisation=None)
    for organisation in Organisation.objects.all():
        chain_events(organisation=organisation)

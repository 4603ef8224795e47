"""What the clock starts for the whole house."""

from __future__ import annotations

from celery import shared_task

from accounts.actions.form_keys import forget_old
from common import errands
from common.tenancy import everywhere
from documents.actions import remove_orphans
from notifications.actions import release_held_letters
from registry.actions import blanks
from registry.actions.consents import expire_everywhere
from registry.actions.erasure_ledger import settle
from registry.actions.refreshing import mark_stale_everywhere


@shared_task(name="mentoring.sweep")
def sweep() -> None:
    """Hand over again every errand that waited or fell silent too long."""
    release_held_letters()
    errands.sweep()


@shared_task(name="mentoring.tidy")
def tidy() -> None:
    """Once a day: files no row points to and keys of old forms go, consents lapse, cards age."""
    remove_orphans()
    forget_old()
    expire_everywhere()
    mark_stale_everywhere()
    blanks.expire_everywhere()
    blanks.remove_orphans()
    with everywhere():
        settle()

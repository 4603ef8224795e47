"""Forms that act once: claimed, settled or given back, forgotten after some days."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import FormKey, User

# Longer than a session lives, and so than any page from which a form can still be sent.
KEPT = timedelta(days=7)


@transaction.atomic
def claim(*, digest: str, by: User) -> FormKey:
    """Claim a form just sent, in the transaction of what it does.

    A twin that comes meanwhile waits for the end of that transaction. The key of a form
    taken before has its `place`.
    """
    key, _ = FormKey.objects.get_or_create(user=by, digest=digest)
    return key


@transaction.atomic
def settle(*, key: FormKey, place: str) -> None:
    """Note the address that shows what came of the form."""
    key.place = place
    key.save(update_fields=["place"])


@transaction.atomic
def give_back(*, key: FormKey) -> None:
    """Let the form be sent again: nothing came of it, its mistakes are shown."""
    key.delete()


def forget_old() -> int:
    """Remove the keys of forms nobody can send any more; return how many.

    The clock calls it once a day.
    """
    old = FormKey.objects.filter(created_at__lt=timezone.now() - KEPT)
    return old.delete()[0]

"""Lists of people that leave the portal: who took what, and not too often (T25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, Organisation, User
from common.errors import Refused
from registry.permissions.people import may_export_people

AUDIT_WORD = "people.exported"
EXPORTS_AN_HOUR = 60


class TooOften(Refused):
    """So many lists were taken within the hour that this looks like a copying of all."""


@transaction.atomic
def note_export(
    *,
    organisation: Organisation,
    title: str,
    columns: Sequence[str],
    count: int,
    by: User,
) -> None:
    """Write down that `count` people leave in a file, before they do.

    Raises TooOften past EXPORTS_AN_HOUR of one person.
    """
    may_export_people(by, organisation).require()
    # Files asked for at once are counted one after another.
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    since = timezone.now() - timedelta(hours=1)
    taken = AuditEvent.objects.filter(by=by, what=AUDIT_WORD, at__gte=since).count()
    if taken >= EXPORTS_AN_HOUR:
        raise TooOften(
            f"За час с портала взято {taken} списков. Это похоже на выгрузку всего подряд:"
            " подождите час или возьмите один общий список."
        )
    audit.record(
        by=by,
        what=AUDIT_WORD,
        on=organisation,
        after={"list": title, "columns": list(columns), "count": count},
    )

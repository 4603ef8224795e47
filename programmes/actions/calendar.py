"""The link behind which a calendar stands: made, made anew, closed (R-348)."""

from __future__ import annotations

from django.db import transaction
from django.utils.crypto import get_random_string

from accounts import audit
from accounts.models import Organisation, User
from programmes.enums import FeedScope
from programmes.models import CalendarFeed
from programmes.permissions.calendar import may_open_feed


@transaction.atomic
def open_feed(
    *, organisation: Organisation, scope: FeedScope, by: User
) -> CalendarFeed:
    """Give the user a new link; the one given before stops working."""
    may_open_feed(by, organisation.pk, scope).require()
    feed, _ = CalendarFeed.objects.update_or_create(
        organisation=organisation,
        user=by,
        scope=scope,
        defaults={"salt": get_random_string(22)},
    )
    audit.record(by=by, what="calendar_feed.opened", on=feed, after={"scope": scope})
    return feed


@transaction.atomic
def close_feed(*, feed: CalendarFeed, by: User) -> None:
    """Take the link back: whoever has it sees nothing more."""
    audit.record(by=by, what="calendar_feed.closed", on=feed)
    feed.delete()

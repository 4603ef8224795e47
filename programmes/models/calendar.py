"""The calendar by link: a feed a person's own programme reads (R-348)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from accounts.models import TenantRow, User
from programmes.enums import FeedScope


class CalendarFeed(TenantRow):
    """One person's link to a calendar; a new `salt` makes the old link void.

    The link carries the row's key and salt, signed; nothing else opens it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    scope = models.CharField("что в календаре", max_length=12, choices=FeedScope)
    salt = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user", "scope"], name="calendar_feed_once"
            )
        ]

    def __str__(self) -> str:
        return self.get_scope_display()

"""Letters to people: one row per letter, recipient and channel."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import TenantRow, User
from common.errands import ErrandRow, ErrandState
from common.tenancy import TenantManager
from notifications.enums import Channel, Delivery, DigestRhythm

# What stands between the attempts to send a letter by e-mail: a mail server that is away
# for a night does not lose it (attempts: one more than pauses).
LETTER_PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Letters by eye and state."""

    def visible_to(self, user: User) -> NotificationQuerySet:
        """Keep the user's own inbox."""
        return self.filter(recipient=user, channel=Channel.INBOX)

    def unread(self) -> NotificationQuerySet:
        """Keep what was not opened yet."""
        return self.filter(read_at=None)

    def outbox(self) -> NotificationQuerySet:
        """Keep the letters that leave by e-mail, sent or waiting."""
        return self.filter(channel=Channel.EMAIL)


NotificationManager = TenantManager.from_queryset(NotificationQuerySet)


class Notification(TenantRow, ErrandRow):
    """A letter. Its errand is the e-mail; in the inbox it is there at once.

    `key` names the event and the recipient: one letter per channel (invariants 44, 48);
    the subject names no person (invariant 27).
    """

    pauses = LETTER_PAUSES

    recipient = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="notifications"
    )
    address = models.EmailField(blank=True)
    channel = models.CharField(max_length=10, choices=Channel)
    letter = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    search_text = models.TextField(blank=True)
    path = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar[NotificationManager[Self]] = NotificationManager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key", "channel"],
                name="notification_once_per_key",
            ),
            models.CheckConstraint(
                name="notification_has_somebody",
                condition=Q(recipient__isnull=False) | ~Q(address=""),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="notification_unread")
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def delivery(self) -> Delivery:
        """What became of it, for letters by e-mail."""
        return _DELIVERIES[ErrandState(self.errand_state)]

    @property
    def gist(self) -> str:
        """What the letter says after the greeting: its first paragraph."""
        paragraphs = [part.strip() for part in self.text.split("\n\n")]
        said = [part for part in paragraphs if not part.startswith("Здравствуйте")]
        return said[0] if said else ""

    @property
    def is_read(self) -> bool:
        return self.read_at is not None


class LetterSettings(TenantRow):
    """What a person wants by e-mail from one organisation; the inbox has everything.

    `not_by_email` are codes of letters; obligatory ones are sent whatever stands there.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="letter_settings")
    digest = models.CharField(
        "письмо о сроках",
        max_length=10,
        choices=DigestRhythm,
        default=DigestRhythm.DAILY,
    )
    not_by_email = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="letter_settings_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.digest}"


_DELIVERIES = {
    ErrandState.NONE: Delivery.HELD,
    ErrandState.WAITING: Delivery.WAITING,
    ErrandState.RUNNING: Delivery.WAITING,
    ErrandState.DONE: Delivery.SENT,
    ErrandState.FAILED: Delivery.FAILED,
}

"""Writing letters, sending them, reading them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Organisation, User
from common.errands import Claim, ErrandState, hand_over
from common.links import absolute
from common.russian.names import normalise
from common.tenancy import everywhere
from notifications.enums import Channel
from notifications.letters import Letter
from notifications.models import Notification
from notifications.permissions import may_mark_read, may_resend
from notifications.queries import is_mail_set_up

DELIVER = "notifications.deliver"
BATCH_SIZE = 500


@dataclass(frozen=True)
class Event:
    """What is told, and to what page it leads."""

    letter: type[Letter]
    organisation: Organisation
    key: str
    path: str
    context: Mapping[str, object]

    def written_to(self, recipient: User, channel: Channel) -> Notification:
        """Return the letter to somebody with an account."""
        return Notification(
            **self._common(recipient),
            recipient=recipient,
            address=recipient.email if channel == Channel.EMAIL else "",
            channel=channel,
            key=f"{self.key}:{recipient.pk}",
            search_text=normalise(f"{recipient} {recipient.email} {self._subject}"),
        )

    def written_to_address(self, address: str) -> Notification:
        """Return the letter to somebody without an account."""
        return Notification(
            **self._common(None),
            address=address,
            channel=Channel.EMAIL,
            key=f"{self.key}:{address}",
            search_text=normalise(f"{address} {self._subject}"),
        )

    @property
    def _subject(self) -> str:
        return self.letter.subject

    def _common(self, recipient: User | None) -> dict[str, Any]:
        words = {
            "organisation": self.organisation,
            "recipient": recipient,
            "url": absolute(self.path) if self.path else "",
            **self.context,
        }
        return {
            "organisation": self.organisation,
            "letter": self.letter.code,
            "subject": self._subject,
            "text": self.letter.write(words),
            "path": self.path,
        }


@transaction.atomic
def notify(
    *,
    letter: type[Letter],
    to: Iterable[User],
    organisation: Organisation,
    key: str,
    path: str = "",
    context: Mapping[str, object] | None = None,
) -> list[Notification]:
    """Tell people of an event: in the inbox at once, by e-mail where there is an address.

    `key` names the event; one letter per event, recipient and channel, so repeating is
    harmless (invariants 44, 48). `path` is where the letter leads. Returns the letters
    of the event, those written before included.
    """
    event = Event(letter, organisation, key, path, context or {})
    return _keep(
        organisation,
        [
            event.written_to(recipient, channel)
            for recipient in to
            for channel in _channels(recipient)
        ],
    )


@transaction.atomic
def notify_address(
    *,
    letter: type[Letter],
    address: str,
    organisation: Organisation,
    key: str,
    path: str = "",
    context: Mapping[str, object] | None = None,
) -> list[Notification]:
    """Tell somebody who has no account, by e-mail alone; otherwise as `notify`."""
    event = Event(letter, organisation, key, path, context or {})
    return _keep(organisation, [event.written_to_address(address)])


def _channels(recipient: User) -> list[Channel]:
    return [Channel.INBOX, Channel.EMAIL] if recipient.email else [Channel.INBOX]


def _keep(
    organisation: Organisation, letters: list[Notification]
) -> list[Notification]:
    for letter in letters:
        if letter.channel == Channel.EMAIL and is_mail_set_up():
            letter.expect_errand()
    Notification.objects.bulk_create(letters, ignore_conflicts=True)
    kept = list(
        Notification.objects.filter(
            organisation=organisation, key__in={letter.key for letter in letters}
        ).order_by("pk")
    )
    for notification in kept:
        if notification.errand_state == ErrandState.WAITING:
            hand_over(DELIVER, notification.pk)
    return kept


def release_held_letters() -> int:
    """Queue the letters written while mail was not set up; return how many.

    The clock calls it at every tick; it does nothing until EMAIL_URL is set.
    """
    if not is_mail_set_up():
        return 0
    with everywhere(), transaction.atomic():
        held = list(
            Notification.objects.outbox()
            .filter(errand_state=ErrandState.NONE)
            .select_for_update(of=("self",))
            .order_by("pk")[:BATCH_SIZE]
        )
        for notification in held:
            notification.save(update_fields=notification.expect_errand())
            hand_over(DELIVER, notification.pk)
    return len(held)


@transaction.atomic
def mark_sent(*, notification: Notification, claim: Claim) -> None:
    """Note that the letter left; undone when another worker has taken it over."""
    notification.sent_at = timezone.now()
    notification.save(update_fields=["sent_at"])
    claim.finish()


@transaction.atomic
def resend(*, notification: Notification, by: User) -> Notification:
    """Send a letter that did not leave once more."""
    notification = Notification.objects.select_for_update(of=("self",)).get(
        pk=notification.pk
    )
    may_resend(by, notification).require()
    notification.save(update_fields=notification.expect_errand())
    audit.record(by=by, what="notification.resent", on=notification)
    hand_over(DELIVER, notification.pk)
    return notification


@transaction.atomic
def mark_read(*, notification: Notification, by: User) -> Notification:
    """Note that the recipient opened the letter; the first time counts."""
    may_mark_read(by, notification).require()
    Notification.objects.filter(pk=notification.pk, read_at=None).update(
        read_at=timezone.now()
    )
    notification.refresh_from_db(fields=["read_at"])
    return notification


@transaction.atomic
def mark_all_read(*, organisation: Organisation, by: User) -> int:
    """Note that the person has seen all letters in this organisation's inbox."""
    unread = Notification.objects.visible_to(by).unread()
    return unread.filter(organisation=organisation).update(read_at=timezone.now())

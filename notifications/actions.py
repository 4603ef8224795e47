"""Writing letters, sending them, reading them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from notifications import unsubscribing
from notifications.enums import Channel, DigestRhythm
from notifications.letters import Letter
from notifications.models import LetterSettings, Notification
from notifications.permissions import may_mark_read, may_resend
from notifications.queries import is_mail_set_up, settings_of, wants_by_email

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

    def written_to(
        self, recipient: User, settings: LetterSettings | None
    ) -> Iterator[Notification]:
        """Yield the letter to somebody with an account, by each of his channels."""
        common = self._common(recipient)
        common |= {"recipient_id": recipient.pk, "key": f"{self.key}:{recipient.pk}"}
        yield Notification(**common, channel=Channel.INBOX)
        if recipient.email and wants_by_email(settings, self.letter):
            common["text"] += self._farewell(recipient)
            common["search_text"] = normalise(
                f"{recipient} {recipient.email} {self._subject}"
            )
            yield Notification(**common, channel=Channel.EMAIL, address=recipient.email)

    def _farewell(self, recipient: User) -> str:
        """Say how to get no more of these, under every letter that may be refused."""
        if self.letter.is_obligatory:
            return ""
        path = unsubscribing.path(self.organisation.pk, recipient.pk, self.letter)
        return f"\n--\nБольше не присылать такие письма на почту: {absolute(path)}\n"

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
        # By key: a morning writes thousands of rows, and an object costs more than a key.
        return {
            "organisation_id": self.organisation.pk,
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
    recipients = list(to)
    settings = settings_of([organisation], recipients)
    return _keep(
        organisation,
        [
            letter
            for recipient in recipients
            for letter in event.written_to(
                recipient, settings.get((organisation.pk, recipient.pk))
            )
        ],
    )


@transaction.atomic
def notify_each(letters: Sequence[tuple[Event, User]]) -> None:
    """Tell many people of as many events at once, as `notify` does, in two queries.

    The clock hands the e-mails over: a message for each would take longer than the rest.
    """
    settings = settings_of(
        {event.organisation for event, _ in letters},
        {recipient for _, recipient in letters},
    )
    written = [
        notification
        for event, recipient in letters
        for notification in event.written_to(
            recipient, settings.get((event.organisation.pk, recipient.pk))
        )
    ]
    _write(written)


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


def _keep(
    organisation: Organisation, letters: list[Notification]
) -> list[Notification]:
    _write(letters)
    kept = list(
        Notification.objects.filter(
            organisation=organisation, key__in={letter.key for letter in letters}
        ).order_by("pk")
    )
    for notification in kept:
        if notification.errand_state == ErrandState.WAITING:
            hand_over(DELIVER, notification.pk)
    return kept


def _write(letters: list[Notification]) -> None:
    for letter in letters:
        if letter.channel == Channel.EMAIL and is_mail_set_up():
            letter.expect_errand()
    Notification.objects.bulk_create(letters, ignore_conflicts=True)


@transaction.atomic
def change_letter_settings(
    *, organisation: Organisation, by: User, digest: str, not_by_email: Sequence[str]
) -> LetterSettings:
    """Keep what the person wants by e-mail; obligatory letters come all the same."""
    settings, _ = LetterSettings.objects.update_or_create(
        organisation=organisation,
        user=by,
        defaults={"digest": digest, "not_by_email": sorted(not_by_email)},
    )
    audit.record(
        by=by,
        what="letter_settings.changed",
        on=settings,
        after={"digest": digest, "not_by_email": settings.not_by_email},
    )
    return settings


@transaction.atomic
def unsubscribe(*, organisation_id: int, user: User, letter: type[Letter]) -> None:
    """Send no more of a kind of letters by e-mail; the link in the letter is the proof."""
    settings, _ = LetterSettings.objects.get_or_create(
        organisation_id=organisation_id, user=user
    )
    settings = LetterSettings.objects.select_for_update(of=("self",)).get(
        pk=settings.pk
    )
    if letter.is_digest:
        settings.digest = DigestRhythm.NEVER
    else:
        settings.not_by_email = sorted({*settings.not_by_email, letter.code})
    settings.save(update_fields=["digest", "not_by_email"])
    audit.record(
        by=user,
        what="letter_settings.unsubscribed",
        on=settings,
        after={"letter": letter.code},
    )


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

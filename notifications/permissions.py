"""May this person see or send letters?"""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.errands import ErrandState
from common.verdict import YES, Verdict, all_of, no
from notifications.enums import Channel
from notifications.models import Notification


def may_view_outbox(user: User, organisation_id: int) -> Verdict:
    """«Исходящие» are the curator's: who prepares papers answers for the letters too."""
    return may(user, Permission.DOCUMENT_PREPARE, organisation_id, "куратор")


def may_mark_read(user: User, notification: Notification) -> Verdict:
    """One opens one's own letters only."""
    if notification.recipient_id == user.pk and notification.channel == Channel.INBOX:
        return YES
    return no("Это письмо адресовано другому человеку.")


def may_resend(user: User, notification: Notification) -> Verdict:
    """Only a letter that did not leave is sent again; one that waits for it, sooner."""
    has_failed = notification.channel == Channel.EMAIL and (
        notification.errand_state == ErrandState.FAILED
        or notification.next_attempt_at is not None
    )
    return all_of(
        may_view_outbox(user, notification.organisation_id),
        YES if has_failed else no("Ещё раз отправляют только то, что не ушло."),
    )

"""The postman."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from common.errands import Claim, errand
from common.errors import Refused
from notifications import actions
from notifications.models import Notification


@errand(actions.DELIVER, Notification)
def deliver(notification: Notification, claim: Claim) -> None:
    """Send one letter by e-mail.

    A worker killed between the post office and the note sends it twice rather than
    never; both carry the same Message-ID, by which mail programs show one.
    """
    message = EmailMessage(
        subject=notification.subject,
        body=notification.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notification.address],
        headers={"Message-ID": message_id(notification)},
    )
    try:
        message.send()
    except SMTPRecipientsRefused as refusal:
        raise Refused(
            "Почтовый сервер не принял адрес. Проверьте его в карточке человека."
        ) from refusal
    actions.mark_sent(notification=notification, claim=claim)


def message_id(notification: Notification) -> str:
    """Return the letter's own name in the post, the same at every attempt."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return f"<notification-{notification.pk}@{host}>"

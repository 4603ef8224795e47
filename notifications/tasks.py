"""The postman."""

from __future__ import annotations

from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from common.errands import Claim, TryAgain, errand
from common.errors import Refused
from notifications import actions
from notifications.models import Notification

# Answers of a mail server from 500 on are final, 400 to 499 ask to come again (RFC 5321).
NEVER = 500


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
        if all(code >= NEVER for code, _ in refusal.recipients.values()):
            raise Refused(
                "Почтовый сервер не принял адрес. Проверьте его в карточке человека."
            ) from refusal
        raise TryAgain(
            "Почтовый сервер адресата пока не принимает письмо."
        ) from refusal
    except SMTPAuthenticationError as refusal:
        raise TryAgain(
            "Почтовый сервер не принял логин и пароль портала. Скажите администратору."
        ) from refusal
    except OSError as silence:  # every SMTPException is one, and so is a lost network
        raise TryAgain("Почтовый сервер не ответил или не принял письмо.") from silence
    actions.mark_sent(notification=notification, claim=claim)


def message_id(notification: Notification) -> str:
    """Return the letter's own name in the post, the same at every attempt."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return f"<notification-{notification.pk}@{host}>"

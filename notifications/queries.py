"""Questions about letters."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.models import Organisation, User
from common.errands import ErrandState
from common.russian.names import normalise
from notifications.enums import Delivery
from notifications.models import Notification, NotificationQuerySet

STATES: dict[Delivery, Q] = {
    Delivery.HELD: Q(errand_state=ErrandState.NONE),
    Delivery.WAITING: Q(errand_state__in=[ErrandState.WAITING, ErrandState.RUNNING]),
    Delivery.SENT: Q(errand_state=ErrandState.DONE),
    Delivery.FAILED: Q(errand_state=ErrandState.FAILED),
}


def is_mail_set_up() -> bool:
    """Tell whether letters can leave; without EMAIL_URL they are held in «Исходящие»."""
    return bool(settings.EMAIL_URL)


def inbox(user: User) -> NotificationQuerySet:
    """Return the user's letters in this organisation, newest first."""
    return Notification.objects.visible_to(user)


def outbox(
    organisation: Organisation, *, state: str = "", search: str = ""
) -> QuerySet[Notification]:
    """Return letters by e-mail, newest first, of one state and with the words in them.

    Words are looked for in the recipient's name, the address and the subject.
    """
    letters = (
        Notification.objects.outbox()
        .filter(organisation=organisation)
        .select_related("recipient")
    )
    if state in Delivery.values:
        letters = letters.filter(STATES[Delivery(state)])
    words = normalise(search)
    return letters.filter(search_text__contains=words) if words else letters

"""Questions about letters."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.enums import Role
from accounts.models import Organisation, User
from common.errands import ErrandState
from common.russian.names import normalise
from notifications.enums import Delivery, DigestRhythm
from notifications.letters import Letter, registered
from notifications.models import LetterSettings, Notification, NotificationQuerySet

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


def settings_of(
    organisations: Iterable[Organisation], users: Iterable[User]
) -> dict[tuple[int, int], LetterSettings]:
    """Return what people want by e-mail where, by (organisation, account)."""
    kept = LetterSettings.objects.filter(organisation__in=organisations, user__in=users)
    return {(row.organisation_id, row.user_id): row for row in kept}


def wants_by_email(settings: LetterSettings | None, letter: type[Letter]) -> bool:
    """Tell whether a kind of letters goes to the person's e-mail as well."""
    if settings is None or letter.is_obligatory:
        return True
    if letter.is_digest:
        return settings.digest != DigestRhythm.NEVER
    return letter.code not in settings.not_by_email


def refusable_letters(roles: Collection[Role]) -> list[type[Letter]]:
    """Return the kinds of letters the roles may get and refuse, by their subject."""
    return [letter for letter in _kinds_for(roles) if not letter.is_obligatory]


def obligatory_letters(roles: Collection[Role]) -> list[type[Letter]]:
    """Return the kinds of letters the roles get whatever their settings."""
    return [letter for letter in _kinds_for(roles) if letter.is_obligatory]


def _kinds_for(roles: Collection[Role]) -> list[type[Letter]]:
    kinds = (
        letter
        for letter in registered.values()
        if not letter.is_digest and (not letter.readers or letter.readers & set(roles))
    )
    return sorted(kinds, key=lambda letter: letter.subject)

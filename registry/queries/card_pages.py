"""What the page of a card shows, gathered in one place."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from registry.models import (
    Consent,
    Guardianship,
    MenteeCard,
    MentorCard,
    Person,
    Request,
    ThirdPartyWord,
)
from registry.queries.ageing import cards_to_refresh
from registry.queries.consents import (
    consents_of,
    guardians_of,
    local_day,
    people_without_consent,
)
from registry.queries.history import Told, history_of
from registry.queries.support import is_assigned
from registry.queries.words import words_about


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card with its person; without the right to see him, his contacts are left out."""

    is_person_shown: bool
    is_staff: bool
    is_minor: bool
    lacks_consent: bool
    is_stale: bool
    consents: list[Consent]
    guardians: list[Guardianship]
    requests: list[Request]
    words: list[ThirdPartyWord]
    history: list[Told]


def card_page(card: MentorCard | MenteeCard, user: User, *, is_staff: bool) -> CardPage:
    """Gather what the user may see of the card; staff see remarks and the history.

    A psychologist sees the contacts of the mentees assigned to him.
    """
    person = card.person
    today = local_day(card.organisation)
    is_shown = Person.objects.visible_to(user).filter(pk=person.pk).exists() or (
        isinstance(card, MenteeCard) and is_assigned(user, card)
    )
    return CardPage(
        is_person_shown=is_shown,
        is_staff=is_staff,
        is_minor=person.is_minor_on(today),
        lacks_consent=bool(people_without_consent([person], today)),
        is_stale=is_staff and bool(cards_to_refresh([card], today)),
        consents=list(consents_of([person])) if is_shown else [],
        guardians=guardians_of(person, today) if is_shown else [],
        requests=list(Request.objects.filter(card=card).prefetch_related("competences"))
        if isinstance(card, MenteeCard)
        else [],
        words=words_about(card) if is_staff and isinstance(card, MenteeCard) else [],
        history=history_of(card, with_person=is_shown) if is_staff else [],
    )

"""One's own applications, and those whom one may nominate."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Organisation, User
from accounts.roles import Permission
from common.russian.names import normalise
from registry.enums import CardSource, MenteeStatus
from registry.models import MenteeCard, MentorCard, Person
from registry.queries.cycles import current_cycle

SHOWN = 50


def candidacy_of(person: Person) -> MentorCard | None:
    """Return the person's card of a mentor in the cycle that goes on."""
    cycle = current_cycle(person.organisation)
    cards = MentorCard.objects.select_related("cycle", "person", "nominated_by")
    return cards.filter(person=person, cycle=cycle).first()


def wish_of(person: Person) -> MenteeCard | None:
    """Return the person's card of a mentee in the cycle that goes on."""
    cycle = current_cycle(person.organisation)
    cards = MenteeCard.objects.select_related("cycle", "person", "asked_by")
    return cards.filter(person=person, cycle=cycle).first()


def completed_cards(person: Person) -> list[MenteeCard]:
    """Return the mentee's cards of programmes he completed (R-088)."""
    return list(MenteeCard.objects.filter(person=person, status=MenteeStatus.COMPLETED))


def people_seen_to_nominate(user: User, organisation: Organisation) -> QuerySet[Person]:
    """Return whom the user finds to nominate: the curator anybody, a head his own."""
    people = Person.objects.filter(organisation=organisation)
    if user.has(Permission.CARD_CHANGE, organisation.pk):
        return people
    return people.filter(department__head__user=user)


def people_to_nominate(
    user: User, organisation: Organisation, words: str
) -> list[Person]:
    """Return whom the user may nominate: the curator anybody found, a head his own."""
    if user.has(Permission.CARD_CHANGE, organisation.pk) and not words:
        return []
    people = people_seen_to_nominate(user, organisation).filter(departure="")
    for word in normalise(words).split():
        people = people.filter(search__contains=word)
    return list(
        people.exclude(user=user).select_related("group", "department__head")[:SHOWN]
    )


def nominations(user: User, organisation: Organisation) -> QuerySet[MentorCard]:
    """Return the nominations of the cycle: all for who keeps the bases, else one's own."""
    cards = MentorCard.objects.filter(
        organisation=organisation,
        cycle=current_cycle(organisation),
        source=CardSource.NOMINATION,
    ).select_related("person", "nominated_by")
    if user.has(Permission.CARD_CHANGE, organisation.pk):
        return cards
    return cards.filter(nominated_by=user)

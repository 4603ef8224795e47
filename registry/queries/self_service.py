"""Oneself and one's children, as one's own pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from registry.enums import CycleStatus
from registry.models import Guardianship, MenteeCard, MentorCard, Person
from registry.queries.consents import (
    current_guardianships,
    guardians_of_all,
    people_without_consent,
)


@dataclass(frozen=True, slots=True)
class Mine:
    """A person with the cards of open cycles and who represents him."""

    person: Person
    mentor_cards: list[MentorCard]
    mentee_cards: list[MenteeCard]
    guardians: list[Guardianship]
    lacks_consent: bool


def my_people(user: User, on: date) -> tuple[Mine | None, list[Mine]]:
    """Return the user's own person, if he is one here, and those he represents."""
    own = Person.objects.filter(user=user).select_related("group", "organisation")
    wards = current_guardianships(on).filter(guardian__user=user)
    keys = {*wards.values_list("child_id", flat=True)}
    children = Person.objects.filter(pk__in=keys).select_related(
        "group", "organisation"
    )
    people = [*own, *(child for child in children if child.user_id != user.pk)]
    found = _gathered(people, on)
    mine = [each for each in found if each.person.user_id == user.pk]
    others = [each for each in found if each.person.user_id != user.pk]
    return next(iter(mine), None), others


def _gathered(people: list[Person], on: date) -> list[Mine]:
    keys = [person.pk for person in people]
    open_cards = {"person__in": keys}
    mentors = list(
        MentorCard.objects.filter(**open_cards)
        .exclude(cycle__status=CycleStatus.CLOSED)
        .select_related("cycle", "form")
    )
    mentees = list(
        MenteeCard.objects.filter(**open_cards)
        .exclude(cycle__status=CycleStatus.CLOSED)
        .select_related("cycle", "form")
        .prefetch_related("requests")
    )
    guardians = guardians_of_all(keys, on)
    lacking = {person.pk for person in people_without_consent(people, on)}
    return [
        Mine(
            person=person,
            mentor_cards=[card for card in mentors if card.person_id == person.pk],
            mentee_cards=[card for card in mentees if card.person_id == person.pk],
            guardians=guardians[person.pk],
            lacks_consent=person.pk in lacking,
        )
        for person in people
    ]

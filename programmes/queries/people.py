"""Who a pair is about, and who speaks for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from common.russian.names import FullName
from programmes.enums import PairSide
from programmes.models import Acceptance, Pair
from registry.models import Guardianship, Person
from registry.queries.consents import guardians_of, guardians_of_all

OWN_WORD_AGE = 14


def is_spoken_for(person: Person, guardianships: list[Guardianship], day: date) -> bool:
    """Tell whether a representative answers for the person: under 14.

    Somebody of unknown age who has a representative is taken for the younger.
    """
    age = person.age_on(day)
    return bool(guardianships) if age is None else age < OWN_WORD_AGE


def speaker_of(user: User, person: Person, day: date) -> str:
    """Return how the user's answer for the person is signed; empty when he has no word."""
    guardianships = guardians_of(person, day)
    if not is_spoken_for(person, guardianships, day):
        return person.full_name if person.user_id == user.pk else ""
    return next(
        (
            signed_by(guardianship)
            for guardianship in guardianships
            if guardianship.guardian.user_id == user.pk
        ),
        "",
    )


def paper_speaker_of(person: Person, day: date) -> str:
    """Return who signs for the person on paper."""
    guardianships = guardians_of(person, day)
    if is_spoken_for(person, guardianships, day):
        return (
            signed_by(guardianships[0]) if guardianships else "законный представитель"
        )
    return person.full_name


def signed_by(guardianship: Guardianship) -> str:
    return f"{guardianship.guardian.full_name} ({guardianship.basis})"


def listed_name(person: Person) -> str:
    """«Мирная М. О.»: the order of a list."""
    return FullName(person.last_name, person.first_name, person.patronymic).listed()


def asked_users(acceptance: Acceptance, day: date) -> list[User]:
    """Return the accounts of those who answer: the person's own or the representatives'."""
    return speakers_of(acceptance.person, day)


def speakers_of(person: Person, day: date) -> list[User]:
    """Return the accounts of who answers for the person: his own, or representatives'."""
    guardianships = guardians_of(person, day)
    if is_spoken_for(person, guardianships, day):
        return _users(guardianships)
    return [person.user] if person.user else []


def speakers_of_all(people: Iterable[Person], day: date) -> dict[int, list[User]]:
    """Return the same of many, by the key of the person; one query.

    The people come with their accounts loaded.
    """
    asked = {person.pk: person for person in people}
    represented = guardians_of_all(asked, day)
    return {
        pk: _users(represented[pk])
        if is_spoken_for(person, represented[pk], day)
        else [person.user]
        if person.user
        else []
        for pk, person in asked.items()
    }


def informed_users(person: Person, day: date) -> list[User]:
    """Return the representatives' accounts of a minor who answers himself (14 to 17)."""
    guardianships = guardians_of(person, day)
    if is_spoken_for(person, guardianships, day) or not person.is_minor_on(day):
        return []
    return _users(guardianships)


def participants(pair: Pair, day: date) -> list[User]:
    """Return every account a letter about the pair goes to, minors' families included."""
    users: dict[int, User] = {}
    for acceptance in pair.acceptances.select_related("person__user"):
        told = asked_users(acceptance, day)
        if acceptance.side == PairSide.MENTEE:
            told += informed_users(acceptance.person, day)
        users.update({user.pk: user for user in told})
    return list(users.values())


def _users(guardianships: list[Guardianship]) -> list[User]:
    return [row.guardian.user for row in guardianships if row.guardian.user]


def is_about(user: User, pair: Pair) -> bool:
    """Tell whether the user, or a child he represents, is in the pair."""
    return is_about_any(user, Pair.objects.filter(pk=pair.pk))


def is_about_any(user: User, pairs: QuerySet[Pair]) -> bool:
    """Tell the same of any of the pairs."""
    own = Person.objects.in_care_of(user)
    return pairs.filter(acceptances__person__in=own).exists()

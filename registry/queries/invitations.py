"""Who may be invited into which cabinet, and by which login."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import User
from registry.enums import CycleStatus
from registry.models import Guardianship, MenteeCard, MentorCard, Person


def cabinet_roles(person: Person) -> list[Role]:
    """Return what the person is here: mentor, mentee, representative."""
    return cabinet_roles_of([person])[person.pk]


def cabinet_roles_of(people: Iterable[Person]) -> dict[int, list[Role]]:
    """Return the same of many, by their keys; three queries."""
    keys = [person.pk for person in people]
    held: list[tuple[Role, set[int]]] = [
        (
            role,
            set(
                cards.objects.filter(person__in=keys)
                .exclude(cycle__status=CycleStatus.CLOSED)
                .values_list("person_id", flat=True)
            ),
        )
        for role, cards in ((Role.MENTOR, MentorCard), (Role.MENTEE, MenteeCard))
    ]
    wards = Guardianship.objects.filter(guardian__in=keys, to_on=None)
    held.append((Role.PARENT, set(wards.values_list("guardian_id", flat=True))))
    return {pk: [role for role, of_role in held if pk in of_role] for pk in keys}


def is_login_taken(login: str) -> bool:
    """Tell whether somebody signs in by this name, in whatever letters."""
    return User.objects.filter(username__iexact=login).exists()


def has_open_link(person: Person) -> bool:
    """Tell whether a link is in the person's hands; `invitation` must be loaded."""
    return person.invitation is not None and person.invitation.is_open

"""The pupils as a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from common.russian.names import normalise
from registry.models import Group, Person

ORDERS = {
    "name": ("last_name", "first_name", "patronymic"),
    "group": ("group__name", "last_name", "first_name"),
    "birth": ("birth_year", "birth_on", "last_name"),
}


@dataclass(frozen=True, slots=True)
class PupilsChosen:
    """What the list is narrowed by; an empty value narrows nothing."""

    words: str = ""
    group: Group | None = None


def pupil_list(user: User, chosen: PupilsChosen) -> QuerySet[Person]:
    """Return those with a class whom the user may see, with their representatives."""
    pupils = Person.objects.visible_to(user).filter(group__isnull=False)
    if chosen.group:
        pupils = pupils.filter(group=chosen.group)
    found = pupils.search(normalise(chosen.words))
    return found.select_related("group").prefetch_related("guardianships__guardian")

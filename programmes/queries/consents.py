"""Whose consent is missing, asked of many people at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from registry.enums import ConsentKind
from registry.models import Consent, Person


def kind_needed(person: Person, day: date) -> ConsentKind:
    """Return the consent without which nothing about the person goes on (R-264, R-265)."""
    if person.is_minor_on(day):
        return ConsentKind.REPRESENTATIVE
    return ConsentKind.PARTICIPANT


def missing_consents(people: Iterable[Person], day: date) -> dict[int, ConsentKind]:
    """Return the keys of people without a valid consent, each with its kind."""
    needed = {person.pk: kind_needed(person, day) for person in people}
    given = set(
        Consent.objects.valid_on(day)
        .filter(person_id__in=needed)
        .values_list("person_id", "kind")
    )
    return {pk: kind for pk, kind in needed.items() if (pk, kind) not in given}

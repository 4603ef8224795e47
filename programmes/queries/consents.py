"""Whose consent is missing, asked of many people at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from registry.enums import ConsentKind
from registry.models import Person
from registry.queries.consents import participation_kind, people_without_consent


def missing_consents(people: Collection[Person], day: date) -> dict[int, ConsentKind]:
    """Return who may not take part on the day, by key, each with the kind to be given."""
    return {
        person.pk: participation_kind(person, day)
        for person in people_without_consent(people, day)
    }

"""A person and his card in one step, entered by hand or from an application."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from registry.actions.cards import take_mentee, take_mentor
from registry.actions.people import CHANGEABLE, create_person, lock_people
from registry.models import Cycle, MenteeCard, MentorCard, Person
from registry.permissions.cards import may_take_card
from registry.queries.people import same_person


@transaction.atomic
def add_mentor(
    *,
    cycle: Cycle,
    person_values: Mapping[str, object],
    values: Mapping[str, object],
    by: User,
) -> MentorCard:
    """Put somebody into the base of mentors; who is in the registry is not doubled."""
    may_take_card(by, cycle).require()
    person = _found_or_created(cycle, person_values, by)
    return take_mentor(cycle=cycle, person=person, values=values, by=by)


@transaction.atomic
def add_mentee(
    *,
    cycle: Cycle,
    person_values: Mapping[str, object],
    values: Mapping[str, object],
    request: str,
    by: User,
) -> MenteeCard:
    """Put somebody with his need into the base of mentees; the same holds."""
    may_take_card(by, cycle).require()
    person = _found_or_created(cycle, person_values, by)
    return take_mentee(
        cycle=cycle, person=person, values=values, requests=[request], by=by
    )


def _found_or_created(cycle: Cycle, values: Mapping[str, object], by: User) -> Person:
    lock_people(cycle.organisation)
    sought = Person(
        organisation=cycle.organisation,
        **{
            name: values[name]
            for name in CHANGEABLE
            if name in values and name != "group"
        },
    )
    found = same_person(sought)
    if found is not None:
        return found
    return create_person(organisation=cycle.organisation, values=values, by=by)

"""What people do to their own rows in the registry."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts import audit
from accounts.models import User
from registry.actions.people import DERIVED, settle
from registry.models import Person
from registry.permissions.applications import may_change_own_contacts

CONTACTS = ("phone", "email", "contacts")


@transaction.atomic
def change_own_contacts(
    *, person: Person, values: Mapping[str, str], by: User
) -> Person:
    """Change one's own telephone and address; name and birth stay the curator's."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    may_change_own_contacts(by, person).require()
    before = {
        name: getattr(person, name)
        for name in CONTACTS
        if name in values and getattr(person, name) != values[name]
    }
    if not before:
        return person
    for name in before:
        setattr(person, name, values[name])
    settle(person)
    person.save(update_fields=[*before, *DERIVED])
    audit.record(
        by=by,
        what="person.changed",
        on=person,
        before=before,
        after={name: values[name] for name in before},
    )
    return person

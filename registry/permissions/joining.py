"""May this person join two people of the registry, or tell them apart?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import Verdict, no
from registry.models import Person
from registry.permissions.people import WHO


def may_view_doubles(user: User, organisation: Organisation) -> Verdict:
    """Doubles are looked through by those who keep the bases."""
    return may(user, Permission.PERSON_CHANGE, organisation.pk, WHO)


def may_join_people(user: User, one: Person, other: Person) -> Verdict:
    """Two different people, decided by those who keep the bases."""
    verdict = may(user, Permission.PERSON_CHANGE, one.organisation_id, WHO)
    if verdict and one.pk == other.pk:
        return no("Это один и тот же человек: выберите двух разных.")
    return verdict

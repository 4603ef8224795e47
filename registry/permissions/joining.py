"""May this person join two people of the registry, or tell them apart?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import Verdict, no
from registry.models import Joining, Person
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


def may_undo_joining(user: User, joining: Joining) -> Verdict:
    """Who joins may part again, the latest joining of a person first."""
    verdict = may(user, Permission.PERSON_CHANGE, joining.organisation_id, WHO)
    if not verdict:
        return verdict
    if joining.undone_at is not None:
        return no("Это объединение уже отменено.")
    later = Joining.objects.standing().filter(kept=joining.kept_id, pk__gt=joining.pk)
    if later.exists():
        return no("С этим человеком потом объединили ещё одного. Сначала отмените это.")
    return verdict

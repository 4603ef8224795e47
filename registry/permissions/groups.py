"""May this person see, keep and promote the classes?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, no
from registry.models import Group, Person
from registry.permissions.people import WHO


def may_view_groups(user: User, organisation: Organisation) -> Verdict:
    """Who sees people by name sees all classes; a class teacher sees his own."""
    verdict = may(user, Permission.PERSON_VIEW, organisation.pk, WHO)
    if not verdict and Group.objects.visible_to(user).exists():
        return YES
    return verdict


def may_keep_groups(user: User, organisation: Organisation) -> Verdict:
    """Classes are entered, named and promoted by those who keep the bases."""
    return may(user, Permission.PERSON_CHANGE, organisation.pk, WHO)


def may_depart(user: User, person: Person) -> Verdict:
    """Somebody leaves once; who keeps the bases notes it."""
    verdict = may(user, Permission.PERSON_CHANGE, person.organisation_id, WHO)
    if verdict and person.departure:
        return no(f"{person.full_name} уже в списке выбывших.")
    return verdict


def may_return(user: User, person: Person) -> Verdict:
    """Only who has left can come back."""
    verdict = may(user, Permission.PERSON_CHANGE, person.organisation_id, WHO)
    if verdict and not person.departure:
        return no(f"{person.full_name} не в списке выбывших.")
    return verdict

"""Organisations and people with accounts, plain."""

from __future__ import annotations

from itertools import count

from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User

_numbers = count(1)

PASSWORD = "correct horse battery"


def make_organisation(**values: object) -> Organisation:
    """An invented school, ready to work."""
    number = next(_numbers)
    return Organisation.objects.create(
        **{
            "kind": OrganisationKind.SCHOOL,
            "slug": f"own-school-{number}",
            "name": f"Муниципальное общеобразовательное учреждение «Школа {number}»",
            "short_name": f"Школа {number}",
            "locality": "г. Светлогорье",
            "director_name": "Орлова Дина Павловна",
            "requires_second_factor": False,
            **values,
        }
    )


def make_user(name: str = "", **values: object) -> User:
    """Somebody who can sign in with PASSWORD."""
    number = next(_numbers)
    user = User(**{"username": f"user-{number}", "name": name, **values})
    user.set_password(PASSWORD)
    user.save()
    return user


def make_member(organisation: Organisation, *roles: Role, name: str = "") -> User:
    """Somebody who holds the roles from today on."""
    user = make_user(name)
    for role in roles:
        Membership.objects.create(
            user=user,
            organisation=organisation,
            role=role,
            from_on=timezone.localdate(),
        )
    return user

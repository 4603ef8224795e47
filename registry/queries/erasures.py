"""Questions about requests to destroy somebody's data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Membership
from accounts.queries import holders
from accounts.roles import STAFF_ROLES
from common.privacy import hindrances
from common.russian.dates import add_working_days
from registry.enums import ConsentStatus, ErasureGround
from registry.models import Consent, ErasureTerm, Person
from registry.queries.day_corrections import day_corrections


def due_day(ground: str, asked_on: date) -> date:
    """Return by when data must be destroyed: the term of the ground, by reference data."""
    term = ErasureTerm.objects.get(ground=ErasureGround(ground))
    if not term.is_working:
        return asked_on + timedelta(days=term.days)
    return add_working_days(asked_on, term.days, day_corrections())


def hindrances_of(person: Person) -> list[str]:
    """Return what must be settled before the person's data may go, in words."""
    return [reason for ask in hindrances if (reason := ask(person.pk))]


def staff_roles_of(person_id: int) -> list[str]:
    """Return the posts the person holds on the portal in his organisation today."""
    rows = Membership.objects.current(timezone.localdate()).filter(
        user__persons=person_id, role__in=STAFF_ROLES
    )
    of_here = rows.filter(organisation__in=_organisation_of(person_id))
    return sorted(set(of_here.values_list("role", flat=True)))


def signs_for_another(person_id: int) -> bool:
    """Tell whether somebody else's consent in force bears the person's signature."""
    signed = Consent.objects.filter(
        signer=person_id,
        status__in=[ConsentStatus.SIGNED, ConsentStatus.VERIFIED],
    )
    return signed.exclude(person=person_id).exists()


def has_administrator(organisation_id: int) -> bool:
    """Tell whether somebody here is the system administrator today."""
    return holders(organisation_id, [Role.SYSTEM_ADMINISTRATOR]).exists()


def _organisation_of(person_id: int) -> Iterable[int]:
    rows = Person.objects.filter(pk=person_id)
    return list(rows.values_list("organisation_id", flat=True))

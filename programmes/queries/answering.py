"""Who answers for many measures at once: the rule of `MeasureQuerySet.answered_by`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.enums import Role
from accounts.models import Delegation, Membership
from programmes.models import Responsible


def answering(measures: Collection[int], day: date) -> dict[int, set[int]]:
    """Return the keys of the accounts that answer for each measure on the day (R-104).

    By name, in a team, or by role while nobody is named; «ответственный за мероприятия»
    names nobody, an acting director answers as the director. Every measure has a place.
    """
    found: dict[int, set[int]] = {pk: set() for pk in measures}
    rows = Responsible.objects.filter(measure__in=measures).order_by()
    people = rows.filter(person__user__is_active=True)
    members = rows.filter(team__members__person__user__is_active=True)
    for pk, user in (
        *people.values_list("measure_id", "person__user_id"),
        *members.values_list("measure_id", "team__members__person__user_id"),
        *_by_role(rows, day),
    ):
        found[pk].add(user)
    return found


def _by_role(rows: QuerySet[Responsible], day: date) -> list[tuple[int, int]]:
    named = Responsible.objects.filter(measure=OuterRef("measure")).exclude(
        person=None, team=None
    )
    unnamed = rows.filter(~Exists(named)).exclude(role__in=["", Role.RESPONSIBLE])
    roles = list(unnamed.values_list("measure_id", "organisation_id", "role"))
    holders = _holders({pk for _, pk, _ in roles}, {role for _, _, role in roles}, day)
    return [
        (measure, user)
        for measure, organisation, role in roles
        for user in holders.get((organisation, role), ())
    ]


def _holders(
    organisations: Collection[int], roles: Collection[str], day: date
) -> dict[tuple[int, str], set[int]]:
    """Return who holds each role in each organisation on the day, acting directors too."""
    found: dict[tuple[int, str], set[int]] = {}
    current = Membership.objects.current(day).filter(organisation__in=organisations)
    held = current.filter(role__in=roles)
    for organisation, role, user in held.values_list(
        "organisation_id", "role", "user_id"
    ):
        found.setdefault((organisation, role), set()).add(user)
    if Role.DIRECTOR in roles:
        for organisation, user in acting_directors(organisations, day):
            found.setdefault((organisation, Role.DIRECTOR), set()).add(user)
    return found


def acting_directors(
    organisations: Collection[int], day: date
) -> list[tuple[int, int]]:
    """Return who acts for the director where: keys of organisation and account.

    Who holds no role any more acts for nobody either (invariant 8).
    """
    current = Membership.objects.current(day).filter(
        user=OuterRef("user"), organisation=OuterRef("organisation")
    )
    acting = Delegation.objects.current(day).filter(
        Q(Exists(current)), organisation__in=organisations
    )
    return list(acting.values_list(F("organisation_id"), F("user_id")))

"""Who represents whom: dated, with the paper that proves it (152-ФЗ ст. 9 ч. 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.actions import people
from registry.models import Guardianship, Person
from registry.permissions.consents import may_change_guardians
from registry.queries.consents import guardians_of, local_day
from registry.queries.people import same_person


@transaction.atomic
def add_guardian(
    *,
    child: Person,
    values: Mapping[str, object],
    basis: str,
    from_on: date,
    by: User | None,
) -> Guardianship:
    """Write down who represents a minor: somebody known, or a new person.

    `values` are fields of a person (name, telephone, e-mail). Somebody already in the
    registry beyond doubt is taken, not doubled. by=None: an accepted application.
    """
    if by is not None:
        may_change_guardians(by, child).require()
    guardian = _known_guardian(child, values) or people.create_person(
        organisation=child.organisation, values=values, by=by
    )
    if guardian.pk == child.pk:
        raise Refused("Человек не может представлять сам себя. Проверьте имя.")
    try:
        with transaction.atomic():
            guardianship = Guardianship.objects.create(
                organisation_id=child.organisation_id,
                child=child,
                guardian=guardian,
                basis=basis,
                from_on=from_on,
            )
    except IntegrityError:
        return Guardianship.objects.get(child=child, guardian=guardian, to_on=None)
    audit.record(
        by=by,
        what="guardian.added",
        on=guardianship,
        after={"child": child.pk, "guardian": guardian.pk, "basis": basis},
    )
    return guardianship


def _known_guardian(child: Person, values: Mapping[str, object]) -> Person | None:
    sought = Person(organisation=child.organisation, **values)
    people.settle(sought)
    for guardianship in guardians_of(child, local_day(child.organisation)):
        if guardianship.guardian.full_name == sought.full_name:
            return guardianship.guardian
    return same_person(sought)


@transaction.atomic
def end_guardianship(
    *, guardianship: Guardianship, to_on: date, by: User
) -> Guardianship:
    """Note the last day somebody represents a minor; from the next one he signs nothing."""
    guardianship = (
        Guardianship.objects.select_for_update(of=("self",))
        .select_related("child")
        .get(pk=guardianship.pk)
    )
    may_change_guardians(by, guardianship.child).require()
    if guardianship.to_on is not None:
        raise Refused("Полномочия этого представителя уже закончены.")
    if to_on < guardianship.from_on:
        raise Refused("Последний день раньше первого. Проверьте дату.")
    guardianship.to_on = to_on
    guardianship.save(update_fields=["to_on"])
    audit.record(
        by=by, what="guardian.ended", on=guardianship, after={"to_on": str(to_on)}
    )
    return guardianship

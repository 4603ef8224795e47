"""Who represents whom: dated, with the paper that proves it (152-ФЗ ст. 9 ч. 6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.russian.dates import short_date
from registry.actions import people
from registry.models import Guardianship, Person
from registry.models.person import represented_since
from registry.permissions.consents import may_change_guardians, may_represent
from registry.queries.consents import guardians_of, local_day
from registry.queries.people import same_person


@transaction.atomic
def add_guardian(
    *,
    child: Person,
    values: Mapping[str, object],
    basis: str,
    by: User | None,
    basis_document: str = "",
    from_on: date | None = None,
) -> Guardianship:
    """Write down who represents a minor: somebody known, or a new person.

    `values` are fields of a person (name, telephone, e-mail). Somebody already in the
    registry beyond doubt is taken, not doubled. Without `from_on` it is a parent, from
    the child's birth. by=None: an accepted application; whom it names and the registry
    already holds is taken as he stands.
    """
    people.lock_people(child.organisation)
    child = Person.objects.select_for_update(of=("self",)).get(pk=child.pk)
    if by is not None:
        may_change_guardians(by, child).require()
    today = local_day(child.organisation)
    from_on = from_on or represented_since(child, today)
    if child.birth_on and from_on < child.birth_on:
        raise Refused("Представительство началось раньше рождения. Проверьте дату.")
    guardian = _known_guardian(child, values) or people.create_person(
        organisation=child.organisation, values=values, by=by
    )
    if refusal := may_represent(guardian, child, today).refusal:
        raise Refused(refusal)
    same = Guardianship.objects.filter(child=child, guardian=guardian)
    standing = same.overlapping(from_on).order_by("from_on").first()
    if standing is not None:
        if by is None:
            return standing
        raise Refused(
            f"{guardian.full_name} уже записан представителем с"
            f" {short_date(standing.from_on)}"
            + (f" по {short_date(standing.to_on)}" if standing.to_on else "")
            + ". Сроки не должны пересекаться."
        )
    guardianship = Guardianship.objects.create(
        organisation_id=child.organisation_id,
        child=child,
        guardian=guardian,
        basis=basis,
        basis_document=basis_document,
        from_on=from_on,
    )
    audit.record(
        by=by,
        what="guardian.added",
        on=guardianship,
        after={
            "child": child.pk,
            "guardian": guardian.pk,
            "basis": basis,
            "basis_document": basis_document,
        },
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
    *, guardianship: Guardianship, since: date, by: User
) -> Guardianship:
    """End a guardianship: from the day `since` he sees and signs nothing (invariant 15).

    One that ends before it began was written down by mistake: its row goes. What he
    signed while it lasted stands.
    """
    guardianship = (
        Guardianship.objects.select_for_update(of=("self",))
        .select_related("child")
        .get(pk=guardianship.pk)
    )
    may_change_guardians(by, guardianship.child).require()
    if guardianship.to_on is not None:
        raise Refused("Полномочия этого представителя уже закончены.")
    audit.record(
        by=by, what="guardian.ended", on=guardianship, after={"since": str(since)}
    )
    if since <= guardianship.from_on:
        guardianship.delete()
        return guardianship
    guardianship.to_on = since - timedelta(days=1)
    guardianship.save(update_fields=["to_on"])
    return guardianship

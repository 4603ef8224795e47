"""The rows of consents as actions take them: locked, with their people, noted."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from accounts import audit
from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.queries import holders
from common.errors import Refused
from registry.enums import ConsentStatus
from registry.models import Consent, Person


def locked(consents: Collection[Consent]) -> list[Consent]:
    """Return the consents locked, their people loaded; refuse an empty choice."""
    if not consents:
        raise Refused("Выберите хотя бы одно согласие.")
    return locked_by_key([consent.pk for consent in consents])


def locked_by_key(keys: Collection[int]) -> list[Consent]:
    """Return the consents of the keys locked, in the order of the keys."""
    rows = Consent.objects.filter(pk__in=keys).order_by("pk")
    return list(
        rows.select_for_update(of=("self",)).select_related(
            "person", "signer", "organisation", "text"
        )
    )


def hold(*, people: Collection[Person]) -> None:
    """Keep the standing consents of the people as they are until commit.

    A withdrawal that comes meanwhile waits and then acts on what was made: it always
    has the last word (invariant 20).
    """
    rows = Consent.objects.filter(person__in=people, status=ConsentStatus.VERIFIED)
    list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def note(
    by: User | None, what: str, rows: Sequence[Consent], remark: str = "", **after: str
) -> None:
    """Write one event: on the row, or on the organisation when there are many."""
    audit.record(
        by=by,
        what=what,
        on=rows[0] if len(rows) == 1 else rows[0].organisation,
        ids=[row.pk for row in rows],
        after={"status": str(rows[0].status), **after},
        remark=remark,
    )


def curators(organisation: Organisation) -> QuerySet[User]:
    """Return who answers for the papers today."""
    return holders(organisation.pk, [Role.CURATOR, Role.DEPUTY_DIRECTOR])
